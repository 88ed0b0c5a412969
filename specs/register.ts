import { beforeAll, expect, it } from 'vitest';
import { understand } from '../src/answer/understand.ts';
import { rowSentence, type ContractRow } from '../src/contract/contract-row.ts';
import { credentialNamed, type CredentialName } from '../src/contract/credentials.ts';
import { PRESENT } from '../src/contract/eras.ts';
import { certaintyOf } from '../src/run/certainty.ts';
import { judge } from '../src/run/judge.ts';
import type { RowResult } from '../src/run/row-result.ts';
import { sourcesOf } from '../src/run/sources.ts';
import type { Note, TellingApart } from './note.ts';
import { onAnswers, type Group, type Open } from './sources.ts';

declare module 'vitest' {
  interface TaskMeta {
    row?: RowResult;
  }
}

const judged = async (
  kind: RowResult['kind'],
  row: ContractRow,
  { answerer, traits }: Open,
): Promise<RowResult> => {
  const exchange = await answerer.ask(row);
  const answer = understand(exchange, traits);
  const { response, meta } = exchange;
  const certainty = certaintyOf(exchange);
  return {
    kind,
    ...row,
    ...judge(row.expected, answer),
    answer,
    response,
    ...(meta.origin !== 'transcribed' && { at: meta.date }),
    ...(certainty && { certainty }),
    sources: sourcesOf(exchange),
  };
};

const unanswered = (kind: RowResult['kind'], row: ContractRow, { answerer }: Open): RowResult => {
  const { basis } = row.expected;
  const why = answerer.why(row);
  if (why) return { kind, ...row, verdict: why.verdict, reason: why.reason, sources: [] };
  const reason = basis
    ? `unconfirmed (${basis.grade}, ${basis.date}): ${basis.note}`
    : 'not in these recordings';
  return { kind, ...row, verdict: 'skipped', reason, sources: basis ? [basis] : [] };
};

const outcome = (kind: RowResult['kind'], row: ContractRow, open: Open): Promise<RowResult> =>
  open.answerer.has(row) ? judged(kind, row, open) : Promise.resolve(unanswered(kind, row, open));

const isDecided = ({ verdict }: RowResult): boolean => verdict === 'kept' || verdict === 'broken';

const groupOf = (rows: readonly ContractRow[]): Omit<Group, 'title'> => ({
  era: rows[0]?.era,
  credentials: [...new Set(rows.map(({ credential }) => credential))],
});

/** Turns rows of the contract into tests. A row that nobody answers is skipped, and says why. */
export function registerContract(rows: readonly ContractRow[], { claim }: Note): void {
  onAnswers({ title: claim ?? `as of ${rows[0]?.era}`, ...groupOf(rows) }, (open) => {
    for (const row of rows) {
      it(rowSentence(row), async ({ task, skip }) => {
        const result = await outcome('contract', row, open());
        task.meta.row = result;
        skip(!isDecided(result), result.reason);
        expect(result.verdict, result.reason).toBe('kept');
      });
    }
  });
}

/**
 * Turns wanted rows into tests that are expected to fail. The answers are fetched before, so that a fault of
 * the harness cannot pass for an expected failure.
 */
export function registerWanted(rows: readonly ContractRow[]): void {
  onAnswers({ title: 'wanted', ...groupOf(rows) }, (open) => {
    const results = new Map<ContractRow, RowResult>();
    beforeAll(async () => {
      for (const row of rows) results.set(row, await outcome('wanted', row, open()));
    });
    for (const row of rows) {
      it.fails(`wanted: ${rowSentence(row)}`, ({ task, skip }) => {
        const result = results.get(row);
        if (result) task.meta.row = result;
        skip(result === undefined || !isDecided(result), result?.reason);
        expect(result?.verdict, result?.reason).toBe('kept');
      });
    }
  });
}

/** Turns the question of what tells credentials from a valid one into tests, where all answers are known. */
export function registerTellingApart(
  credentials: readonly CredentialName[],
  { by, notBy, claim }: TellingApart,
): void {
  onAnswers(
    { title: claim ?? `${by} tells apart`, era: PRESENT, credentials: ['valid', ...credentials] },
    (open) => {
      for (const credential of credentials) {
        it(`${by} tells ${credentialNamed(credential).noun} from a valid one, ${notBy} does not`, async ({
          skip,
        }) => {
          const { answerer, traits } = open();
          const probes = (['valid', credential] as const).flatMap((name) => [
            { credential: name, operation: by },
            { credential: name, operation: notBy },
          ]);
          skip(!probes.every(answerer.has), 'not answered here');
          const answers = [];
          for (const probe of probes) answers.push(understand(await answerer.ask(probe), traits));
          skip(
            answers.some(({ treatment }) => treatment === 'inconclusive'),
            'an answer is inconclusive',
          );
          const [good, goodList, bad, badList] = answers;
          // The fix that is asked for: the row of that probe tells it, once.
          skip(badList?.treatment === 'refused', `${notBy} tells them apart, too`);
          expect(good?.treatment).toBe('accepted');
          expect(bad?.treatment).toBe('refused');
          expect(badList?.status).toBe(goodList?.status);
        });
      }
    },
  );
}
