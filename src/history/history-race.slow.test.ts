import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readHistory } from './history.ts';

const folder = mkdtempSync(join(tmpdir(), 'history-'));
afterAll(() => rmSync(folder, { recursive: true }));

const LINES = 150;

/** Appends long lines, as whole runs make them. */
const WRITER = `
  const { appendToHistory } = await import(process.argv[1]);
  for (let i = 0; i < ${LINES}; i += 1) appendToHistory({
    schema: 'jira-token-contract/history/1', name: process.argv[2] + i, site: 'a', origin: 'recorded',
    at: '2026-11-26T03:00:00.000Z', tool: 'a test', outcome: 'kept', broken: 0, news: 0,
    reason: 'x'.repeat(40_000), answers: {},
  });
`;

const writer = (name: string): Promise<number | null> =>
  new Promise((resolve, reject) => {
    const args = ['--input-type=module', '--eval', WRITER, join(import.meta.dirname, 'history.ts'), name];
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', reject);
    child.on('exit', resolve);
  });

describe('a history', { timeout: 60_000 }, () => {
  it('gets every line of runs that end at the same time', async () => {
    expect(await Promise.all(['a', 'b', 'c'].map(writer))).toEqual([0, 0, 0]);
    expect(readHistory(join(folder, 'reports', 'history.jsonl'))).toHaveLength(3 * LINES);
  });
});
