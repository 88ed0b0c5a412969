import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { syntheticToken } from '../contract/synthetic-token.ts';
import type { Exchange } from './exchange.ts';
import type { RecordingSetInfo } from './recording-schema.ts';
import { readRecordings, recordingSets } from './recordings.ts';
import { forgetSecrets, keepSecret } from './redaction.ts';
import { writeSet } from './write-set.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-set-'));
});

afterEach(() => {
  forgetSecrets();
  rmSync(folder, { recursive: true });
});

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
  writeSet(join(folder, 'mine'), info(summary), exchanges);

describe('a set of recordings', () => {
  it('reads back as it was written, and leaves nothing beside itself', () => {
    write('first', [exchange(200, '[]')]);
    write('second', [exchange(401, 'no')]);
    const { info: read, exchanges } = readRecordings('mine', folder);
    expect(read).toEqual(info('second'));
    expect(exchanges).toEqual([exchange(401, 'no')]);
    expect(readdirSync(folder)).toEqual(['mine']);
  });

  it('stays as it was where the new one would hold a secret', () => {
    write('first', [exchange(200, '[]')]);
    const secret = syntheticToken('in-a-set');
    keepSecret('JIRA_API_TOKEN', secret);
    expect(() => write('second', [exchange(401, secret.replaceAll(/.{15}/g, '$& '))])).toThrow(
      /JIRA_API_TOKEN/,
    );
    expect(readRecordings('mine', folder).info.summary).toBe('first');
    expect(readdirSync(folder)).toEqual(['mine']);
  });

  it('comes back where its replacement was cut off between taking the old one away and putting the new one there', () => {
    write('first', [exchange(200, '[]')]);
    renameSync(join(folder, 'mine'), join(folder, 'mine.old-4711'));
    expect(recordingSets(folder)).toEqual(['mine']);
    expect(readRecordings('mine', folder).info.summary).toBe('first');
  });

  it('gives way to the new one where only the removal of the old one was cut off', () => {
    write('second', [exchange(200, '[]')]);
    mkdirSync(join(folder, 'mine.old-4711'));
    expect(recordingSets(folder)).toEqual(['mine']);
    expect(existsSync(join(folder, 'mine.old-4711'))).toBe(false);
  });

  it('says so where it cannot be written', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => writeSet(join(folder, 'file', 'mine'), info('x'), [])).toThrow(
      expect.objectContaining({ exitCode: 2 }),
    );
  });
});
