import { isConclusive } from '../classify/answer.ts';
import { credentialNamed } from '../contract/credentials.ts';
import { byTableOrder, type Probe } from '../contract/probe.ts';
import type { SnapshotAnswer, Snapshot } from '../run/snapshot.ts';
import type { Change, SnapshotSource } from './change.ts';
import { fingerprint } from './fingerprint.ts';
import { LEVELS, type Level } from './levels.ts';
import { OPERATION_RULES, ONE_SIDED, ruleFor, type RuleId } from './rules.ts';

/** A probe that said nothing about its credential on one side or on both: no change, and no proof of none. */
export interface Undecided {
  readonly before: SnapshotAnswer;
  readonly after: SnapshotAnswer;
}

/** All that differs between two sides. */
export interface Comparison {
  /** The worst first. */
  readonly changes: readonly Change[];
  /** In the order of the tables. */
  readonly undecided: readonly Undecided[];
  /** How many probes were answered alike. */
  readonly unchanged: number;
}

const sided = (seen: SnapshotAnswer | undefined, side: SnapshotSource['side']): SnapshotSource[] =>
  (seen?.sources ?? []).map((source) => ({ side, ...source }));

const changeOf = (
  rule: { id: RuleId; level: Level },
  { credential, operation }: Probe,
  { before, after }: { before?: SnapshotAnswer; after?: SnapshotAnswer },
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

const isUndecided = ({ answer }: SnapshotAnswer): boolean => !isConclusive(answer);

/** One change an operation under the rules that are about operations: the first credential of the table shows it. */
function onePerOperation(changes: readonly Change[]): Change[] {
  const seen = new Set<string>();
  return changes.toSorted(byTableOrder).filter(({ rule, operation }) => {
    if (!OPERATION_RULES.has(rule)) return true;
    const key = `${rule} ${operation}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Compares two sides probe by probe, in any order. Of what did not change it keeps the number alone. */
export class Comparer {
  readonly #wholeBodies: boolean;
  readonly #changes: Change[] = [];
  readonly #undecided: Undecided[] = [];
  #unchanged = 0;

  constructor(base: Pick<Snapshot, 'origin'>, head: Pick<Snapshot, 'origin'>) {
    this.#wholeBodies = base.origin !== 'transcribed' && head.origin !== 'transcribed';
  }

  /** Takes a probe that both sides know. */
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

  /** Takes a probe that only the earlier side knows. */
  removed(before: SnapshotAnswer): void {
    this.#changes.push(changeOf(ONE_SIDED.removed, before, { before }));
  }

  /** Takes a probe that only the later side knows. */
  added(after: SnapshotAnswer): void {
    this.#changes.push(changeOf(ONE_SIDED.added, after, { after }));
  }

  /** What was found: each probe under one rule at most, the worst that applies. */
  found(): Comparison {
    return {
      changes: onePerOperation(this.#changes).toSorted(byLevelThenProbe),
      undecided: this.#undecided.toSorted((a, b) => byTableOrder(a.before, b.before)),
      unchanged: this.#unchanged,
    };
  }
}
