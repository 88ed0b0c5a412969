import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Fault } from '../contract/fault.ts';
import { probeKey } from '../contract/probe.ts';
import type { Exchange } from '../evidence/exchange.ts';
import { jsonText } from '../evidence/json-text.ts';
import { readChecked } from '../evidence/read-json.ts';
import { setSchema, type RecordingSetInfo } from '../evidence/recording-schema.ts';
import { readRecordings } from '../evidence/recordings.ts';
import { writeWhole } from '../evidence/write-file.ts';
import { writeSet } from '../evidence/write-set.ts';
import { Collector } from './collector.ts';
import { collectedRun, withVitest, type ProjectName } from './run-specs.ts';
import type { Run } from './run.ts';
import type { Shard } from './shard.ts';
import { TOOL } from './tool.ts';

// A folder of parts: `blobs/` holds what vitest's blob reporter writes, and nothing else, because vitest reads all of it;
// `parts/` says what each part is of; `exchanges-N/` is what a live part saw.

const partSchema = z.strictObject({
  schema: z.literal('jira-token-contract/part/1'),
  tool: z.string(),
  project: z.enum(['recorded', 'live']),
  index: z.int().min(1),
  count: z.int().min(1),
  info: setSchema,
});

type Part = z.infer<typeof partSchema>;

const partPath = (folder: string, index: number): string => join(folder, 'parts', `${index}.json`);

/** The set of exchanges of a part; its name is that of the folder. */
const exchangesName = (index: number): string => `exchanges-${index}`;

/** Where vitest writes the result of a part. */
export function blobPath(folder: string, { index }: Shard): string {
  return join(folder, 'blobs', `${index}.json`);
}

/** Keeps what a part is of, and what it saw where it asked a site. */
export function writePart(
  folder: string,
  { index, count }: Shard,
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
    writeSet(join(folder, name), { ...info, name }, exchanges);
  }
  writeWhole(partPath(folder, index), jsonText(part));
}

function readParts(folder: string): [Part, ...Part[]] {
  const names = existsSync(join(folder, 'parts')) ? readdirSync(join(folder, 'parts')) : [];
  const parts = names
    .filter((name) => name.endsWith('.json'))
    .map((name) => readChecked(join(folder, 'parts', name), partSchema))
    .toSorted((a, b) => a.index - b.index);
  const refuse = (why: string): Fault =>
    new Fault('usage', `The parts in ${folder} cannot be merged: ${why}.`);
  const [first, ...rest] = parts;
  if (!first) throw refuse('there are none. Make them: npm run check -- --shard 1/3 --blob ' + folder);
  const missing = Array.from({ length: first.count }, (_, i) => i + 1).filter(
    (index) =>
      !parts.some((part) => part.index === index) || !existsSync(blobPath(folder, { index, count: 0 })),
  );
  if (missing.length > 0) throw refuse(`of ${first.count}, part ${missing.join(' and ')} is missing`);
  const others = rest.filter(
    ({ count, tool, project, info }) =>
      count !== first.count ||
      tool !== first.tool ||
      project !== first.project ||
      siteOf(info) !== siteOf(first.info),
  );
  if (others.length > 0) throw refuse(`part ${others[0]?.index} is of another run than part ${first.index}`);
  return [first, ...rest];
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
export interface Merged {
  readonly run: Run;
  /** What the parts saw, each probe once; undefined where they were held against recordings. */
  readonly exchanges: readonly Exchange[] | undefined;
}

/**
 * Puts the parts of a run together. It is then what one runner would have made of the same answers.
 *
 * @throws Fault `usage` where parts are missing or of different runs, `bad-fixture` or `bad-json` for a broken one
 */
export async function mergeParts(folder: string): Promise<Merged> {
  const parts = readParts(folder);
  const [{ project }] = parts;
  const collector = new Collector();
  const name: ProjectName = project;
  await withVitest(name, [collector], undefined, (vitest) =>
    vitest.mergeReports(join(folder, 'blobs')).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new Fault('bad-fixture', `The parts in ${folder} cannot be merged: ${why}`);
    }),
  );
  const run = collectedRun(collector, wholeInfo(parts));
  if (project === 'recorded') return { run, exchanges: undefined };
  const seen = parts.flatMap(({ index }) => [...readRecordings(exchangesName(index), folder).exchanges]);
  return { run, exchanges: [...new Map(seen.map((one) => [probeKey(one), one])).values()] };
}
