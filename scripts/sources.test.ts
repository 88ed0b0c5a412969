import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

const textsOf = (folder: string, extension: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension))
    .map((name) => readFileSync(join(ROOT, folder, name), 'utf8'));

/** The sources of all transcribed observations. */
const SOURCES = [
  ...new Set(
    textsOf('fixtures/recordings', '.json').flatMap((text) =>
      [...text.matchAll(/"source": ("(?:[^"\\]|\\.)*")/g)].map(
        ([, source = '']) => JSON.parse(source) as unknown,
      ),
    ),
  ),
];

/** The files on GitHub that anything cites as evidence. */
const FILES = [
  ...new Set(
    [
      ...textsOf('fixtures/recordings', '.json'),
      ...textsOf('fixtures/clients', 'by-reading.json'),
      ...textsOf('specs', '.ts'),
      ...textsOf('src/contract', '.ts'),
    ].flatMap((text) => text.match(/https:\/\/github\.com\/[^/\s]+\/[^/\s]+\/blob\/[^\s'")]+/g) ?? []),
  ),
];

it('every source of a recording is the whole address of a page', () => {
  expect(SOURCES.length).toBeGreaterThan(30);
  const faulty = SOURCES.filter(
    (source) => typeof source !== 'string' || !/^https:\/\/[\w.-]+\/[^\s<>"]+$/.test(source),
  );
  expect(faulty).toEqual([]);
});

it('every cited file is linked as of a commit, because a branch moves on', () => {
  expect(FILES.length).toBeGreaterThan(5);
  expect(FILES.filter((file) => !/\/blob\/[0-9a-f]{40}\//.test(file))).toEqual([]);
});
