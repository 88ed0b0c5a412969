import {
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { syntheticToken } from '../contract/synthetic-token.ts';
import type { Exchange } from './exchange.ts';
import type { RecordingSetInfo } from './recording-schema.ts';
import { takeLock } from '../storage/lock.ts';
import { hasRecordings, readRecordings, recordingSets } from './recordings.ts';
import { clearSecrets, registerSecret } from '../secrets/redaction.ts';
import { checkSetFolder, writeRecordings } from './write-recordings.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(clearSecrets);

const info = (summary: string): RecordingSetInfo => ({
  name: 'mine',
  origin: 'recorded',
  era: '2026-09',
  summary,
  dates: { from: '2026-11-24', to: '2026-11-24' },
  tool: 'a test',
  site: 'https://jira-site.example.com',
});

const exchange = (status: number, text: string): Exchange => ({
  credential: 'revoked',
  operation: 'GET /rest/api/3/project',
  response: { status, headers: { 'content-type': 'application/json' }, body: { text } },
  meta: { origin: 'recorded', date: '2026-11-24T03:00:00.000Z' },
});

const write = (summary: string, exchanges: readonly Exchange[]): void =>
  writeRecordings(join(folder, 'mine'), info(summary), exchanges);

describe('a set of recordings', () => {
  it('does not replace another set, reached by a link or as a copy', () => {
    const other = { ...info('other'), name: 'other' };
    writeRecordings(join(folder, 'other'), other, [exchange(200, '[]')]);
    symlinkSync('other', join(folder, 'mine'));
    expect(() => checkSetFolder(join(folder, 'mine'))).toThrow(expect.objectContaining({ code: 'usage' }));
    expect(() => write('mine', [])).toThrow(expect.objectContaining({ code: 'usage' }));
    rmSync(join(folder, 'mine'));
    cpSync(join(folder, 'other'), join(folder, 'mine'), { recursive: true });
    expect(() => checkSetFolder(join(folder, 'mine'))).toThrow(expect.objectContaining({ code: 'usage' }));
    expect(() => write('mine', [])).toThrow(expect.objectContaining({ code: 'usage' }));
    expect(readRecordings('other', folder)).toMatchObject({ info: other, exchanges: [exchange(200, '[]')] });
  });

  it('reads back as written, and leaves nothing else behind', () => {
    write('first', [exchange(200, '[]')]);
    write('second', [exchange(401, 'no')]);
    const { info: read, exchanges } = readRecordings('mine', folder);
    expect(read).toEqual(info('second'));
    expect(exchanges).toEqual([exchange(401, 'no')]);
    expect(readdirSync(folder)).toEqual(['mine']);
  });

  it('is a file for its description and one per credential, in a stable format', () => {
    write('golden', [
      exchange(200, '[]'),
      { ...exchange(401, 'no'), credential: 'expired' },
      { ...exchange(404, 'no'), operation: 'GET /rest/api/3/myself' },
    ]);
    const textOf = (name: string): string => readFileSync(join(folder, 'mine', name), 'utf8');
    expect(readdirSync(join(folder, 'mine')).toSorted()).toEqual([
      'expired.json',
      'revoked.json',
      'set.json',
    ]);
    expect(textOf('set.json')).toBe(`{
  "$schema": "../../../schemas/set.schema.json",
  "name": "mine",
  "origin": "recorded",
  "era": "2026-09",
  "summary": "golden",
  "dates": {
    "from": "2026-11-24",
    "to": "2026-11-24"
  },
  "tool": "a test",
  "site": "https://jira-site.example.com"
}
`);
    expect(textOf('expired.json')).toBe(`[
  {
    "operation": "GET /rest/api/3/project",
    "response": {
      "status": 401,
      "headers": {
        "content-type": "application/json"
      },
      "body": {
        "text": "no"
      }
    },
    "meta": {
      "origin": "recorded",
      "date": "2026-11-24T03:00:00.000Z"
    }
  }
]
`);
    const { exchanges } = readRecordings('mine', folder);
    expect(exchanges.map(({ credential, response }) => [credential, response.status])).toEqual([
      ['expired', 401],
      ['revoked', 200],
      ['revoked', 404],
    ]);
  });

  it('stays unchanged if the new one would contain a secret', () => {
    write('first', [exchange(200, '[]')]);
    const secret = syntheticToken('in-a-set');
    registerSecret('JIRA_API_TOKEN', secret);
    expect(() => write('second', [exchange(401, secret.replaceAll(/.{15}/g, '$& '))])).toThrow(
      /JIRA_API_TOKEN/,
    );
    expect(readRecordings('mine', folder).info.summary).toBe('first');
    expect(readdirSync(folder)).toEqual(['mine']);
  });

  it('is readable after an interrupted replacement, and reading changes nothing', () => {
    write('first', [exchange(200, '[]')]);
    const aside = 'mine.old-0123456789abcdef';
    renameSync(join(folder, 'mine'), join(folder, aside));
    expect(recordingSets(folder)).toEqual(['mine']);
    expect(hasRecordings('mine', folder)).toBe(true);
    expect(readRecordings('mine', folder)).toMatchObject({ info: info('first'), exchanges: { length: 1 } });
    expect(readdirSync(folder)).toEqual([aside]);
    write('second', [exchange(401, 'no')]);
    expect(readRecordings('mine', folder).info.summary).toBe('second');
    expect(readdirSync(folder)).toEqual(['mine']);
  });

  it('takes precedence over what was put aside, which the next writer removes', () => {
    write('first', [exchange(200, '[]')]);
    const [aside, fresh] = ['mine.old-0123456789abcdef', 'mine.new-fedcba9876543210'];
    for (const name of [aside, fresh]) cpSync(join(folder, 'mine'), join(folder, name), { recursive: true });
    write('second', [exchange(200, '[]')]);
    cpSync(join(folder, 'mine'), join(folder, aside), { recursive: true });
    mkdirSync(join(folder, fresh));
    expect(recordingSets(folder)).toEqual(['mine']);
    expect(readRecordings('mine', folder).info.summary).toBe('second');
    expect(readdirSync(folder).toSorted()).toEqual(['mine', fresh, aside].toSorted());
    write('third', [exchange(200, '[]')]);
    expect(readdirSync(folder)).toEqual(['mine']);
  });

  it('does not touch what only looks like its leftovers', () => {
    write('first', [exchange(200, '[]')]);
    cpSync(join(folder, 'mine'), join(folder, 'mine.old-1'), { recursive: true });
    mkdirSync(join(folder, 'mine.old-123'));
    mkdirSync(join(folder, 'other.old-123'));
    mkdirSync(join(folder, 'mine.old-0123456789abcdef'));
    writeFileSync(join(folder, 'mine.old-0123456789abcdef', 'notes.txt'), 'mine');
    const before = readdirSync(folder);
    expect(recordingSets(folder)).toEqual(['mine']);
    expect(readdirSync(folder)).toEqual(before);
    write('second', [exchange(200, '[]')]);
    expect(readdirSync(folder)).toEqual(before);
    expect(readFileSync(join(folder, 'mine.old-0123456789abcdef', 'notes.txt'), 'utf8')).toBe('mine');
  });

  it.each<[string, (place: string) => void]>([
    ['a foreign folder', (place) => writeFileSync(join(place, 'notes.txt'), 'mine')],
    ['a folder with an invalid set.json', (place) => writeFileSync(join(place, 'set.json'), '{}')],
    [
      'a set with something else in it',
      (place) => {
        writeFileSync(join(place, 'set.json'), JSON.stringify(info('first')));
        writeFileSync(join(place, 'notes.txt'), 'mine');
      },
    ],
    [
      'a set with a folder in it',
      (place) => {
        writeFileSync(join(place, 'set.json'), JSON.stringify(info('first')));
        mkdirSync(join(place, 'deeper.json'));
      },
    ],
    [
      'a set with a link in it',
      (place) => {
        writeFileSync(join(place, 'set.json'), JSON.stringify(info('first')));
        symlinkSync('/nowhere', join(place, 'valid.json'));
      },
    ],
  ])('does not replace %s, and reports it beforehand', (_, fill) => {
    const place = join(folder, 'mine');
    mkdirSync(place);
    fill(place);
    const before = readdirSync(place);
    for (const attempt of [() => checkSetFolder(place), () => write('second', [exchange(200, '[]')])]) {
      expect(attempt).toThrow(expect.objectContaining({ name: 'Fault', exitCode: 2 }));
      expect([readdirSync(folder), readdirSync(place)]).toEqual([['mine'], before]);
    }
  });

  it('replaces neither a file nor a link, but an empty folder', () => {
    writeFileSync(join(folder, 'file'), 'mine');
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
    for (const name of ['file', 'dangling']) {
      for (const attempt of [checkSetFolder, (place: string) => writeRecordings(place, info('x'), [])]) {
        expect(() => attempt(join(folder, name))).toThrow(expect.objectContaining({ exitCode: 2 }));
      }
    }
    mkdirSync(join(folder, 'real'));
    symlinkSync(join(folder, 'real'), join(folder, 'mine'));
    write('first', [exchange(200, '[]')]);
    expect(lstatSync(join(folder, 'mine')).isSymbolicLink()).toBe(true);
    expect(readRecordings('mine', folder).info.summary).toBe('first');
    expect(readdirSync(folder).toSorted()).toEqual(['dangling', 'file', 'mine', 'real']);
  });

  it('neither waits for another writer nor writes at the same time', () => {
    const release = takeLock(join(folder, '.mine.lock'), Date.now());
    expect(() => write('first', [])).toThrow(expect.objectContaining({ code: 'busy' }));
    release();
    write('first', []);
    expect(readdirSync(folder)).toEqual(['mine']);
  });

  it('is private', () => {
    const place = join(folder, 'deep', 'er', 'mine');
    writeRecordings(place, info('first'), [exchange(200, '[]')]);
    const modes = ['..', '.', 'set.json', 'revoked.json'].map(
      (name) => statSync(join(place, name)).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o700, 0o600, 0o600]);
  });

  it('reports a place that cannot be written', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => writeRecordings(join(folder, 'file', 'mine'), info('x'), [])).toThrow(
      expect.objectContaining({ exitCode: 2 }),
    );
  });
});
