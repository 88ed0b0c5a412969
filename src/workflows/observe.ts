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
import type { SiteMemory } from '../live/memory.ts';
import { planLive, requestsOf, type LivePlan } from '../live/plan.ts';
import type { Shard } from '../run/shard.ts';
import { PARTIAL } from '../run/run-name.ts';
import { REPORTS, type Snapshot } from '../run/snapshot.ts';
import { partOfContract } from '../run/split-contract.ts';
import { declared } from '../../specs/declared.ts';
import { nothingToAsk } from './nothing-to-ask.ts';
import { progressOn } from './progress.ts';
import type { Session } from './session.ts';
import { hintsOf, politenessOf, openSite, settingsFor, type LiveOptions } from './site.ts';

/**
 * Returns a name for a run that starts now, in UTC: `live-2026-11-24-030507`, followed by the name of the site if there are
 * several.
 *
 * @param number its number among the runs that start in the same second: `live-2026-11-24-030507-2` for the second
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
 * Claims the folder of a run that starts now, so that no other run can use it and a folder that cannot be created is noticed
 * before anything is asked.
 *
 * @param isPartial as for `liveName`
 * @returns the name of the run
 * @throws Fault `usage` if the name of the site is invalid, `unreadable-file` if the folder cannot be created
 */
export function claimRun(now: number, site?: string, isPartial = false): string {
  if (site !== undefined) checkSiteName(site);
  return claimFolder(REPORTS, (attempt) => liveName(now, site, attempt, isPartial));
}

/** Returns the rows of the current era, or those of one shard. */
async function presentRows(shard: Shard | undefined): Promise<readonly ContractRow[]> {
  const contract = await declared();
  return shard
    ? partOfContract(contract, PRESENT, shard).rows
    : contract.rows.filter(({ era }) => era === PRESENT);
}

/**
 * Returns the plan for the rows, as far as the settings allow. A part also checks the own credentials that its probes use.
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

/** Returns the part of a snapshot that a filter includes. */
const filteredSnapshot = (snapshot: Snapshot, filter: ProbeFilter | undefined): Snapshot =>
  filter ? { ...snapshot, answers: snapshot.answers.filter(filter.includes) } : snapshot;

/**
 * Asks the configured site every probe of the contract, or those that a filter includes. Says on stderr what it is about to ask.
 *
 * @param baseline decides, together with the contract, which answers have to be confirmed
 * @param check called with the name of the site before it is asked; may throw
 * @throws Fault `bad-config`, `unreachable` or `controls-failed`; `usage` if a filter leaves nothing to ask
 */
export async function observe(
  name: string,
  options: LiveOptions & {
    readonly shard?: Shard;
    readonly memory?: SiteMemory;
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
  const politeness = politenessOf(options, settings);
  const { least, most } = requestsOf(plan, politeness.maxAttempts);
  const site = options.anonymise ? 'the site' : settings.site;
  session.progress.write(
    `Asking ${site}: ${plan.probes.length} probes, ${least} requests if all goes well, ${Math.min(most, politeness.maxRequests)} at most.\n`,
  );
  const progress = progressOn(session.progress);
  try {
    const run = await runLive({
      name,
      settings,
      plan,
      politeness,
      clock: session.clock,
      accounts: session.accounts,
      memory: options.memory,
      signal: session.interrupted(),
      anonymise: options.anonymise,
      confirmAfter: options.confirmAfter * 1000,
      isAlarm: needsConfirmation(present, baseline && filteredSnapshot(baseline, filter)),
      progress: progress.show,
    });
    progress.done();
    const { incomplete } = 'incomplete' in run.info ? run.info : {};
    if (incomplete !== undefined) session.stderr.write(`Incomplete: ${incomplete}.\n`);
    session.progress.write(`${run.requests} requests sent.\n`);
    return filter ? { ...run, info: { ...run.info, only: [...filter.words] } } : run;
  } finally {
    progress.done();
  }
}
