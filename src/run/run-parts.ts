import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Fault } from '../fault.ts';
import { probeKey } from '../contract/probe.ts';
import type { Exchange } from '../evidence/exchange.ts';
import { jsonText } from '../json.ts';
import { checked, readJson } from '../storage/read-json.ts';
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

// A folder of parts: `parts/` says what each part is of, `blobs/` holds its rows, and `exchanges-N/` is what a live part saw.
// They come from other machines: all of them are held against their schema, and nothing else in the folder is looked at.

/** No contract has more operations than this, and so no run more parts. */
const MAX_PARTS = 1000;

/** Bytes of a file of rows or exchanges that are read; fifty times those of a sweep of every operation. */
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

/** The set of exchanges of a part; its name is that of the folder. */
const exchangesName = (index: number): string => `exchanges-${index}`;

const ours = z.looseObject({ schema: z.string().startsWith('jira-token-contract/part') });

/** Whether a file is one of a part, of this version of the tool or another. */
function isOfPart(path: string): boolean {
  try {
    return ours.safeParse(readJson(path)).success;
  } catch {
    return false;
  }
}

/**
 * Makes sure, before anything is asked, that a part can be kept, and replaces nothing but a part. Changes nothing.
 *
 * @throws Fault `usage` or `unreadable-file`
 */
export function checkPartWritable(folder: string, { index }: Shard): void {
  checkFolderWritable(folder);
  checkSetFolder(join(folder, exchangesName(index)));
  const stranger = [rowsPath(folder, index), partPath(folder, index)].find(
    (path) => existsSync(path) && !isOfPart(path),
  );
  if (stranger === undefined) return;
  throw new Fault(
    'usage',
    `${stranger} is no file of a part, and is not replaced. Choose another folder with --blob.`,
  );
}

/** Keeps a part: its rows, what it is of, and what it saw where it asked a site. */
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
  // Last: a part that is described is whole.
  writeFileAtomically(partPath(folder, index), jsonText(part));
}

/** @throws Fault `bad-fixture` where a file is larger than any of ours, `unreadable-file` where it is none */
function checkSize(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found && !found.isFile()) throw new Fault('unreadable-file', `${path} is no file.`);
  if (found && found.size > MAX_BYTES) {
    throw new Fault(
      'bad-fixture',
      `${path} has ${found.size} bytes, more than a part can have (${MAX_BYTES}). Make the part anew.`,
    );
  }
}

/** @throws Fault `bad-fixture` where it does not fit */
function checkFits<T>(path: string, value: unknown, schema: z.ZodType<T>): asserts value is T {
  checked(path, value, schema);
}

/** The value as it is in the file: what a schema makes of it has its keys in another order. */
function readBounded<T>(path: string, schema: z.ZodType<T>): T {
  checkSize(path);
  try {
    const value = readJson(path);
    checkFits(path, value, schema);
    return value;
  } catch (error) {
    // What is nested without end cannot be walked through.
    if (!(error instanceof RangeError)) throw error;
    throw new Fault('bad-fixture', `${path} is nested deeper than a part can be. Make the part anew.`);
  }
}

function readParts(folder: string): [Part, ...Part[]] {
  const refuse = (why: string): Fault =>
    new Fault('usage', `The parts in ${folder} cannot be merged: ${why}.`);
  const described = join(folder, 'parts');
  const names = (existsSync(described) ? readdirSync(described) : []).filter((name) =>
    name.endsWith('.json'),
  );
  if (names.length > MAX_PARTS) throw refuse(`there are ${names.length}`);
  const parts = names
    .map((name) => {
      const part = readBounded(join(described, name), partSchema);
      if (name !== `${part.index}.json`) throw refuse(`${name} says that it is part ${part.index}`);
      return part;
    })
    .toSorted((a, b) => a.index - b.index);
  const [first, ...rest] = parts;
  if (!first) throw refuse('there are none. Make them: npm run check -- --shard 1/3 --blob ' + folder);
  const others = rest.filter(
    ({ count, tool, project, info }) =>
      count !== first.count ||
      tool !== first.tool ||
      project !== first.project ||
      siteOf(info) !== siteOf(first.info),
  );
  if (others.length > 0) throw refuse(`part ${others[0]?.index} is of another run than part ${first.index}`);
  const there = new Set(
    parts.filter(({ index }) => existsSync(rowsPath(folder, index))).map(({ index }) => index),
  );
  const missing = Array.from({ length: first.count }, (_, i) => i + 1).filter((index) => !there.has(index));
  if (missing.length > 0) throw refuse(`of ${first.count}, part ${missing.join(' and ')} is missing`);
  const beyond = parts.find(({ index, count }) => index > count);
  if (beyond) throw refuse(`part ${beyond.index} is none of ${first.count}`);
  return [first, ...rest];
}

/** The rows of all parts, each of which is in one of them alone. */
function readJudged(folder: string, parts: readonly Part[]): JudgedContract {
  const all = parts.map(({ index, count }) => {
    const path = rowsPath(folder, index);
    const judged = readBounded(path, judgedSchema);
    if (judged.index === index && judged.count === count) return judged;
    throw new Fault(
      'bad-fixture',
      `${path} is of part ${judged.index} of ${judged.count}, not of ${index} of ${count}. Make the part anew.`,
    );
  });
  const rows = all.flatMap((judged) => judged.rows);
  const seen = new Set<string>();
  for (const row of rows) {
    const key = `${row.kind} ${row.era} ${probeKey(row)}`;
    if (seen.has(key)) {
      throw new Fault(
        'bad-fixture',
        `The parts in ${folder} cannot be merged: ${row.credential} on ${row.operation} is in them twice. Make them anew.`,
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

/** What a live part saw. */
function readExchanges(folder: string, { index, info }: Part): readonly Exchange[] {
  const name = exchangesName(index);
  const own = join(folder, name);
  for (const file of existsSync(own) ? readdirSync(own) : []) checkSize(join(own, file));
  const set = readRecordings(name, folder);
  if (set.info.origin === info.origin && siteOf(set.info) === siteOf(info)) return set.exchanges;
  throw new Fault('bad-fixture', `${own} is of another run than part ${index}. Make the part anew.`);
}

const siteOf = (info: RecordingSetInfo): string => (info.origin === 'transcribed' ? info.name : info.site);

/** What the whole is: of live parts named as the first one, and incomplete or unconfirmed where one of them is. */
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

/** A run that was put together of its parts. */
export interface MergedRun {
  readonly run: Run;
  /** What the parts saw, each probe once; undefined where they were held against recordings. */
  readonly exchanges: readonly Exchange[] | undefined;
}

/**
 * Puts the parts of a run together. It is then what one runner would have made of the same answers.
 *
 * @throws Fault `usage` where parts are missing or of different runs, `bad-fixture` or `bad-json` for a broken one,
 *   `nothing-ran` where they hold nothing
 */
export function mergeParts(folder: string): MergedRun {
  const parts = readParts(folder);
  const run = judgedRun(readJudged(folder, parts), wholeInfo(parts));
  if (parts[0].project === 'recorded') return { run, exchanges: undefined };
  const seen = parts.flatMap((part) => readExchanges(folder, part));
  return { run, exchanges: [...new Map(seen.map((one) => [probeKey(one), one])).values()] };
}
