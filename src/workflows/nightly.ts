import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sitesOf, type Site } from '../config/sites.ts';
import { Fault } from '../fault.ts';
import { takeLock } from '../storage/lock.ts';
import { checkJournalWritable } from '../storage/writable.ts';
import { HISTORY, readHistory } from '../history/history.ts';
import type { ToldNight } from '../report/documents/night/night-document.ts';
import { render, type FormatName } from '../report/formats.ts';
import { PLAIN, UNFOLDED } from '../report/layout.ts';
import { itemsOfShard, type Shard } from '../run/shard.ts';
import { REPORTS } from '../run/snapshot.ts';
import { checkDestinations } from './destinations.ts';
import { oneNight, type NightOptions } from './night.ts';
import { checkNightly, writeNightly } from './nightly-files.ts';
import { deliver, summarise } from './output.ts';
import { retain } from './retention.ts';
import type { Session } from './session.ts';
import { showExchanges, type ExchangesOption } from './show-exchanges.ts';
import { siteLabel, unknownNames } from './site.ts';

/** What a nightly job is asked for: of one site, of those that are named, or of all that are listed. */
export type NightlyOptions = Omit<NightOptions, 'site'> &
  Partial<ExchangesOption> & {
    readonly site?: readonly string[];
    readonly format: FormatName;
    readonly out?: string;
    readonly shard?: Shard;
    /** Number of live runs that are kept of each site; 0 for all. */
    readonly keep?: number;
  };

/** The options of one site: what the file says of it goes before what the command line says of all. */
const optionsOf = (options: NightlyOptions, site: Site | undefined): NightOptions => {
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

async function nightsOf(options: NightlyOptions, session: Session): Promise<ToldNight[]> {
  const all = sitesOf(options.site ?? [], session.siteList(options.sites));
  const sites = options.shard ? itemsOfShard(all, options.shard) : all;
  if (all.length > 0 && sites.length === 0) {
    session.stderr.write('No site falls to this part.\n');
    return [];
  }
  if (options.site === undefined && sites.length > 0) {
    const { settings, sites: list } = options;
    for (const { variable, says } of unknownNames('', { settings, sites: list }, session)) {
      session.stderr.write(`${variable} ${says}.\n`);
    }
  }
  const told: ToldNight[] = [];
  // One after the other: they may stand behind one gateway, and share its budget.
  for (const site of sites.length > 0 ? sites : [undefined]) {
    const own = optionsOf(options, site);
    if (site) session.stderr.write(`${siteLabel(own, session) ?? site.name}:\n`);
    told.push(await oneNight(own, session));
  }
  return told;
}

/** Judges and reports, one line of the history a site. */
async function runNight(options: NightlyOptions, session: Session): Promise<number> {
  const told = await nightsOf(options, session);
  const codes = told.map(({ night }) => night.exitCode);
  const unwritten = faultOf(() => writeNightly(told, readHistory(options.history)));
  // A full disk must not hide an alarm.
  if (unwritten) session.stderr.write(`${unwritten.message}\n`);
  deliver(render('night', options.format, told, UNFOLDED), options, session);
  summarise(() => render('night', 'markdown', told, PLAIN), options, session);
  const rows = told.flatMap(({ night }) => night.document?.run.rows ?? []);
  showExchanges(rows, options, session);
  const names = told.flatMap(({ night }) => night.document?.run.recordings.name ?? []);
  // Where the reports of the night are missing, nobody knows what they refer to.
  if (!unwritten) await retain(options, names, session);
  return worstOf([...codes, unwritten?.exitCode ?? 0]);
}

/**
 * What a nightly job runs: every site one after the other, and the reports of the night.
 *
 * @returns the exit code: the worst of all sites
 * @throws Fault where the night could not begin, or its result not be printed
 */
export async function nightly(options: NightlyOptions, session: Session): Promise<number> {
  const now = session.clock.now();
  // From here on a signal ends the night in order: with a line in the history.
  session.interrupted();
  const release = takeLock(join(REPORTS, 'nightly.lock'), now);
  try {
    checkClock(options.history, now);
    checkJournalWritable(options.history);
    checkDestinations(options, session);
    checkNightly();
    if (options.history !== HISTORY && !existsSync(options.history)) {
      session.stderr.write(`There is no history in ${options.history} yet: it begins tonight.\n`);
    }
    return await runNight(options, session);
  } finally {
    release();
  }
}
