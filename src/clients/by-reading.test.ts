import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Fault } from '../fault.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';
import { byReadingSchema, readByReading } from './by-reading.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** A day after every date in the real file. */
const LATER = '9999-12-31';

const source = {
  grade: 'source',
  commit: COMMIT,
  file: 'src/check.py',
  symbol: 'Client.check',
  url: `https://github.com/example/sync/blob/${COMMIT}/src/check.py`,
  read: '2026-11-26',
};

const inPackage = {
  grade: 'package',
  version: '1.2.3',
  file: 'dist/check.js',
  symbol: 'check',
  url: 'https://unpkg.com/sync@1.2.3/dist/check.js',
  read: '2026-11-26',
};

const facts = { grade: 'facts', read: '2026-11' };

const sync = {
  name: 'sync',
  repository: 'https://github.com/example/sync',
  check: { asks: 'GET /rest/api/3/project', notices: 'no', evidence: source },
  atWork: { notices: 'not read' },
  why: 'A list runs for everybody.',
};

const fileOf = (...integrations: unknown[]): unknown => ({ date: '2026-11-26', integrations });

const withEvidence = (evidence: unknown): unknown => fileOf({ ...sync, check: { ...sync.check, evidence } });

/** Writes a file, reads it on a day, and returns what was thrown. */
function faultOf(content: string, today = '2026-11-26'): unknown {
  const path = join(temporaryFolder(), 'by-reading.json');
  writeFileSync(path, content);
  try {
    readByReading(today, path);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('the integrations that were read', () => {
  const { integrations } = readByReading(LATER);

  it('are ten at least, in the order of their names', () => {
    expect(integrations.length).toBeGreaterThanOrEqual(10);
    const names = integrations.map(({ name }) => name.toLowerCase());
    expect(names).toEqual(names.toSorted());
  });

  it('have evidence from their source or a package, for the check of today or of before', () => {
    const unread = integrations.filter(
      ({ check, before }) => check.evidence.grade === 'facts' && before?.evidence.grade !== 'source',
    );
    expect(unread).toEqual([]);
  });
});

describe('a file of integrations that were read', () => {
  it.each<[string, unknown, boolean]>([
    ['a place in the source', fileOf(sync), true],
    ['a place in a package', withEvidence(inPackage), true],
    ['no place, from earlier notes', withEvidence(facts), true],
    ['nothing', {}, false],
    ['no integration', fileOf(), false],
    ['a name twice', fileOf(sync, { ...sync, name: 'Sync' }), false],
    ['a misspelt key', fileOf({ ...sync, wy: 'x' }), false],
    ['an unknown answer', fileOf({ ...sync, check: { ...sync.check, notices: 'maybe' } }), false],
    ['half a sentence', fileOf({ ...sync, why: 'Because' }), false],
    ['a commit of no digits', withEvidence({ ...source, commit: '(' }), false],
    ['a short commit', withEvidence({ ...source, commit: COMMIT.slice(0, 7) }), false],
    [
      'the link of a branch',
      withEvidence({ ...source, url: 'https://github.com/example/sync/blob/main/src/check.py' }),
      false,
    ],
    ['the link of another commit', withEvidence({ ...source, commit: COMMIT.replace('0', 'f') }), false],
    ['the link of another file', withEvidence({ ...source, file: 'src/other.py' }), false],
    ['the link of a part of a name', withEvidence({ ...source, file: 'check.py' }), false],
    [
      'the link of another repository',
      fileOf({ ...sync, repository: 'https://github.com/example/x' }),
      false,
    ],
    ['a link without encryption', withEvidence({ ...source, url: source.url.replace('s:', ':') }), false],
    ['the link of another version', withEvidence({ ...inPackage, version: '1.2.4' }), false],
    ['a place from earlier notes', withEvidence({ ...facts, file: 'src/check.py' }), false],
    ['a day that does not exist', withEvidence({ ...source, read: '2026-02-30' }), false],
    ['a month that does not exist', withEvidence({ ...facts, read: '2026-13' }), false],
    ['a reading after its date', withEvidence({ ...source, read: '2026-11-27' }), false],
    ['notes after its date', withEvidence({ ...facts, read: '2026-12' }), false],
    [
      'evidence of what was read at work',
      fileOf({ ...sync, atWork: { notices: 'no', evidence: source } }),
      true,
    ],
    ['no evidence of what was read at work', fileOf({ ...sync, atWork: { notices: 'no' } }), false],
    [
      'evidence of what was not read',
      fileOf({ ...sync, atWork: { notices: 'not read', evidence: source } }),
      false,
    ],
    ['an earlier check', fileOf({ ...sync, before: sync.check }), true],
    [
      'an earlier check of another repository',
      fileOf({
        ...sync,
        before: {
          ...sync.check,
          evidence: { ...source, url: `https://github.com/example/x/blob/${COMMIT}/src/check.py` },
        },
      }),
      false,
    ],
    [
      'an earlier check that was read after its date',
      fileOf({ ...sync, before: { ...sync.check, evidence: { ...source, read: '2026-11-27' } } }),
      false,
    ],
  ])('with %s is accepted or not', (_what, file, accepted) =>
    expect(byReadingSchema.safeParse(file).success).toBe(accepted),
  );

  it.each<[string, string, string | undefined, Fault['code']]>([
    ['is no JSON', '{', undefined, 'bad-json'],
    ['does not fit', JSON.stringify(fileOf({ ...sync, name: undefined })), undefined, 'bad-fixture'],
    ['comes from tomorrow', JSON.stringify(fileOf(sync)), '2026-11-25', 'bad-fixture'],
  ])('that %s gives a fault that names it', (_what, content, today, code) => {
    const fault = faultOf(content, today);
    expect(fault).toBeInstanceOf(Fault);
    expect(fault).toMatchObject({ code, message: expect.stringContaining('by-reading.json') as unknown });
  });

  it('names the place that does not fit', () => {
    expect(faultOf(JSON.stringify(fileOf(sync, { ...sync, name: 'other', why: 1 })))).toMatchObject({
      message: expect.stringContaining('integrations.1.why') as unknown,
    });
  });

  it('that is missing gives a fault', () => {
    const path = join(temporaryFolder(), 'none.json');
    expect(() => readByReading(LATER, path)).toThrow(Fault);
  });

  it('is accepted on its day and later', () => {
    expect(faultOf(JSON.stringify(fileOf(sync)))).toBeUndefined();
    expect(faultOf(JSON.stringify(fileOf(sync)), LATER)).toBeUndefined();
  });
});
