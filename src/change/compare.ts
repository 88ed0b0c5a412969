import { credentialNamed } from '../contract/credentials.ts';
import { byTableOrder, probeKey, type Probe } from '../contract/probe.ts';
import type { Seen, Side } from '../run/side.ts';
import type { Change, SidedSource } from './change.ts';
import { fingerprint } from './fingerprint.ts';
import { LEVELS, type Level } from './levels.ts';
import { ONE_SIDED, ruleFor, type RuleId } from './rules.ts';

/** A probe that said nothing about its credential on one side or on both: no change, and no proof of none. */
export interface Undecided {
  readonly before: Seen;
  readonly after: Seen;
}

/** All that differs between two sides. */
export interface Comparison {
  readonly changes: readonly Change[];
  readonly undecided: readonly Undecided[];
  /** How many probes were answered alike. */
  readonly unchanged: number;
}

const sided = (seen: Seen | undefined, side: SidedSource['side']): SidedSource[] =>
  (seen?.sources ?? []).map((source) => ({ side, ...source }));

const changeOf = (
  rule: { id: RuleId; level: Level },
  { credential, operation }: Probe,
  { before, after }: { before?: Seen; after?: Seen },
): Change => {
  const answers = { before: before?.answer ?? null, after: after?.answer ?? null };
  const change = { rule: rule.id, level: rule.level, credential, operation, ...answers };
  const sources = [...sided(before, 'before'), ...sided(after, 'after')];
  return { ...change, fingerprint: fingerprint(change), sources };
};

const byLevelThenProbe = (a: Change, b: Change): number =>
  LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
  a.rule.localeCompare(b.rule, 'en') ||
  byTableOrder(a, b);

/**
 * What differs between two sides: each probe comes under one rule at most, the worst that applies. The worst
 * changes come first.
 */
export function compare(base: Side, head: Side): Comparison {
  const before = new Map(base.seen.map((seen) => [probeKey(seen), seen]));
  const after = new Map(head.seen.map((seen) => [probeKey(seen), seen]));
  const wholeBodies = base.origin !== 'transcribed' && head.origin !== 'transcribed';
  const changes: Change[] = [];
  const undecided: Undecided[] = [];
  let unchanged = 0;
  for (const [key, old] of before) {
    const now = after.get(key);
    if (!now) {
      changes.push(changeOf(ONE_SIDED.removed, old, { before: old }));
    } else if ([old, now].some(({ answer }) => answer.treatment === 'inconclusive')) {
      undecided.push({ before: old, after: now });
    } else {
      const { standing } = credentialNamed(old.credential);
      const rule = ruleFor({ standing, before: old.answer, after: now.answer, wholeBodies });
      if (rule) changes.push(changeOf(rule, old, { before: old, after: now }));
      else unchanged += 1;
    }
  }
  for (const [key, now] of after) {
    if (!before.has(key)) changes.push(changeOf(ONE_SIDED.added, now, { after: now }));
  }
  return { changes: changes.toSorted(byLevelThenProbe), undecided, unchanged };
}
