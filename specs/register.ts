import { beforeAll, describe, expect, inject, it } from 'vitest';
import { understand } from '../src/answer/understand.ts';
import { rowSentence, type ContractRow } from '../src/contract/contract-row.ts';
import { credentialNamed, type CredentialName } from '../src/contract/credentials.ts';
import { PRESENT, type EraId } from '../src/contract/eras.ts';
import type { Exchange } from '../src/evidence/exchange.ts';
import { readRecordings, type RecordingSet } from '../src/evidence/recordings.ts';
import { openReplay, type Replay } from '../src/exchange/replay.ts';
import { judge } from '../src/run/judge.ts';
import type { RowResult } from '../src/run/row-result.ts';
import { sourcesOf } from '../src/run/sources.ts';
import type { Note, TellingApart } from './note.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Names of the sets of recordings that answer. */
    recordings: readonly string[];
  }
  interface TaskMeta {
    row?: RowResult;
  }
}

const judged = (kind: RowResult['kind'], row: ContractRow, exchange: Exchange): RowResult => {
  const answer = understand(exchange);
  return { kind, ...row, ...judge(row.expected, answer), answer, sources: sourcesOf(exchange) };
};

const skipped = (kind: RowResult['kind'], row: ContractRow): RowResult => {
  const { basis } = row.expected;
  const reason = basis
    ? `unconfirmed (${basis.grade}, ${basis.date}): ${basis.note}`
    : 'not in these recordings';
  return { kind, ...row, verdict: 'skipped', reason, sources: basis ? [basis] : [] };
};

/** What a group of tests is about. */
interface Group {
  readonly title: string;
  readonly era: EraId | undefined;
  readonly credentials: readonly CredentialName[];
}

const read = new Map<string, RecordingSet>();

/** A set of recordings, read once for all tables of a worker. */
function setNamed(name: string): RecordingSet {
  const set = read.get(name) ?? readRecordings(name);
  read.set(name, set);
  return set;
}

/** Runs a body of tests once for each set of recordings that belongs to the group's era. */
function onRecordings({ title, era, credentials }: Group, body: (replay: () => Replay) => void): void {
  const sets = inject('recordings').map(setNamed);
  for (const set of sets.filter(({ info }) => info.era === era)) {
    describe(`${title} (${set.info.name})`, () => {
      let replay: Replay;
      beforeAll(() => {
        replay = openReplay(set, credentials);
        return () => replay.close();
      });
      body(() => replay);
    });
  }
}

const groupOf = (rows: readonly ContractRow[]): Omit<Group, 'title'> => ({
  era: rows[0]?.era,
  credentials: [...new Set(rows.map(({ credential }) => credential))],
});

/** Turns rows of the contract into tests. A row that no recording answers is skipped, and says why. */
export function registerContract(rows: readonly ContractRow[], { claim }: Note): void {
  onRecordings({ title: claim ?? `as of ${rows[0]?.era}`, ...groupOf(rows) }, (replay) => {
    for (const row of rows) {
      it(rowSentence(row), async ({ task, skip }) => {
        if (!replay().has(row)) {
          task.meta.row = skipped('contract', row);
          skip(task.meta.row.reason);
        }
        const result = judged('contract', row, await replay().ask(row));
        task.meta.row = result;
        skip(result.verdict === 'inconclusive', result.reason);
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
  onRecordings({ title: 'wanted', ...groupOf(rows) }, (replay) => {
    const results = new Map<ContractRow, RowResult>();
    beforeAll(async () => {
      for (const row of rows) {
        const result = replay().has(row)
          ? judged('wanted', row, await replay().ask(row))
          : skipped('wanted', row);
        results.set(row, result);
      }
    });
    for (const row of rows) {
      it.fails(`wanted: ${rowSentence(row)}`, ({ task, skip }) => {
        const result = results.get(row);
        if (result) task.meta.row = result;
        skip(result?.verdict !== 'kept' && result?.verdict !== 'broken', result?.reason);
        expect(result?.verdict, result?.reason).toBe('kept');
      });
    }
  });
}

/** Turns the question of what tells credentials from a valid one into tests, where all answers are on record. */
export function registerTellingApart(
  credentials: readonly CredentialName[],
  { by, notBy, claim }: TellingApart,
): void {
  onRecordings(
    { title: claim ?? `${by} tells apart`, era: PRESENT, credentials: ['valid', ...credentials] },
    (replay) => {
      for (const credential of credentials) {
        it(`${by} tells ${credentialNamed(credential).noun} from a valid one, ${notBy} does not`, async ({
          skip,
        }) => {
          const probes = (['valid', credential] as const).flatMap((name) => [
            { credential: name, operation: by },
            { credential: name, operation: notBy },
          ]);
          skip(!probes.every((probe) => replay().has(probe)), 'not in these recordings');
          const answers = [];
          for (const probe of probes) answers.push(understand(await replay().ask(probe)));
          const [good, goodList, bad, badList] = answers;
          expect(good?.treatment).toBe('accepted');
          expect(bad?.treatment).toBe('refused');
          expect(badList?.status).toBe(goodList?.status);
        });
      }
    },
  );
}
