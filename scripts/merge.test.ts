import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkCommand } from './commands/check.ts';
import { callCommand } from './commands/commands.fixture.ts';
import { readRecordings } from '../src/evidence/recordings.ts';
import { mergeParts, writePart } from '../src/run/run-parts.ts';
import { runOfRecordings } from '../src/run/run.fixture.ts';

const SET = readRecordings('public-2026-09');
const RUN = runOfRecordings(SET);
const LIVE = { ...SET.info, origin: 'stand-in', site: 'https://jira-site.example.com' } as const;

const seen = SET.exchanges.map(({ credential, operation, response }) => ({
  credential,
  operation,
  response,
  meta: { origin: 'stand-in' as const, date: '2026-11-24T03:05:07.000Z' },
}));

let folder: string;
let elsewhere: string;

/** Two parts of a live run, the first with all rows but one. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parts-'));
  elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'));
  process.chdir(elsewhere);
  const [first, ...rest] = RUN.rows;
  const parts = [rest, first ? [first] : []];
  for (const [i, rows] of parts.entries()) {
    const exchanges = i === 0 ? seen.slice(1) : seen.slice(0, 1);
    writePart(
      folder,
      { index: i + 1, count: 2 },
      { executed: rows.length, rows, failures: [] },
      LIVE,
      exchanges,
    );
  }
});

afterEach(() => {
  process.chdir(import.meta.dirname);
  for (const one of [folder, elsewhere]) rmSync(one, { recursive: true, force: true });
});

const path = (...names: string[]): string => join(folder, ...names);

/** Changes a file of a part as text. */
function spoil(name: string, change: (text: string) => string): void {
  const text = readFileSync(path(name), 'utf8');
  expect(change(text)).not.toBe(text);
  writeFileSync(path(name), change(text));
}

/** Changes the JSON value of a file of a part. */
const alter = (name: string, change: (value: Record<string, unknown>) => unknown): void =>
  spoil(name, (text) => JSON.stringify(change(JSON.parse(text) as Record<string, unknown>)));

const rowOf = (value: Record<string, unknown>): Record<string, unknown>[] =>
  value['rows'] as Record<string, unknown>[];

const withRow = (row: object) => (): void =>
  alter('blobs/1.json', (value) => ({
    ...value,
    rows: rowOf(value).map((one, i) => (i === 0 ? { ...one, ...row } : one)),
  }));

/** A row whose body has a form of some depth: `JSON.stringify` cannot write it. */
function withDepth(depth: number): void {
  withRow({ response: { status: 200, body: { shape: 'DEEP' } } })();
  spoil('blobs/1.json', (text) => text.replace('"DEEP"', `${'['.repeat(depth)}"x"${']'.repeat(depth)}`));
}

describe('parts that are merged', () => {
  it('are the run that they were made of', () => {
    const { run, exchanges } = mergeParts(folder);
    expect(run.rows).toEqual(RUN.rows);
    expect(exchanges).toHaveLength(seen.length);
  });

  it.each<[string, () => void]>([
    ['rows that are no JSON', () => spoil('blobs/1.json', () => '{')],
    ['rows that are another value', () => spoil('blobs/1.json', () => '[[1],2]')],
    ['what vitest writes', () => spoil('blobs/2.json', () => '[["1","2"],"5.1.1",[]]')],
    ['nothing in place of rows', () => spoil('blobs/1.json', () => '')],
    ['a key that no row has', withRow({ pwned: true })],
    ['an invalid verdict', withRow({ verdict: 'fine' })],
    ['an unknown credential', withRow({ credential: 'constructor' })],
    ['an unknown operation', withRow({ operation: 'POST /x' })],
    ['an operation that acts in a shell', withRow({ operation: 'GET /x$(id)' })],
    ['an invalid status', withRow({ response: { status: 99999 } })],
    ['an answer of another form', withRow({ answer: 'yes' })],
    ['sources of another form', withRow({ sources: [{ grade: 'sure' }] })],
    ['a body without an end of its depth', () => withDepth(100_000)],
    ['a row of text', () => alter('blobs/1.json', (value) => ({ ...value, rows: ['x'] }))],
    [
      'a row twice',
      () => alter('blobs/1.json', (value) => ({ ...value, rows: [...rowOf(value), rowOf(value)[0]] })),
    ],
    [
      'the rows of another part',
      () => spoil('blobs/2.json', () => readFileSync(path('blobs/1.json'), 'utf8')),
    ],
    ['failures of another form', () => alter('blobs/1.json', (value) => ({ ...value, failures: [{}] }))],
    ['a prototype', () => spoil('blobs/1.json', (text) => text.replace('{', '{"__proto__":{"x":1},'))],
    ['more than is read', () => truncateSync(path('blobs/1.json'), 300 * 2 ** 20)],
    ['a folder in place of rows', () => (rmSync(path('blobs/1.json')), mkdirSync(path('blobs/1.json')))],
    ['a part of very many', () => alter('parts/1.json', (value) => ({ ...value, count: 1e9 }))],
    ['a part outside of the count', () => alter('parts/2.json', (value) => ({ ...value, index: 7 }))],
    ['a description with another key', () => alter('parts/1.json', (value) => ({ ...value, pwned: 1 }))],
    ['a description of another version', () => alter('parts/1.json', (value) => ({ ...value, tool: 'x 2' }))],
    [
      'a name that leads elsewhere',
      () => spoil('parts/1.json', (text) => text.replace('"public-2026-09"', '"../../x"')),
    ],
    ['a description twice', () => writeFileSync(path('parts/01.json'), readFileSync(path('parts/1.json')))],
    ['no exchanges', () => rmSync(path('exchanges-1'), { recursive: true })],
    [
      'an exchange of another form',
      () => spoil('exchanges-1/valid.json', (text) => text.replace('"status"', '"state"')),
    ],
    [
      'exchanges of another site',
      () => spoil('exchanges-1/set.json', (text) => text.replace('jira-site', 'other')),
    ],
    ['exchanges of no credential', () => writeFileSync(path('exchanges-1/pwned.json'), '[]')],
    ['exchanges without end', () => truncateSync(path('exchanges-1/valid.json'), 300 * 2 ** 20)],
  ])('with %s: one sentence, exit code 2, nothing written', async (_, damage) => {
    damage();
    const { code, out, err } = await callCommand(checkCommand, ['--merge', folder]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).not.toContain('    at ');
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it.each([100, 500, 1000, 2000, 3000, 5000, 20_000])(
    'with a body of depth %i are a run or refused, never a defect',
    async (depth) => {
      withDepth(depth);
      const { code, err } = await callCommand(checkCommand, ['--merge', folder]);
      expect(err).not.toMatch(/defect|RangeError|^\s+at /m);
      expect(code === 2 ? readdirSync(elsewhere) : []).toEqual([]);
    },
  );

  it('without a single test executed are no run', async () => {
    for (const index of [1, 2]) {
      alter(`blobs/${index}.json`, (value) => ({ ...value, executed: 0, rows: [] }));
    }
    expect(await callCommand(checkCommand, ['--merge', folder])).toMatchObject({ code: 3, out: '' });
  });
});
