import { isConclusive } from '../classify/answer.ts';
import { credentialNamed } from '../contract/credentials.ts';
import { compareProbes, type Probe } from '../contract/probe.ts';
import type { SnapshotAnswer, Snapshot } from '../run/snapshot.ts';
import type { Change, SnapshotSource } from './change.ts';
import { fingerprint } from './fingerprint.ts';
import { LEVELS, type Level } from './levels.ts';
import { OPERATION_RULES, ONE_SIDED, ruleFor, type RuleId } from './rules.ts';

/** A probe whose answer is inconclusive in one snapshot or both: neither a change nor proof that nothing changed. */
export interface Undecided {
  readonly before: SnapshotAnswer;
  readonly after: SnapshotAnswer;
}

/** All differences between two snapshots. */
export interface Comparison {
  /** Most severe first. */
  readonly changes: readonly Change[];
  /** In the order of the tables. */
  readonly undecided: readonly Undecided[];
  /** Number of probes without a change. */
  readonly unchanged: number;
}

const sourcesOn = (side: SnapshotSource['side'], answer: SnapshotAnswer | undefined): SnapshotSource[] =>
  (answer?.sources ?? []).map((source) => ({ side, ...source }));

const changeOf = (
  rule: { id: RuleId; level: Level },
  { credential, operation }: Probe,
  { before, after }: { before?: SnapshotAnswer; after?: SnapshotAnswer },
): Change => {
  const answers = { before: before?.answer ?? null, after: after?.answer ?? null };
  const change = { rule: rule.id, level: rule.level, credential, operation, ...answers };
  const sources = [...sourcesOn('before', before), ...sourcesOn('after', after)];
  return { ...change, fingerprint: fingerprint(change), sources };
};

const byLevelThenProbe = (a: Change, b: Change): number =>
  LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
  a.rule.localeCompare(b.rule, 'en') ||
  compareProbes(a, b);

const isUndecided = ({ answer }: SnapshotAnswer): boolean => !isConclusive(answer);

/** Keeps one change per operation under the rules about operations: that of the first credential in the table. */
function onePerOperation(changes: readonly Change[]): Change[] {
  const seen = new Set<string>();
  return changes.toSorted(compareProbes).filter(({ rule, operation }) => {
    if (!OPERATION_RULES.has(rule)) return true;
    const key = `${rule} ${operation}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Compares two snapshots probe by probe, in any order. Unchanged probes are only counted. */
export class Comparer {
  readonly #wholeBodies: boolean;
  /** Whether the later snapshot asked only a part: then a missing probe is not a change. */
  readonly #isPartial: boolean;
  readonly #changes: Change[] = [];
  readonly #undecided: Undecided[] = [];
  #unchanged = 0;

  constructor(base: Pick<Snapshot, 'origin'>, head: Pick<Snapshot, 'origin' | 'only'>) {
    this.#isPartial = head.only !== undefined;
    this.#wholeBodies = base.origin !== 'transcribed' && head.origin !== 'transcribed';
  }

  /** Adds a probe that both snapshots have. */
  both(before: SnapshotAnswer, after: SnapshotAnswer): void {
    if (isUndecided(before) || isUndecided(after)) {
      this.#undecided.push({ before, after });
      return;
    }
    const { standing } = credentialNamed(before.credential);
    const wholeBodies = this.#wholeBodies;
    const rule = ruleFor({ standing, before: before.answer, after: after.answer, wholeBodies });
    if (rule) this.#changes.push(changeOf(rule, before, { before, after }));
    else this.#unchanged += 1;
  }

  /** Adds a probe that only the earlier snapshot has. Not a change if the later one asked only a part. */
  removed(before: SnapshotAnswer): void {
    if (!this.#isPartial) this.#changes.push(changeOf(ONE_SIDED.removed, before, { before }));
  }

  /** Adds a probe that only the later snapshot has. */
  added(after: SnapshotAnswer): void {
    this.#changes.push(changeOf(ONE_SIDED.added, after, { after }));
  }

  /** Returns the comparison: each probe under at most one rule, the most severe that applies. */
  found(): Comparison {
    return {
      changes: onePerOperation(this.#changes).toSorted(byLevelThenProbe),
      undecided: this.#undecided.toSorted((a, b) => compareProbes(a.before, b.before)),
      unchanged: this.#unchanged,
    };
  }
}
