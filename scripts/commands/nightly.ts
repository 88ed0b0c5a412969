import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { ACKNOWLEDGED } from '../../src/change/acknowledged.ts';
import { sitesOf, type Site } from '../../src/config/sites.ts';
import { Fault } from '../../src/contract/fault.ts';
import { takeLock } from '../../src/evidence/lock.ts';
import { checkJournalWritable } from '../../src/evidence/writable.ts';
import { HISTORY, readHistory } from '../../src/history/history.ts';
import { dealt, shardOf, type Shard } from '../../src/run/shard.ts';
import { REPORTS } from '../../src/run/side.ts';
import type { MakeCommand } from '../main.ts';
import type { Streams } from '../streams.ts';
import { checkDestinations } from './destinations.ts';
import {
  settingsOption,
  siteLabel,
  sitesOption,
  unknownNames,
  withManners,
  withMaxAge,
} from './live-options.ts';
import { oneNight, type NightOptions } from './night.ts';
import { checkNightly, writeNightly } from './nightly-files.ts';
import type { ToldNight } from '../../src/report/documents/night/night-document.ts';
import { choicesFor, render, type FormatName } from '../../src/report/formats.ts';
import { PLAIN, UNFOLDED } from '../../src/report/layout.ts';
import { deliver, summarise, withBounds } from './options.ts';

const HELP = `
What a nightly job runs: examines the settings and each credential (doctor),
asks the controls, holds your site against the contract, compares it with the
accepted baseline, adds a line to the history, and writes reports/nightly/
(summary.txt, report.md, .html, .sarif, .junit.xml, history.html, metrics.prom,
run.json). It fails on what is new; what is acknowledged stays visible.

Several sites stand in sites.json, each with variables of its own, such as
ACME_JIRA_SITE; one that fails does not stop the others.

Exit code, the first that is true of a site: 1 the contract is broken or a
change is new, 2 the settings are wrong, 3 nothing could be concluded, 0 all is
well.

Examples:
  npm run nightly
  npm run nightly -- --core --history history/history.jsonl --format github
  npm run nightly -- --site acme --site beta`;

type Options = Omit<NightOptions, 'site'> & {
  readonly site?: readonly string[];
  readonly format: FormatName;
  readonly shard?: Shard;
};

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

/** The options of one site: what the file says of it goes before what the command line says of all. */
const optionsOf = (options: Options, site: Site | undefined): NightOptions => {
  const { site: _names, ...common } = options;
  if (!site) return common;
  const { name, core, maxRequests, concurrency } = site;
  return {
    ...common,
    site: name,
    core: core ?? common.core,
    maxRequests: maxRequests ?? common.maxRequests,
    concurrency: concurrency ?? common.concurrency,
  };
};

/** A line of the history that is still to come would be taken for the newest for ever. */
function checkClock(history: string, now: number): void {
  const last = readHistory(history).at(-1);
  if (last && Date.parse(last.at) > now + 5 * 60_000) {
    throw new Fault(
      'clock',
      `The newest run in ${history} is of ${last.at}, but this machine says that it is ${new Date(now).toISOString()}: its clock was set back. Set it right, or take that line out.`,
    );
  }
}

/** The fault at which work ended, or undefined. */
function faultOf(work: () => void): Fault | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

/** The worst exit code of several: an alarm goes before what is wrong with a site, and that before what is not known. */
function worstOf(codes: readonly number[]): number {
  return [1, 2, 3].find((code) => codes.includes(code)) ?? 0;
}

async function nights(options: Options, streams: Streams): Promise<ToldNight[]> {
  const all = sitesOf(options.site ?? [], options.sites);
  const sites = options.shard ? dealt(all, options.shard) : all;
  if (all.length > 0 && sites.length === 0) {
    streams.stderr.write('No site falls to this part.\n');
    return [];
  }
  if (options.site === undefined && sites.length > 0) {
    for (const { variable, says } of unknownNames(
      { settings: options.settings, sites: options.sites },
      streams,
    )) {
      streams.stderr.write(`${variable} ${says}.\n`);
    }
  }
  const told: ToldNight[] = [];
  // One after the other: they may stand behind one gateway, and share its budget.
  for (const site of sites.length > 0 ? sites : [undefined]) {
    const own = optionsOf(options, site);
    if (site) streams.stderr.write(`${siteLabel(own) ?? site.name}:\n`);
    told.push(await oneNight(own, streams));
  }
  return told;
}

/** `nightly`: what a nightly job runs. */
export const nightlyCommand: MakeCommand = (streams, setExitCode) =>
  withMaxAge(withBounds(withManners(new Command('nightly')), ACKNOWLEDGED))
    .description('The nightly run: doctor, check, history and reports, for one site or several.')
    .addOption(settingsOption())
    .option('--site <name>', 'of several sites, this one; may be repeated', collect)
    .addOption(sitesOption())
    .addOption(
      new Option('--shard <part>', 'of many sites, every third with 1/3, for many runners').argParser(
        shardOf,
      ),
    )
    .option('--baseline <name>', 'what to compare with')
    .option('--history <file>', 'where the history is kept', HISTORY)
    .option('--pacts', "let Pact's own verifier judge, too", false)
    .option('--no-doctor', 'do not ask each credential first: a dozen requests less')
    .addOption(
      new Option('--format <format>', 'how to print it').choices(choicesFor('night')).default('text'),
    )
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      const now = (streams.clock ?? Date).now();
      // From here on a signal ends the night in order: with a line in the history.
      streams.interrupted?.();
      const release = takeLock(join(REPORTS, 'nightly.lock'), now);
      try {
        checkClock(options.history, now);
        checkJournalWritable(options.history);
        checkDestinations(options, streams);
        checkNightly();
        if (options.history !== HISTORY && !existsSync(options.history)) {
          streams.stderr.write(`There is no history in ${options.history} yet: it begins tonight.\n`);
        }
        const told = await nights(options, streams);
        const codes = told.map(({ night }) => night.exitCode);
        const unwritten = faultOf(() => writeNightly(told, readHistory(options.history)));
        // A full disk must not hide an alarm.
        if (unwritten) streams.stderr.write(`${unwritten.message}\n`);
        setExitCode(worstOf([...codes, unwritten?.exitCode ?? 0]));
        deliver(render('night', options.format, told, UNFOLDED), options, streams);
        summarise(() => render('night', 'markdown', told, PLAIN), options, streams);
      } finally {
        release();
      }
    });
