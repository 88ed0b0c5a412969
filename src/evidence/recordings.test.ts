import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../fault.ts';
import { hasRecordings, readRecordings, readSetInfo, recordingSets } from './recordings.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

const SET = {
  name: 'mine',
  origin: 'transcribed',
  era: '2026-09',
  summary: 'A set.',
  dates: { from: '2026-09-01', to: '2026-09-30' },
  tool: 'a test',
};
const EXCHANGE = {
  operation: 'GET /rest/api/3/project',
  response: { status: 200 },
  meta: {
    origin: 'transcribed',
    date: '2026-09-04',
    grade: 'measured',
    source: 'https://example.com/issue/1',
    note: 'Seen.',
  },
};
const LIVE = { ...EXCHANGE, meta: { origin: 'recorded', date: '2026-09-30T12:00:00Z' } };

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

function write(files: Readonly<Record<string, unknown>>): void {
  mkdirSync(join(folder, 'mine'));
  for (const [name, value] of Object.entries(files)) {
    writeFileSync(join(folder, 'mine', name), typeof value === 'string' ? value : JSON.stringify(value));
  }
}

it('reads the credentials in order, and no other file', () => {
  write({
    'set.json': SET,
    'revoked.json': [EXCHANGE, { ...EXCHANGE, operation: 'GET /rest/api/3/myself' }],
    'expired.json': [EXCHANGE],
    'notes.txt': 'mine',
    'valid.json.bak': '{',
  });
  const { exchanges, find, info } = readRecordings('mine', folder);
  expect(info).toEqual(SET);
  expect(exchanges.map(({ credential, operation }) => [credential, operation])).toEqual([
    ['expired', 'GET /rest/api/3/project'],
    ['revoked', 'GET /rest/api/3/project'],
    ['revoked', 'GET /rest/api/3/myself'],
  ]);
  for (const exchange of exchanges) expect(find(exchange)).toBe(exchange);
  expect(find({ credential: 'expired', operation: 'GET /rest/api/3/myself' })).toBeUndefined();
});

it('returns the description of a set without reading its exchanges', () => {
  write({ 'set.json': SET, 'revoked.json': '[{' });
  expect(readSetInfo('mine', folder)).toEqual(SET);
  expect([hasRecordings('mine', folder), hasRecordings('other', folder)]).toEqual([true, false]);
});

/** The refusal of a set that does not exist. */
const refused = (word: string): Error =>
  expect.objectContaining({
    code: 'unknown-recordings',
    exitCode: 2,
    message: expect.stringContaining(word) as string,
  }) as Error;

it.each([readSetInfo, readRecordings])('lists the existing sets if there is no such set', (read) => {
  expect(() => read('other', folder)).toThrow(refused(folder));
  write({ 'set.json': SET });
  expect(() => read('other', folder)).toThrow(refused('mine'));
  expect(() => read('../mine', join(folder, 'mine'))).toThrow(refused('../mine'));
});

it('reads the sets of the project by default', () => {
  const names = recordingSets();
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) {
    expect(hasRecordings(name)).toBe(true);
    expect(readSetInfo(name).name).toBe(name);
  }
});

describe('reading recordings', () => {
  it('returns the exchanges of every credential', () => {
    write({ 'set.json': SET, 'revoked.json': [EXCHANGE], 'expired.json': [EXCHANGE] });
    const set = readRecordings('mine', folder);
    expect(set.exchanges).toHaveLength(2);
    expect(set.find({ credential: 'revoked', operation: 'GET /rest/api/3/project' })?.response.status).toBe(
      200,
    );
    expect(set.find({ credential: 'valid', operation: 'GET /rest/api/3/project' })).toBeUndefined();
    expect(recordingSets(folder)).toEqual(['mine']);
  });

  it('accepts a recorded set that names its site', () => {
    write({
      'set.json': { ...SET, origin: 'recorded', site: 'example.atlassian.net' },
      'valid.json': [LIVE],
    });
    expect(readRecordings('mine', folder).exchanges).toHaveLength(1);
  });

  const without = (key: string): object =>
    Object.fromEntries(Object.entries(EXCHANGE.meta).filter(([name]) => name !== key));
  it.each([
    ['a set that is not there', {}, 'unknown-recordings', 'mine'],
    ['broken JSON', { 'set.json': SET, 'revoked.json': '[{' }, 'bad-json', 'revoked.json'],
    ['an unknown credential', { 'set.json': SET, 'stolen.json': [] }, 'bad-fixture', 'stolen'],
    [
      'an unknown operation',
      { 'set.json': SET, 'revoked.json': [{ ...EXCHANGE, operation: 'GET /nowhere' }] },
      'bad-fixture',
      '/nowhere',
    ],
    [
      'a duplicate exchange',
      { 'set.json': SET, 'revoked.json': [EXCHANGE, EXCHANGE] },
      'bad-fixture',
      'project',
    ],
    [
      'a row without a source',
      { 'set.json': SET, 'revoked.json': [{ ...EXCHANGE, meta: without('source') }] },
      'bad-fixture',
      'source',
    ],
    [
      'a row without a grade',
      { 'set.json': SET, 'revoked.json': [{ ...EXCHANGE, meta: without('grade') }] },
      'bad-fixture',
      'grade',
    ],
    [
      'an inferred row',
      { 'set.json': SET, 'revoked.json': [{ ...EXCHANGE, meta: { ...EXCHANGE.meta, grade: 'inferred' } }] },
      'bad-fixture',
      'grade',
    ],
    [
      'a status in words',
      { 'set.json': SET, 'revoked.json': [{ ...EXCHANGE, response: { status: 'runs' } }] },
      'bad-fixture',
      'status',
    ],
    ['a recorded set without a site', { 'set.json': { ...SET, origin: 'recorded' } }, 'bad-fixture', 'site'],
    [
      'a transcribed set with recorded exchanges',
      { 'set.json': SET, 'valid.json': [LIVE] },
      'bad-fixture',
      'recorded',
    ],
    ['a set with the name of another', { 'set.json': { ...SET, name: 'other' } }, 'bad-fixture', 'other'],
  ])('reports %s', (_, files, code, word) => {
    if (Object.keys(files).length > 0) write(files);
    let thrown: unknown;
    try {
      readRecordings('mine', folder);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(Fault);
    expect(thrown).toMatchObject({ code, exitCode: 2 });
    expect(String(thrown)).toContain(word);
  });
});
