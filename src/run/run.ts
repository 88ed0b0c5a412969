import { z } from 'zod';
import { jsonText } from '../json.ts';
import { readJsonWithSchema } from '../storage/read-json.ts';
import { setSchema, type RecordingSetInfo } from '../evidence/recording-schema.ts';
import { SCHEMA_KEY, SCHEMA_OF } from '../storage/schema-key.ts';
import { writePiecesAtomically } from '../storage/write-file.ts';
import { pactResultSchema, type PactResult } from './pact-result.ts';
import type { RowResult } from './row-result.ts';
import { rowSchema } from './row-schema.ts';

/** A run without its rows. */
export interface RunHead {
  readonly schema: 'jira-token-contract/run/1';
  /** Name and version of the tool. */
  readonly tool: string;
  readonly recordings: RecordingSetInfo;
  /** Failed tests that are not rows, such as the question of the thread. */
  readonly failures: readonly string[];
  /** The results of Pact's verifier; left out if it was not run. */
  readonly pacts?: readonly PactResult[] | undefined;
}

/** A run of the contract: the result of each row. */
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

/** Schema of a run file without its rows. It may name its JSON Schema. */
export const runHeadSchema: z.ZodType<RunHead> = z
  .strictObject({ ...SCHEMA_KEY, ...headFields })
  .transform(({ $schema: _schema, ...head }) => head);

const runFields = { ...headFields, rows: z.array(rowSchema) };

/** Schema of a run as part of another document. */
export const runSchema: z.ZodType<Run> = z.strictObject(runFields);

/** Schema of a run file. It may name its JSON Schema. */
export const runFileSchema: z.ZodType<Run> = z
  .strictObject({ ...SCHEMA_KEY, ...runFields })
  .transform(({ $schema: _schema, ...run }) => run);

/**
 * Reads the file of a run.
 *
 * @throws Fault `unreadable-file`, `bad-json` or `bad-fixture`
 */
export function readRun(path: string): Run {
  return readJsonWithSchema(path, runFileSchema);
}

/** Yields the text of a run file: the head as usual, then one row per line, so that it can be read row by row. */
function* piecesOf(rest: RunHead, rows: Iterable<RowResult>): Generator<string> {
  yield jsonText({ $schema: SCHEMA_OF.run, ...rest }).replace(/\n\}\n$/, ',\n  "rows": [');
  let divider = '\n    ';
  for (const row of rows) {
    yield `${divider}${JSON.stringify(row)}`;
    divider = ',\n    ';
  }
  yield '\n  ]\n}\n';
}

/** Returns the text of a run file. It is deterministic: it contains no times other than those of the evidence. */
export function runText({ rows, ...rest }: Run): string {
  return [...piecesOf(rest, rows)].join('');
}

/**
 * Writes the file of a run without holding all its rows in memory.
 *
 * @throws Fault as `writePiecesAtomically` does
 */
export function writeRun(path: string, head: RunHead, rows: Iterable<RowResult>): void {
  writePiecesAtomically(path, piecesOf(head, rows));
}
