import { needsConfirmation } from '../live/needs-confirmation.ts';
import { expiryNotices } from '../config/expiry.ts';
import type { Settings } from '../config/settings.ts';
import { checkSiteName } from '../config/sites.ts';
import type { ProbeFilter } from '../contract/probe-filter.ts';
import type { ContractRow } from '../contract/rows.ts';
import { PRESENT } from '../contract/eras.ts';
import { claimFolder } from '../storage/claim-folder.ts';
import { siteName } from '../live/site-anonymiser.ts';
import { runLive, type LiveRun } from '../live/live-run.ts';
import type { Memory } from '../live/memory.ts';
import { planLive, requestsOf, type LivePlan } from '../live/plan.ts';
import type { Shard } from '../run/shard.ts';
import { PARTIAL } from '../run/run-name.ts';
import { REPORTS, type Snapshot } from '../run/snapshot.ts';
import { partOfContract } from '../run/split-contract.ts';
import { declared } from '../../specs/declared.ts';
import { nothingToAsk } from './nothing-to-ask.ts';
import { progressOn } from './progress.ts';
import type { Session } from './session.ts';
import { hintsOf, mannersOf, openSite, settingsFor, type LiveOptions } from './site.ts';

/**
 * A name for a run that begins now, in UTC: `live-2026-11-24-030507`, and the name of the site where there are several.
 *
 * @param number its number among the runs that begin in the same second: `live-2026-11-24-030507-2` for the second one
 * @param isPartial whether it asks only a part: then the name ends with `.only`
 */
export function liveName(now: number, site?: string, number = 1, isPartial = false): string {
  const [day = '', time = ''] = new Date(now).toISOString().split('T');
  const endings = [
    ...(number === 1 ? [] : [`-${number}`]),
    ...(site === undefined ? [] : [`-${site}`]),
    ...(isPartial ? [PARTIAL] : []),
  ];
  return `live-${day}-${time.slice(0, 8).replaceAll(':', '')}${endings.join('')}`;
}

/**
 * Claims the folder of a run that begins now, so that no other run can have it, and so that a place that cannot be written
 * is found before anything is asked.
 *
 * @param isPartial as for `liveName`
 * @returns the name of the run
 * @throws Fault `usage` where a site cannot be called so, `unreadable-file` where the folder cannot be made
 */
export function claimRun(now: number, site?: string, isPartial = false): string {
  if (site !== undefined) checkSiteName(site);
  return claimFolder(REPORTS, (attempt) => liveName(now, site, attempt, isPartial));
}

/** What the contract says of now, or the part of it that falls to a shard. */
async function presentRows(shard: Shard | undefined): Promise<readonly ContractRow[]> {
  const contract = await declared();
  return shard
    ? partOfContract(contract, PRESENT, shard).rows
    : contract.rows.filter(({ era }) => era === PRESENT);
}

/**
 * What is asked of the rows, as far as the settings provide for it. Whether an own credential is alive is asked in a part, too.
 *
 * @throws Fault `usage` if a filter leaves nothing to ask
 */
function planOf(
  rows: readonly ContractRow[],
  settings: Settings,
  { core, filter }: Pick<LiveOptions, 'core'> & { readonly filter?: ProbeFilter | undefined },
): LivePlan {
  const scope = core ? 'core' : 'all';
  const whole = planLive(rows, settings, scope);
  if (!filter) return whole;
  const plan = planLive(rows.filter(filter.includes), settings, scope);
  if (plan.probes.length === 0) throw nothingToAsk(filter, plan.unanswered[0]?.reason);
  return { ...plan, available: new Set(whole.probes.map(({ credential }) => credential)) };
}

/** The part of a snapshot that a filter includes. */
const filteredSnapshot = (snapshot: Snapshot, filter: ProbeFilter | undefined): Snapshot =>
  filter ? { ...snapshot, answers: snapshot.answers.filter(filter.includes) } : snapshot;

/**
 * Asks the configured site all that the contract speaks of. Says on stderr what it is going to ask before it asks.
 *
 * @param baseline what an answer is compared with, to know what has to be confirmed
 * @param check told what the site is called before it is asked; may throw
 * @throws Fault `bad-config`, `unreachable` or `controls-failed`; `usage` if a filter leaves nothing to ask
 */
export async function observe(
  name: string,
  options: LiveOptions & {
    readonly shard?: Shard;
    readonly memory?: Memory;
    readonly filter?: ProbeFilter | undefined;
  },
  session: Session,
  baseline: Snapshot | undefined,
  check: (site: string) => void = () => undefined,
): Promise<LiveRun> {
  const own = openSite(options, session);
  const settings = settingsFor(own);
  check(siteName(settings, options.anonymise));
  for (const hint of hintsOf(own)) session.stderr.write(hint);
  for (const { says } of expiryNotices(own.values, session.clock.now())) session.stderr.write(`${says}\n`);
  const { filter } = options;
  const all = await presentRows(options.shard);
  const present = filter ? all.filter(filter.includes) : all;
  const plan = planOf(all, settings, options);
  const manners = mannersOf(options, settings);
  const { least, most } = requestsOf(plan, manners.maxAttempts);
  const site = options.anonymise ? 'the site' : settings.site;
  session.stderr.write(
    `Asking ${site}: ${plan.probes.length} probes, ${least} requests if all goes well, ${Math.min(most, manners.maxRequests)} at most.\n`,
  );
  const progress = progressOn(session.stderr);
  try {
    const run = await runLive({
      name,
      settings,
      plan,
      manners,
      clock: session.clock,
      book: session.accounts,
      memory: options.memory,
      signal: session.interrupted(),
      anonymise: options.anonymise,
      confirmAfter: options.confirmAfter * 1000,
      alarming: needsConfirmation(present, baseline && filteredSnapshot(baseline, filter)),
      progress: progress.show,
    });
    progress.done();
    const { incomplete } = 'incomplete' in run.info ? run.info : {};
    if (incomplete !== undefined) session.stderr.write(`Incomplete: ${incomplete}.\n`);
    session.stderr.write(`${run.requests} requests sent.\n`);
    return filter ? { ...run, info: { ...run.info, only: [...filter.words] } } : run;
  } finally {
    progress.done();
  }
}
