import { beforeAll, expect, it } from 'vitest';
import { rowSentence, type ContractRow } from '../src/contract/rows.ts';
import type { CredentialName } from '../src/contract/credentials.ts';
import { PRESENT } from '../src/contract/eras.ts';
import { probeKey } from '../src/contract/probe.ts';
import { probesOfQuestion, questionSentence, type Question } from '../src/contract/question.ts';
import type { Exchange } from '../src/evidence/exchange.ts';
import type { Judgement } from '../src/run/judge.ts';
import { judgeQuestion } from '../src/run/judge-question.ts';
import { isDecided, judgeRow } from '../src/run/judge-row.ts';
import type { RowResult } from '../src/run/row-result.ts';
import type { Note, TellingApart } from './note.ts';
import { describeForSets, type Group, type OpenSet } from './sources.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** The outcome of a row, and its recording set. */
    row?: RowResult & { readonly set: string };
    /** The outcome of a question, and its recording set. */
    question?: Question & Judgement & { readonly set: string };
  }
}

/** Judges a row by the replayed HTTP response. */
async function judgeReplayed(
  kind: RowResult['kind'],
  row: ContractRow,
  { set, replay, source }: OpenSet,
): Promise<RowResult> {
  const exchange = set.find(row) && (await replay.ask(row));
  return judgeRow(kind, row, { exchange, whyNot: source.whyNot(row), traits: source.traits });
}

/** Judges a question by the replayed HTTP responses. */
async function judgeReplayedQuestion(
  question: Question,
  { set, replay, source }: OpenSet,
): Promise<Judgement> {
  const exchanges = new Map<string, Exchange>();
  for (const probe of probesOfQuestion(question)) {
    if (set.find(probe)) exchanges.set(probeKey(probe), await replay.ask(probe));
  }
  return judgeQuestion(question, { ...source, find: (probe) => exchanges.get(probeKey(probe)) });
}

const groupOf = (rows: readonly ContractRow[]): Omit<Group, 'title'> => ({
  era: rows[0]?.era,
  credentials: [...new Set(rows.map(({ credential }) => credential))],
});

/** Turns rows of the contract into tests. A row without a recording is skipped, with the reason. */
export function registerContract(rows: readonly ContractRow[], { claim }: Note): void {
  describeForSets({ title: claim ?? `as of ${rows[0]?.era}`, ...groupOf(rows) }, (open) => {
    for (const row of rows) {
      it(rowSentence(row), async ({ task, skip }) => {
        const result = await judgeReplayed('contract', row, open());
        task.meta.row = { ...result, set: open().set.info.name };
        skip(!isDecided(result), result.reason);
        expect(result.verdict, result.reason).toBe('kept');
      });
    }
  });
}

/**
 * Turns wanted rows into tests that are expected to fail. The answers are fetched first, so that an error in the test
 * setup does not pass for an expected failure.
 */
export function registerWanted(rows: readonly ContractRow[]): void {
  describeForSets({ title: 'wanted', ...groupOf(rows) }, (open) => {
    const results = new Map<ContractRow, RowResult>();
    beforeAll(async () => {
      for (const row of rows) results.set(row, await judgeReplayed('wanted', row, open()));
    });
    for (const row of rows) {
      it.fails(`wanted: ${rowSentence(row)}`, ({ task, skip }) => {
        const result = results.get(row);
        if (result) task.meta.row = { ...result, set: open().set.info.name };
        skip(result === undefined || !isDecided(result), result?.reason);
        expect(result?.verdict, result?.reason).toBe('kept');
      });
    }
  });
}

/**
 * Turns the question of what tells credentials from a valid one into tests, which are skipped unless all answers are
 * known.
 */
export function registerTellingApart(
  credentials: readonly CredentialName[],
  { by, notBy, claim }: TellingApart,
): void {
  const group = { title: claim ?? `${by} tells apart`, era: PRESENT };
  describeForSets({ ...group, credentials: ['valid', ...credentials] }, (open) => {
    for (const credential of credentials) {
      const question = { credential, by, notBy };
      it(questionSentence(question), async ({ task, skip }) => {
        const judgement = await judgeReplayedQuestion(question, open());
        task.meta.question = { ...question, ...judgement, set: open().set.info.name };
        skip(!isDecided(judgement), judgement.reason);
        expect(judgement.verdict, judgement.reason).toBe('kept');
      });
    }
  });
}
