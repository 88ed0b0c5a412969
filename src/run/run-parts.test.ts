import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../fault.ts';
import type { Exchange } from '../evidence/exchange.ts';
import type { RecordingSetInfo } from '../evidence/recording-schema.ts';
import { readRecordings } from '../evidence/recordings.ts';
import { checkPartWritable, mergeParts, writePart } from './run-parts.ts';
import { runOfRecordings } from './run.fixture.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

const SET = readRecordings('public-2019-12');
const ROWS = runOfRecordings(SET).rows;

const live = (changed: object = {}): RecordingSetInfo => ({
  ...SET.info,
  origin: 'stand-in',
  site: 'https://jira-site.example.com',
  ...changed,
});

const SEEN = SET.exchanges.map(({ credential, operation, response }): Exchange => ({
  credential,
  operation,
  response,
  meta: { origin: 'stand-in', date: '2026-11-24T03:05:07.000Z' },
}));

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

/** The part of that number: the first one has one row, the second the others. */
function write(index: number, info: RecordingSetInfo = SET.info, exchanges?: readonly Exchange[]): void {
  const rows = index === 1 ? ROWS.slice(0, 1) : ROWS.slice(1);
  const judged = { executed: rows.length, rows, failures: [`failure ${3 - index}`] };
  writePart(folder, { index, count: 2 }, judged, info, exchanges);
}

const faultOf = (work: () => unknown): Fault | undefined => {
  try {
    work();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  return undefined;
};

const alter = (name: string, change: object): void => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), ...change }));
};

describe('the parts of a run', () => {
  it('of recordings are merged into the run of all rows', () => {
    write(2);
    write(1);
    const { run, exchanges } = mergeParts(folder);
    expect(run).toMatchObject({ recordings: SET.info, failures: ['failure 1', 'failure 2'] });
    expect(run.rows).toEqual(ROWS);
    expect(exchanges).toBeUndefined();
  });

  it('of a live run contain each exchange once, and every reason for uncertainty', () => {
    const dates = { from: '2026-11-24', to: '2026-11-24' };
    write(1, live({ name: 'first', dates }), SEEN);
    write(
      2,
      live({
        name: 'other',
        dates: { from: '2026-11-23', to: '2026-11-25' },
        incomplete: 'a',
        unconfirmed: 'b',
      }),
      SEEN,
    );
    const { run, exchanges } = mergeParts(folder);
    expect(exchanges).toHaveLength(SEEN.length);
    expect(run.recordings).toEqual(
      live({
        name: 'first',
        dates: { from: '2026-11-23', to: '2026-11-25' },
        incomplete: 'a',
        unconfirmed: 'b',
      }),
    );
  });

  it('of a complete live run are merged into a complete run', () => {
    write(1, live(), SEEN);
    write(2, live(), SEEN);
    expect(Object.keys(mergeParts(folder).run.recordings).toSorted()).toEqual(Object.keys(live()).toSorted());
  });

  it.each([
    ['none is there', () => undefined],
    ['one is missing', () => write(1)],
    ['one has no rows', () => (write(1), write(2), rmSync(join(folder, 'blobs', '2.json')))],
    ['one belongs to other recordings', () => (write(1), write(2, readRecordings('public-2019-11').info))],
    ['one belongs to a site and one to recordings', () => (write(1), write(2, live(), SEEN))],
    [
      'one belongs to another site',
      () => (write(1, live(), SEEN), write(2, live({ site: 'https://b.example.com' }), SEEN)),
    ],
    ['they are of another number of parts', () => (write(1), write(2), alter('parts/2.json', { count: 3 }))],
    ['they are of another version', () => (write(1), write(2), alter('parts/2.json', { tool: 'other 1' }))],
    [
      'there is one too many',
      () => (write(1), write(2), alter('parts/1.json', { count: 1 }), alter('parts/2.json', { count: 1 })),
    ],
    ['one has the index of another', () => (write(1), write(2), alter('parts/2.json', { index: 1 }))],
  ])('are not merged if %s', (_, prepare) => {
    prepare();
    expect(faultOf(() => mergeParts(folder))?.code).toBe('usage');
  });

  it.each([
    ['rows are of another part', () => alter('blobs/2.json', { index: 1 })],
    ['rows are of another number of parts', () => alter('blobs/2.json', { count: 3 })],
    ['a row is there twice', () => alter('blobs/2.json', { rows: ROWS })],
    ['there is more than a part has', () => alter('blobs/2.json', { more: 1 })],
  ])('are refused if %s', (_, damage) => {
    write(1);
    write(2);
    damage();
    expect(faultOf(() => mergeParts(folder))?.code).toBe('bad-fixture');
  });

  it('are not merged if nothing was decided', () => {
    write(1);
    write(2);
    for (const index of [1, 2]) alter(`blobs/${index}.json`, { executed: 0 });
    expect(faultOf(() => mergeParts(folder))?.code).toBe('nothing-ran');
  });
});

const checkPlace = (): unknown => checkPartWritable(folder, { index: 1, count: 2 });

describe('the folder of a part', () => {
  it('may already contain the same part, of any version, which the check does not change', () => {
    expect(faultOf(checkPlace)).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
    write(1, live(), SEEN);
    alter('parts/1.json', { tool: 'older 0', schema: 'jira-token-contract/part/0' });
    expect(faultOf(checkPlace)).toBeUndefined();
    expect(existsSync(join(folder, 'blobs', '1.json'))).toBe(true);
  });

  it.each([
    ['parts', '{"mine": true}'],
    ['blobs', 'a text'],
  ])('must not contain other files: %s', (name, text) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, '1.json'), text);
    expect(faultOf(checkPlace)?.code).toBe('usage');
    expect(readFileSync(join(folder, name, '1.json'), 'utf8')).toBe(text);
  });
});
