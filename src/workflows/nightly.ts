import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sitesOf, type Site } from '../config/sites.ts';
import { Fault } from '../fault.ts';
import { takeLock } from '../storage/lock.ts';
import { checkJournalWritable } from '../storage/writable.ts';
import { HISTORY_FILE, readHistory } from '../history/history.ts';
import type { NightOfSite } from '../report/documents/night/night-document.ts';
import { render, type FormatName } from '../report/formats.ts';
import { itemsOfShard, type Shard } from '../run/shard.ts';
import { REPORTS } from '../run/snapshot.ts';
import { checkDestinations } from './destinations.ts';
import { oneNight, type NightOptions } from './night.ts';
import { worstOf } from './exit-codes.ts';
import { checkNightly, writeNightly } from './nightly-files.ts';
import { deliver, layoutFor, summarise } from './output.ts';
import { retain, unreferredRuns } from './retention.ts';
import type { Session } from './session.ts';
import { showExchanges, type ExchangesOption } from './show-exchanges.ts';
import { siteLabel, unknownNames } from './site.ts';
import { announce } from './webhook.ts';

/** The options of `nightly`: for the only site, for the named sites, or for all listed sites. */
export type NightlyOptions = Omit<NightOptions, 'site'> &
  Partial<ExchangesOption> & {
    readonly site?: readonly string[];
    readonly format: FormatName;
    readonly quiet?: boolean;
    readonly out?: string;
    readonly shard?: Shard;
    /** Number of live runs that are kept of each site; 0 for all. */
    readonly keep?: number;
  };

/** Returns the options of one site. Those in the list of sites take precedence over the command line. */
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

/** Checks that the newest line of the history is not in the future: it would stay the newest until then. */
function checkClock(history: string, now: number): void {
  const last = readHistory(history).at(-1);
  if (last && Date.parse(last.at) > now + 5 * 60_000) {
    throw new Fault(
      'clock',
      `The newest run in ${history} is of ${last.at}, which is in the future: the clock of this machine says ${new Date(now).toISOString()}. Correct the clock, or remove that line.`,
    );
  }
}

/** Returns the fault that some work ended with, or undefined. */
function faultOf(work: () => void): Fault | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

async function nightsOf(options: NightlyOptions, session: Session): Promise<NightOfSite[]> {
  const all = sitesOf(options.site ?? [], session.siteList(options.sites));
  const sites = options.shard ? itemsOfShard(all, options.shard) : all;
  if (all.length > 0 && sites.length === 0) {
    session.stderr.write('This part has no site: there are fewer sites than parts.\n');
    return [];
  }
  if (options.site === undefined && sites.length > 0) {
    const { settings, sites: list } = options;
    for (const { variable, says } of unknownNames('', { settings, sites: list }, session)) {
      session.stderr.write(`${variable} ${says}.\n`);
    }
  }
  const nights: NightOfSite[] = [];
  // One after the other, because the sites may share a gateway and its rate limit.
  for (const site of sites.length > 0 ? sites : [undefined]) {
    const own = optionsOf(options, site);
    if (site) session.progress.write(`${siteLabel(own, session) ?? site.name}:\n`);
    nights.push(await oneNight(own, session));
  }
  return nights;
}

/** Returns the runs that the retention will remove; none if it cannot decide, because then it removes nothing. */
function removedBy(options: NightlyOptions, names: readonly string[], session: Session): string[] {
  try {
    return unreferredRuns(options, names, session);
  } catch (error) {
    if (error instanceof Fault) return [];
    throw error;
  }
}

/** Runs all sites, each of which gets a line in the history, and writes the reports. */
async function runNight(options: NightlyOptions, session: Session): Promise<number> {
  const nights = await nightsOf(options, session);
  const codes = nights.map(({ night }) => night.exitCode);
  const names = nights.flatMap(({ night }) => night.document?.run.recordings.name ?? []);
  const unwritten = faultOf(() =>
    writeNightly(nights, {
      entries: readHistory(options.history),
      library: session.recordings,
      removed: removedBy(options, names, session),
    }),
  );
  // A full disk must not hide an alarm.
  if (unwritten) session.stderr.write(`${unwritten.message}\n`);
  const exitCode = worstOf([...codes, unwritten?.exitCode ?? 0]);
  try {
    deliver(
      render('night', options.format, nights, layoutFor({ ...options, all: false }, session)),
      options,
      session,
    );
    summarise((layout) => render('night', 'markdown', nights, layout), options, session);
  } finally {
    // An alarm that cannot be printed is told all the more.
    await announce(nights, exitCode, options, session);
  }
  for (const { night } of nights) if (night.document) showExchanges(night.document, options, session);
  // Without the reports of this night, it is unknown which runs they would refer to.
  if (!unwritten) await retain(options, names, session);
  return exitCode;
}

/**
 * Runs the nightly job: every site one after the other, and the reports of the night.
 *
 * @returns the exit code: the worst of all sites
 * @throws Fault if the night cannot start, or its result cannot be printed
 */
export async function nightly(options: NightlyOptions, session: Session): Promise<number> {
  const now = session.clock.now();
  // From here on, a signal ends the night in an orderly way, with a line in the history.
  session.interrupted();
  const release = takeLock(join(REPORTS, 'nightly.lock'), now);
  try {
    checkClock(options.history, now);
    checkJournalWritable(options.history);
    checkDestinations(options, session);
    checkNightly();
    if (options.history !== HISTORY_FILE && !existsSync(options.history)) {
      session.stderr.write(`There is no history in ${options.history} yet; it starts with this run.\n`);
    }
    return await runNight(options, session);
  } finally {
    release();
  }
}
