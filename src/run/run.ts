import { z } from 'zod';
import { jsonText } from '../json.ts';
import { readChecked } from '../storage/read-json.ts';
import { setSchema, type RecordingSetInfo } from '../evidence/recording-schema.ts';
import { SCHEMA_KEY, SCHEMA_OF } from '../storage/schema-key.ts';
import { writePiecesAtomically } from '../storage/write-file.ts';
import { pactResultSchema, type PactResult } from './pact-result.ts';
import type { RowResult } from './row-result.ts';
import { rowSchema } from './row-schema.ts';

/** All of a run but its rows. */
export interface RunHead {
  readonly schema: 'jira-token-contract/run/1';
  /** Name and version of the tool that ran. */
  readonly tool: string;
  readonly recordings: RecordingSetInfo;
  /** Tests that failed and are no row, such as the question of the thread. */
  readonly failures: readonly string[];
  /** What Pact's verifier said; left out where it was not asked. */
  readonly pacts?: readonly PactResult[] | undefined;
}

/** One run of the contract: what was asked, what came back, and what became of each row. */
export interface Run extends RunHead {
  readonly rows: readonly RowResult[];
}

const headFields = {
  schema: z.literal('jira-token-contract/run/1'),
  tool: z.string(),
  recordings: setSchema,
  failures: z.array(z.string()),
  pacts: z.array(pactResultSchema).optional(),
};

/** The file of a run without its rows. It may name its JSON Schema. */
export const runHeadSchema: z.ZodType<RunHead> = z
  .strictObject({ ...SCHEMA_KEY, ...headFields })
  .transform(({ $schema: _schema, ...head }) => head);

const runFields = { ...headFields, rows: z.array(rowSchema) };

/** A run as part of another document. */
export const runSchema: z.ZodType<Run> = z.strictObject(runFields);

/** The file of a run. It may name its JSON Schema. */
export const runFileSchema: z.ZodType<Run> = z
  .strictObject({ ...SCHEMA_KEY, ...runFields })
  .transform(({ $schema: _schema, ...run }) => run);

/**
 * A run that was kept as a file.
 *
 * @throws Fault `unreadable-file`, `bad-json` or `bad-fixture`
 */
export function readRun(path: string): Run {
  return readChecked(path, runFileSchema);
}

/** The pieces of a run's file: the head as usual, then the rows, one a line, so that it can be read row by row. */
function* piecesOf(rest: RunHead, rows: Iterable<RowResult>): Generator<string> {
  yield jsonText({ $schema: SCHEMA_OF.run, ...rest }).replace(/\n\}\n$/, ',\n  "rows": [');
  let divider = '\n    ';
  for (const row of rows) {
    yield `${divider}${JSON.stringify(row)}`;
    divider = ',\n    ';
  }
  yield '\n  ]\n}\n';
}

/** The text of a run's file. The same run gives the same text: it holds no time but those of its evidence. */
export function runText({ rows, ...rest }: Run): string {
  return [...piecesOf(rest, rows)].join('');
}

/**
 * Writes the file of a run whose rows need not all be held at once.
 *
 * @throws Fault as `writePieces` does
 */
export function writeRun(path: string, head: RunHead, rows: Iterable<RowResult>): void {
  writePiecesAtomically(path, piecesOf(head, rows));
}
