import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SCENARIOS } from '../src/conformance/scenarios.ts';

const ROOT = join(import.meta.dirname, '..');

const DOCUMENTS = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  'recipes/README.md',
];

const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const FILES = ['src', 'specs', 'scripts', 'bench', 'recipes', 'fixtures', '.ci'].flatMap((top) =>
  readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' }).map((path) =>
    join(top, path).replaceAll('\\', '/'),
  ),
);

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const known = new Map<string, ReadonlySet<string>>();

/** Returns the anchors of a document, which is read once: one of them has thousands of links. */
function anchorsIn(path: string): ReadonlySet<string> {
  const anchors =
    known.get(path) ??
    new Set([...textOf(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading)));
  known.set(path, anchors);
  return anchors;
}

const scripts = (JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }).scripts;

describe.each(DOCUMENTS)('%s', (path) => {
  const text = textOf(path);

  it('names files that exist', () => {
    const named = [...text.matchAll(/`((?:[\w.-]+\/)*[\w.-]+\.(?:ts|mjs|sh|yml))`/g)].map(
      ([, name = '']) => name,
    );
    const missing = named.filter(
      (name) =>
        !FILES.some((file) => file === name || file.endsWith(`/${name}`)) && !existsSync(join(ROOT, name)),
    );
    // These are written when a command runs.
    expect(missing.filter((name) => !['reproduce.sh', 'conformance.yml'].includes(name))).toEqual([]);
  });

  it('names folders that exist', () => {
    const named = [...text.matchAll(/`((?:src|specs|scripts|bench|recipes|fixtures)\/(?:[\w.-]+\/)*)`/g)].map(
      ([, name = '']) => name,
    );
    expect(named.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
  });

  it('links to files and headings that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
    const broken = links.flatMap(([link, target = '', anchor]) => {
      const file = target === '' ? path : join(dirname(path), target);
      if (!existsSync(join(ROOT, file))) return [link];
      return anchor === undefined || anchorsIn(file).has(anchor) ? [] : [link];
    });
    expect(broken).toEqual([]);
  });

  it('names npm scripts that exist', () => {
    const named = [...text.matchAll(/npm run (?:--silent |-s )?([a-z][\w:-]*)/g)].map(
      ([, name = '']) => name,
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

it('keeps the glossary short enough to be read', () => {
  const words = textOf('docs/glossary.md').match(/^\| (?!-|word\b)/gm) ?? [];
  expect(words.length).toBeGreaterThan(5);
  expect(words.length).toBeLessThanOrEqual(15);
});

it('says in README in how many situations a program is run', () => {
  expect(textOf('README.md')).toContain(`in ${SCENARIOS.length} situations`);
});

it('keeps README within two screens', () => {
  expect(textOf('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(100);
});
