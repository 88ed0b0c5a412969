import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readText, textParts } from './read-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'text-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Part = Buffer | number[];

const file = (...parts: readonly Part[]): string => {
  const path = join(folder, 'file');
  writeFileSync(path, Buffer.concat(parts.map((part) => Uint8Array.from(part))));
  return path;
};

/** Reads bytes in chunks of one, two and three bytes. */
async function inParts(parts: readonly Part[]): Promise<string> {
  const bytes = Buffer.concat(parts.map((part) => Uint8Array.from(part)));
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0, size = 1; at < bytes.length; at += size, size = (size % 3) + 1) {
      yield bytes.subarray(at, at + size);
    }
  }
  let text = '';
  for await (const part of textParts(chunks(), 'it')) text += part;
  return text;
}

const TEXT = 'grün 😀\n';
const utf8 = Buffer.from(TEXT);
const little = Buffer.from(TEXT, 'utf16le');
const big = Buffer.from(little).swap16();

it.each<[string, Part[], string]>([
  ['UTF-8', [utf8], TEXT],
  ['UTF-8 with a mark', [[0xef, 0xbb, 0xbf], utf8], TEXT],
  ['UTF-16 with a mark', [[0xff, 0xfe], little], TEXT],
  ['UTF-16 with a mark, the high byte first', [[0xfe, 0xff], big], TEXT],
  ['nothing', [], ''],
  ['a mark alone', [[0xef, 0xbb, 0xbf]], ''],
  ['the beginning of a mark', [[0xef, 0xbb]], '\uFFFD'],
  ['one byte', [[0x61]], 'a'],
])('reads %s', async (_, parts, text) => {
  expect(readText(file(...parts))).toBe(text);
  expect(await inParts(parts)).toBe(text);
});

it.each<[string, Part[]]>([
  ['UTF-16 without a mark', [little]],
  ['UTF-16 without a mark, the high byte first', [big]],
  [
    'UTF-32',
    [
      [0xff, 0xfe, 0, 0],
      [0x61, 0, 0, 0],
    ],
  ],
  [
    'UTF-32, high byte first',
    [
      [0, 0, 0xfe, 0xff],
      [0, 0, 0, 0x61],
    ],
  ],
  ['UTF-32 of nothing', [[0xff, 0xfe, 0, 0]]],
  ['a NUL', [utf8, [0]]],
])('refuses %s', async (_, parts) => {
  await expect(inParts(parts)).rejects.toMatchObject({ code: 'unreadable-file', exitCode: 2 });
  const path = file(...parts);
  expect(() => readText(path)).toThrow(
    expect.objectContaining({
      code: 'unreadable-file',
      exitCode: 2,
      message: expect.stringContaining(path) as string,
    }),
  );
});
