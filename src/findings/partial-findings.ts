import type { Answer } from '../classify/answer.ts';
import type { Acknowledgement } from '../change/acknowledgements.ts';
import type { Change } from '../change/change.ts';
import { atLeast, type Level } from '../change/levels.ts';
import { ruleSentence } from '../change/rules.ts';
import { describeChange } from '../change/describe-change.ts';
import { rowSentence } from '../contract/rows.ts';
import { probeKey, type Probe } from '../contract/probe.ts';
import { unexpectedInteractions, type PactResult } from '../run/pact-result.ts';
import type { RowResult } from '../run/row-result.ts';
import type { Certainty } from '../run/certainty.ts';
import type { Run } from '../run/run.ts';
import { describeTransition } from './answer-words.ts';
import type { Finding } from './finding.ts';
import { failureFingerprint, probeFingerprint, rowFingerprint } from './fingerprints.ts';
import { runRule, type RunRuleId } from './run-rules.ts';

/** A finding under a single rule, before the findings of the same probe are merged. */
export interface PartialFinding extends Omit<Finding, 'state' | 'also' | 'certainty' | 'acknowledged'> {
  /** The answer to the probe; undefined if it is not on record. */
  readonly answer: Answer | undefined;
  readonly certainty?: Certainty | undefined;
  readonly acknowledged?: Acknowledgement | undefined;
}

const probeOf = ({ credential, operation }: Probe): Probe => ({ credential, operation });

/** The rule of a row by its kind and verdict. Other verdicts are not reported. */
const RULE_OF: Readonly<
  Record<RowResult['kind'], Readonly<Partial<Record<RowResult['verdict'], RunRuleId>>>>
> = {
  contract: { broken: 'contract-broken', disproved: 'inference-disproved', inconclusive: 'undecided' },
  wanted: { kept: 'wanted-fixed' },
};

const partOfRow = (row: RowResult): PartialFinding[] => {
  const id = RULE_OF[row.kind][row.verdict];
  if (!id) return [];
  const { level, fails, title } = runRule(id);
  const isAboutRow = id === 'contract-broken' || id === 'wanted-fixed';
  const happened = row.reason ?? `It was ${row.answer?.status ?? 'not answered'}`;
  return [
    {
      rule: id,
      level,
      fails,
      title,
      probe: probeOf(row),
      message: `Expected: ${rowSentence(row)}. ${happened.replace(/\.$/, '')}.`,
      detail: id === 'wanted-fixed' ? 'fixed; move the row from wanted to the contract' : happened,
      answer: row.answer,
      certainty: row.certainty,
      fingerprint: isAboutRow ? rowFingerprint(row) : probeFingerprint(id, row, row.answer),
    },
  ];
};

const partOfFailure = (failure: string): PartialFinding => {
  const { id, level, fails, title } = runRule('test-failed');
  const fingerprint = failureFingerprint(failure);
  return {
    rule: id,
    level,
    fails,
    title,
    probe: undefined,
    message: failure,
    detail: failure,
    answer: undefined,
    fingerprint,
  };
};

function partsOfPact(result: PactResult, answers: ReadonlyMap<string, Answer | undefined>): PartialFinding[] {
  const id = result.pact === 'wanted' ? 'pact-fixed' : 'pact-broken';
  const { level, fails, title } = runRule(id);
  const standard = result.pact === 'wanted' ? 'it passes now' : 'it does not match the pact';
  return unexpectedInteractions(result).map((interaction) => {
    const answer = answers.get(probeKey(interaction));
    const { credential, operation, reasons } = interaction;
    const why = (result.pact === 'wanted' ? '' : reasons.join('; ')) || standard;
    return {
      rule: id,
      level,
      fails,
      title,
      probe: probeOf(interaction),
      message: `${credential} on ${operation}: ${why}.`,
      detail: why,
      answer,
      fingerprint: probeFingerprint(id, interaction, answer),
    };
  });
}

/**
 * Returns the finding of a change.
 *
 * @param certainty how certain its later answer is
 */
export function findingOfChange(change: Change, failOn: Level, certainty?: Certainty): PartialFinding {
  const { rule, level, fingerprint, acknowledged, after } = change;
  return {
    rule,
    level,
    fails: atLeast(level, failOn),
    title: ruleSentence(rule),
    message: describeChange(change)?.description ?? ruleSentence(rule),
    detail: describeTransition(change),
    probe: probeOf(change),
    answer: after ?? undefined,
    certainty,
    fingerprint,
    acknowledged,
  };
}

/**
 * Returns the fulfilled wanted rows whose old behaviour was only inferred, never observed. They count as fixes if the probe
 * has changed, or if another fulfilled row had been observed differently; otherwise our guess was wrong from the start.
 */
function wrongGuesses(
  rows: readonly RowResult[],
  hasChanged: (probe: Probe) => boolean,
): ReadonlySet<RowResult> {
  const verdicts = new Map(
    rows.filter(({ kind }) => kind === 'contract').map((row) => [probeKey(row), row.verdict]),
  );
  const fulfilled = rows.filter(({ kind, verdict }) => kind === 'wanted' && verdict === 'kept');
  if (fulfilled.some((row) => verdicts.get(probeKey(row)) === 'broken')) return new Set();
  return new Set(fulfilled.filter((row) => verdicts.get(probeKey(row)) === 'disproved' && !hasChanged(row)));
}

/**
 * Returns the findings of the rows, failed tests and pacts of a run.
 *
 * @param hasChanged whether the answer to a probe differs from the baseline
 */
export function findingsOfRows(
  { rows, failures, pacts = [] }: Pick<Run, 'rows' | 'failures' | 'pacts'>,
  hasChanged: (probe: Probe) => boolean,
): PartialFinding[] {
  const wrong = wrongGuesses(rows, hasChanged);
  const wrongProbes = new Set([...wrong].map(probeKey));
  const answers = new Map(
    rows.filter(({ kind }) => kind === 'contract').map((row) => [probeKey(row), row.answer]),
  );
  return [
    ...rows.filter((row) => !wrong.has(row)).flatMap(partOfRow),
    ...failures.map(partOfFailure),
    ...pacts
      .flatMap((result) => partsOfPact(result, answers))
      .filter(({ rule, probe }) => rule !== 'pact-fixed' || !probe || !wrongProbes.has(probeKey(probe))),
  ];
}
