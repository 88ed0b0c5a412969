import type { Change } from '../change/change.ts';
import { atLeast, type Level } from '../change/levels.ts';
import { ruleSentence } from '../change/rules.ts';
import { tell } from '../change/story.ts';
import { rowSentence } from '../contract/contract-row.ts';
import type { Probe } from '../contract/probe.ts';
import type { PactResult } from '../run/pact-result.ts';
import type { RowResult } from '../run/row-result.ts';
import type { CheckDocument, DiffDocument } from './document.ts';
import { pactNews } from './pact-words.ts';
import { findings } from './verdict.ts';

/** Something that a machine format lists: a change, or a row that did not come out as it must. */
export interface Problem extends Probe {
  /** A rule of change, or one of a run, such as `contract-broken`. */
  readonly rule: string;
  readonly level: Level;
  /** The rule, in plain words. */
  readonly title: string;
  /** What happened to this probe, in plain words. */
  readonly message: string;
  /** Whether it fails the run. */
  readonly fails: boolean;
  /** Names it across runs. */
  readonly fingerprint: string;
}

const titles = {
  'contract-broken': 'The contract is broken.',
  'wanted-fixed': 'What is wanted of Atlassian came true: move the row to the contract.',
  'inference-disproved': 'A row that was only inferred came out otherwise.',
  'pact-broken': 'An interaction of the pact is not as agreed.',
  'pact-fixed': 'An interaction of the wanted pact passes: move its row to the contract.',
} as const;

const problemOfRow =
  (rule: keyof typeof titles, level: Level, fails: boolean) =>
  (row: RowResult): Problem => ({
    rule,
    level,
    fails,
    title: titles[rule],
    message: `Expected: ${rowSentence(row)}. ${row.reason ?? `It was ${row.answer?.status ?? 'not answered'}.`}`,
    credential: row.credential,
    operation: row.operation,
    fingerprint: `${rule}/${row.credential}/${row.operation}`,
  });

const problemsOfPact = (result: PactResult): Problem[] => {
  const rule = result.pact === 'wanted' ? 'pact-fixed' : 'pact-broken';
  return pactNews(result).map(({ interaction: { credential, operation }, says }) => ({
    rule,
    level: result.pact === 'wanted' ? 'notice' : 'critical',
    fails: true,
    title: titles[rule],
    message: `${credential} on ${operation}: ${says}.`,
    credential,
    operation,
    fingerprint: `${rule}/${credential}/${operation}`,
  }));
};

const problemOfChange = (change: Change, failOn: Level): Problem => ({
  rule: change.rule,
  level: change.level,
  fails: change.acknowledged === undefined && atLeast(change.level, failOn),
  title: ruleSentence(change.rule),
  message: tell(change)?.plain ?? ruleSentence(change.rule),
  credential: change.credential,
  operation: change.operation,
  fingerprint: change.fingerprint,
});

/** The changes of a comparison that machine formats list: those on both sides. */
export function diffProblems({ changes, failOn }: DiffDocument): Problem[] {
  return changes
    .filter(({ before, after }) => before && after)
    .map((change) => problemOfChange(change, failOn));
}

/** What is wrong with a run, and what changed in it. */
export function checkProblems(document: CheckDocument): Problem[] {
  const { broken, knownBroken, fixed, disproved } = findings(document);
  return [
    ...broken.map(problemOfRow('contract-broken', 'critical', true)),
    ...knownBroken.map(problemOfRow('contract-broken', 'critical', false)),
    ...fixed.map(problemOfRow('wanted-fixed', 'notice', true)),
    ...disproved.map(problemOfRow('inference-disproved', 'info', false)),
    ...(document.run.pacts ?? []).flatMap(problemsOfPact),
    ...(document.diff ? diffProblems(document.diff) : []),
  ];
}
