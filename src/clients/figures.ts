import { NOTHING_HANDED } from '../conformance/scenario.ts';
import { SCENARIOS, type ScenarioId } from '../conformance/scenarios.ts';
import {
  seenIn,
  SITES,
  type Measured,
  type MeasuredClient,
  type MeasuredUse,
  type Seen,
  type Site,
} from './measured.ts';

/** The scenarios in which a program has a credential that does not work, in Jira of today. */
export const DEAD_SCENARIOS: readonly ScenarioId[] = SCENARIOS.filter(
  ({ credential, group, expects }) =>
    expects === 'notice' && group !== 'another-time' && !NOTHING_HANDED.has(credential),
).map(({ id }) => id);

/** The scenarios in which the credential works: controls, and what looks like a dead token. */
export const LIVE_SCENARIOS: readonly ScenarioId[] = SCENARIOS.filter(
  ({ group, expects }) => expects !== 'notice' && group !== 'another-time',
).map(({ id }) => id);

/** A number of cases, and in how many of them something was so. */
export interface Share {
  readonly number: number;
  readonly of: number;
}

/** In how many cases a program noticed a dead token: it reported a failure that an empty site does not explain. */
export type Noticed = Readonly<Record<Site, Share>>;

const ZERO: Share = { number: 0, of: 0 };

const added = (a: Share, b: Share): Share => ({ number: a.number + b.number, of: a.of + b.of });

/** Returns what was seen in the cases that a use meets on Jira as it is, at a site. */
function casesAt(use: MeasuredUse, site: Site, scenarios: readonly ScenarioId[]): Seen[] {
  return scenarios.flatMap((id) => {
    const here = seenIn(use, site, id);
    return here && seenIn(use, 'asItIs', id)?.isReached ? [here] : [];
  });
}

const shareOf = (seen: readonly Seen[], isSo: (one: Seen) => boolean): Share => ({
  number: seen.filter(isSo).length,
  of: seen.length,
});

const bySite = <T>(of: (site: Site) => T): Record<Site, T> => ({
  asItIs: of('asItIs'),
  guard: of('guard'),
  wanted: of('wanted'),
});

/** Returns how often a use noticed a dead token. */
export function noticedBy(use: MeasuredUse): Noticed {
  return bySite((site) => shareOf(casesAt(use, site, DEAD_SCENARIOS), ({ noticed }) => noticed));
}

/** Returns how often several uses together noticed a dead token. */
export function noticedByAll(uses: readonly MeasuredUse[]): Noticed {
  const each = uses.map(noticedBy);
  return bySite((site) => each.map((one) => one[site]).reduce(added, ZERO));
}

/**
 * Returns in how many cases of a credential that works there was a false alarm that is none without the guard. Cases whose
 * verdict is withheld prove neither, and are left out.
 */
export function falseAlarmsOfGuard(uses: readonly MeasuredUse[]): Share {
  const each = uses.flatMap((use) =>
    LIVE_SCENARIOS.flatMap((id) => {
      const [without, behind] = [seenIn(use, 'asItIs', id), seenIn(use, 'guard', id)];
      return without?.verdict && behind?.verdict ? [{ without, behind }] : [];
    }),
  );
  const isNew = ({ without, behind }: (typeof each)[number]): boolean =>
    behind.verdict === 'false-alarm' && without.verdict !== 'false-alarm';
  return { number: each.filter(isNew).length, of: each.length };
}

/** How often clients noticed a dead token, each and together. */
export interface ClientsFigures {
  readonly uses: number;
  readonly noticed: Noticed;
  readonly clients: readonly { readonly name: string; readonly noticed: Noticed }[];
}

/** Whether a use works with a token that works, so that it was measured. */
export const isMeasured = ({ notMeasured }: MeasuredUse): boolean => notMeasured === undefined;

/** Returns the uses that were measured. */
export const measuredUses = (clients: readonly MeasuredClient[]): MeasuredUse[] =>
  clients.flatMap(({ uses }) => uses.filter(isMeasured));

/** Returns the figures of what was measured. */
export function figuresOf({ clients }: Measured): ClientsFigures {
  const uses = measuredUses(clients);
  return {
    uses: uses.length,
    noticed: noticedByAll(uses),
    clients: clients.map((client) => ({ name: client.name, noticed: noticedByAll(measuredUses([client])) })),
  };
}

/** Whether anything that was seen of a use is withheld until its maintainers were asked. */
export const isWithheld = ({ seen }: MeasuredUse): boolean =>
  seen.some(({ verdict }) => verdict === undefined);

/** A verdict that is another one than before. */
export interface Difference {
  readonly client: string;
  readonly use: string;
  readonly site: Site;
  readonly scenario: ScenarioId;
  readonly before: string;
  readonly now: string;
}

/** Returns the verdict, and whether the token was noticed, in words that can be compared. */
function wordOf(seen: Seen | undefined): string {
  if (!seen) return 'not measured';
  const { verdict, isReached, noticed } = seen;
  return isReached ? `${verdict ?? 'withheld'}${noticed ? ', noticed' : ''}` : 'not met';
}

/** Returns in what new measurements of a client differ from those before, if there were any. */
export function differences(before: MeasuredClient | undefined, now: MeasuredClient): Difference[] {
  return now.uses.flatMap((use) => {
    const old = before?.uses.find(({ name }) => name === use.name);
    return SITES.flatMap((site) =>
      SCENARIOS.flatMap(({ id: scenario }): Difference[] => {
        const [was, is] = [old && seenIn(old, site, scenario), seenIn(use, site, scenario)];
        if (!is || wordOf(was) === wordOf(is)) return [];
        return [{ client: now.name, use: use.name, site, scenario, before: wordOf(was), now: wordOf(is) }];
      }),
    );
  });
}
