import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Fault } from '../fault.ts';
import { allOf } from '../secrets/all-of.fixture.ts';
import { readLines } from './read-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'lines-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function linesOf(text: string): Promise<string[]> {
  const path = join(folder, 'text');
  writeFileSync(path, text);
  return allOf(readLines(path));
}

it.each([
  ['nothing', '', []],
  ['a line without an end', 'a', ['a']],
  ['a line with its end', 'a\n', ['a']],
  ['empty lines', '\n\na\n', ['', '', 'a']],
  ['ends of lines that are none', 'a\u2028b\u2029c\rd\n', ['a\u2028b\u2029c\rd']],
])('returns the lines of %s', async (_, text, lines) => {
  expect(await linesOf(text)).toEqual(lines);
});

it('returns complete lines and characters, wherever a chunk ends', async () => {
  // 7 bytes per repetition: chunks end at each of them.
  const lines = Array.from({ length: 20 }, (_, i) => '€😀'.repeat(13_001 * ((i % 7) + 1)));
  expect(await linesOf(lines.join('\n'))).toEqual(lines);
});

it('refuses a line that is too long', async () => {
  await expect(linesOf('x'.repeat(2 ** 26 + 2 ** 19))).rejects.toThrow(Fault);
});

it.each(['nowhere', '.'])('reports what cannot be read: %s', async (name) => {
  const path = join(folder, name);
  const error: unknown = await allOf(readLines(path)).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'unreadable-file', message: expect.stringContaining(path) as string });
});
