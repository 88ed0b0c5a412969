import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Fault } from '../fault.ts';
import { probeKey } from '../contract/probe.ts';
import type { Exchange } from '../evidence/exchange.ts';
import { jsonText } from '../json.ts';
import { parseWithSchema, readJson } from '../storage/read-json.ts';
import { setSchema, type RecordingSetInfo } from '../evidence/recording-schema.ts';
import { readRecordings } from '../evidence/recordings.ts';
import { writeFileAtomically } from '../storage/write-file.ts';
import { checkSetFolder, writeRecordings } from '../evidence/write-recordings.ts';
import { checkFolderWritable } from '../storage/writable.ts';
import { rowSchema } from './row-schema.ts';
import { judgedRun, type JudgedContract } from './judge-contract.ts';
import type { Run } from './run.ts';
import type { Shard } from './shard.ts';
import { TOOL } from './tool-version.ts';

// A folder of parts: `parts/` describes each part, `blobs/` contains its rows, and `exchanges-N/` the exchanges of a live part.
// The files come from other machines, so each is validated by its schema. Nothing else in the folder is read.

/** Maximum number of parts: more than any contract has operations. */
const MAX_PARTS = 1000;

/** Maximum size of a file in bytes: fifty times that of a sweep of all operations. */
const MAX_BYTES = 256 * 2 ** 20;

const place = { index: z.int().min(1).max(MAX_PARTS), count: z.int().min(1).max(MAX_PARTS) };

const partSchema = z.strictObject({
  schema: z.literal('jira-token-contract/part/1'),
  tool: z.string(),
  project: z.enum(['recorded', 'live']),
  ...place,
  info: setSchema,
});

type Part = z.infer<typeof partSchema>;

const judgedSchema = z.strictObject({
  schema: z.literal('jira-token-contract/part-rows/1'),
  ...place,
  executed: z.int().min(0),
  rows: z.array(rowSchema),
  failures: z.array(z.string()),
});

const partPath = (folder: string, index: number): string => join(folder, 'parts', `${index}.json`);

const rowsPath = (folder: string, index: number): string => join(folder, 'blobs', `${index}.json`);

/** Returns the name of the recording set, and of the folder, with the exchanges of a part. */
const exchangesName = (index: number): string => `exchanges-${index}`;

const anyPartFile = z.looseObject({ schema: z.string().startsWith('jira-token-contract/part') });

/** Whether a file belongs to a part, of any version of the tool. */
function isPartFile(path: string): boolean {
  try {
    return anyPartFile.safeParse(readJson(path)).success;
  } catch {
    return false;
  }
}

/**
 * Checks, before any request, that a part can be written and would replace nothing but a part. Changes nothing.
 *
 * @throws Fault `usage` or `unreadable-file` if it cannot
 */
export function checkPartWritable(folder: string, { index }: Shard): void {
  checkFolderWritable(folder);
  checkSetFolder(join(folder, exchangesName(index)));
  const foreignFile = [rowsPath(folder, index), partPath(folder, index)].find(
    (path) => existsSync(path) && !isPartFile(path),
  );
  if (foreignFile === undefined) return;
  throw new Fault(
    'usage',
    `${foreignFile} does not belong to a part, so it will not be replaced. Choose another folder with --blob.`,
  );
}

/** Writes a part: its rows, its description and, for a live part, its exchanges. */
export function writePart(
  folder: string,
  { index, count }: Shard,
  { executed, rows, failures }: JudgedContract,
  info: RecordingSetInfo,
  exchanges: readonly Exchange[] | undefined,
): void {
  const part: Part = {
    schema: 'jira-token-contract/part/1',
    tool: TOOL,
    project: exchanges ? 'live' : 'recorded',
    index,
    count,
    info,
  };
  if (exchanges) {
    const name = exchangesName(index);
    writeRecordings(join(folder, name), { ...info, name }, exchanges);
  }
  const judged: z.infer<typeof judgedSchema> = {
    schema: 'jira-token-contract/part-rows/1',
    index,
    count,
    executed,
    rows: [...rows],
    failures: [...failures],
  };
  writeFileAtomically(rowsPath(folder, index), jsonText(judged));
  // Written last: a part with a description is complete.
  writeFileAtomically(partPath(folder, index), jsonText(part));
}

/** @throws Fault `bad-fixture` if a file is too large, `unreadable-file` if it is not a regular file */
function checkSize(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found && !found.isFile()) throw new Fault('unreadable-file', `${path} is not a regular file.`);
  if (found && found.size > MAX_BYTES) {
    throw new Fault(
      'bad-fixture',
      `${path} has ${found.size} bytes, more than a part can have (${MAX_BYTES}). Create the part again.`,
    );
  }
}

/** @throws Fault `bad-fixture` if the value does not match the schema */
function checkFits<T>(path: string, value: unknown, schema: z.ZodType<T>): asserts value is T {
  parseWithSchema(path, value, schema);
}

/** Reads a value unchanged: the parsed result of a schema would have its keys in a different order. */
function readBounded<T>(path: string, schema: z.ZodType<T>): T {
  checkSize(path);
  try {
    const value = readJson(path);
    checkFits(path, value, schema);
    return value;
  } catch (error) {
    // Too deeply nested to be validated.
    if (!(error instanceof RangeError)) throw error;
    throw new Fault('bad-fixture', `${path} is nested too deeply for a part. Create the part again.`);
  }
}

function readParts(folder: string): [Part, ...Part[]] {
  const refuse = (why: string): Fault =>
    new Fault('usage', `The parts in ${folder} cannot be merged: ${why}.`);
  const described = join(folder, 'parts');
  const names = (existsSync(described) ? readdirSync(described) : []).filter((name) =>
    name.endsWith('.json'),
  );
  if (names.length > MAX_PARTS) throw refuse(`there are ${names.length}, more than ${MAX_PARTS}`);
  const parts = names
    .map((name) => {
      const part = readBounded(join(described, name), partSchema);
      if (name !== `${part.index}.json`) throw refuse(`${name} says that it is part ${part.index}`);
      return part;
    })
    .toSorted((a, b) => a.index - b.index);
  const [first, ...rest] = parts;
  if (!first) throw refuse('there are none. Create them with: npm run check -- --shard 1/3 --blob ' + folder);
  const others = rest.filter(
    ({ count, tool, project, info }) =>
      count !== first.count ||
      tool !== first.tool ||
      project !== first.project ||
      siteOf(info) !== siteOf(first.info),
  );
  if (others.length > 0)
    throw refuse(`part ${others[0]?.index} and part ${first.index} belong to different runs`);
  const present = new Set(
    parts.filter(({ index }) => existsSync(rowsPath(folder, index))).map(({ index }) => index),
  );
  const missing = Array.from({ length: first.count }, (_, i) => i + 1).filter((index) => !present.has(index));
  if (missing.length > 0) throw refuse(`part ${missing.join(' and ')} of ${first.count} is missing`);
  const outOfRange = parts.find(({ index, count }) => index > count);
  if (outOfRange) throw refuse(`there is a part ${outOfRange.index}, but the run has ${first.count} parts`);
  return [first, ...rest];
}

/** Reads the rows of all parts. Each row must be in exactly one part. */
function readJudged(folder: string, parts: readonly Part[]): JudgedContract {
  const all = parts.map(({ index, count }) => {
    const path = rowsPath(folder, index);
    const judged = readBounded(path, judgedSchema);
    if (judged.index === index && judged.count === count) return judged;
    throw new Fault(
      'bad-fixture',
      `${path} belongs to part ${judged.index} of ${judged.count}, not to part ${index} of ${count}. Create the part again.`,
    );
  });
  const rows = all.flatMap((judged) => judged.rows);
  const seen = new Set<string>();
  for (const row of rows) {
    const key = `${row.kind} ${row.era} ${probeKey(row)}`;
    if (seen.has(key)) {
      throw new Fault(
        'bad-fixture',
        `The parts in ${folder} cannot be merged: they contain ${row.credential} on ${row.operation} twice. Create them again.`,
      );
    }
    seen.add(key);
  }
  return {
    executed: all.reduce((sum, { executed }) => sum + executed, 0),
    rows,
    failures: all.flatMap(({ failures }) => failures),
  };
}

/** Reads the exchanges of a live part. */
function readExchanges(folder: string, { index, info }: Part): readonly Exchange[] {
  const name = exchangesName(index);
  const path = join(folder, name);
  for (const file of existsSync(path) ? readdirSync(path) : []) checkSize(join(path, file));
  const set = readRecordings(name, folder);
  if (set.info.origin === info.origin && siteOf(set.info) === siteOf(info)) return set.exchanges;
  throw new Fault(
    'bad-fixture',
    `${path} and part ${index} belong to different runs. Create the part again.`,
  );
}

const siteOf = (info: RecordingSetInfo): string => (info.origin === 'transcribed' ? info.name : info.site);

/** Returns the description of the merged run: named as the first part, and incomplete or unconfirmed if any part is. */
function wholeInfo([first, ...rest]: readonly [Part, ...Part[]]): RecordingSetInfo {
  const all = [first, ...rest].map(({ info }) => info);
  if (first.info.origin === 'transcribed') return first.info;
  const live = all.flatMap((info) => (info.origin === 'transcribed' ? [] : [info]));
  const incomplete = live.find((info) => info.incomplete !== undefined)?.incomplete;
  const unconfirmed = live.find((info) => info.unconfirmed !== undefined)?.unconfirmed;
  const from = all.map(({ dates }) => dates.from).toSorted()[0] ?? first.info.dates.from;
  const to =
    all
      .map(({ dates }) => dates.to)
      .toSorted()
      .at(-1) ?? first.info.dates.to;
  return {
    ...first.info,
    dates: { from, to },
    ...(incomplete !== undefined && { incomplete }),
    ...(unconfirmed !== undefined && { unconfirmed }),
  };
}

/** A run merged from its parts. */
export interface MergedRun {
  readonly run: Run;
  /** The exchanges of live parts, one per probe; undefined if the parts judged recordings. */
  readonly exchanges: readonly Exchange[] | undefined;
}

/**
 * Merges the parts of a run. The result is the same as if one runner had judged all answers.
 *
 * @throws Fault `usage` if parts are missing or belong to different runs, `bad-fixture` or `bad-json` if one is damaged,
 *   `nothing-ran` if nothing was decided
 */
export function mergeParts(folder: string): MergedRun {
  const parts = readParts(folder);
  const run = judgedRun(readJudged(folder, parts), wholeInfo(parts));
  if (parts[0].project === 'recorded') return { run, exchanges: undefined };
  const exchanges = parts.flatMap((part) => readExchanges(folder, part));
  return { run, exchanges: [...new Map(exchanges.map((entry) => [probeKey(entry), entry])).values()] };
}
