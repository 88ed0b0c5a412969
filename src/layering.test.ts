import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The folders from the ground up: each may import itself and those on lines above its own. */
const LAYERS = [
  ['src'],
  ['src/contract'],
  ['src/secrets', 'src/stand-in'],
  ['src/storage'],
  ['src/evidence'],
  ['src/http', 'src/classify'],
  ['src/config'],
  ['src/run'],
  ['src/change', 'src/history', 'src/pact'],
  ['src/live'],
  ['src/revocation'],
  ['specs'],
  ['src/findings'],
  ['src/report'],
  ['src/workflows'],
  ['bench'],
  ['scripts'],
];

/** Folders that are for some alone, tests aside: who else imports one builds on what is not there for it. */
const ONLY_FOR: Readonly<Record<string, readonly string[]>> = {
  'src/stand-in': ['bench', 'scripts'],
  specs: ['src/workflows', 'bench', 'scripts'],
  bench: ['scripts'],
};

/** Imports against the rules, each with its reason. Who takes one away takes its line away, too. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'bench/worlds.slow.test.ts imports scripts/project-copy.fixture.ts': 'plays each world through a command',
};

const ROOT = join(import.meta.dirname, '..');

const files = ['src', 'specs', 'scripts', 'bench']
  .flatMap((top) =>
    readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' }).map((path) => join(top, path)),
  )
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
  .map((path) => path.replaceAll('\\', '/'))
  .toSorted();

/** A test, or what is there for tests alone. */
const isOfTests = (file: string): boolean => /\.(?:test|spec|fixture)\.ts$/.test(file);

/** Files of the layers themselves: this test is above them all. */
const layered = files.filter((file) => file !== 'src/layering.test.ts');

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** What a text of that file imports, types included, as paths from the root. */
const importsIn = (file: string, text: string): string[] =>
  [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]+)['"]/g)].map(([, target = '']) =>
    join(file, '..', target).replaceAll('\\', '/'),
  );

const importsOf = (file: string): string[] => importsIn(file, textOf(file));

/** The folder of the table in which a file is: the deepest one. */
const folderOf = (path: string): string | undefined =>
  LAYERS.flat()
    .filter((folder) => path.startsWith(`${folder}/`) && (folder !== 'src' || path.split('/').length === 2))
    .toSorted((a, b) => b.length - a.length)[0];

const layerOf = (folder: string): number => LAYERS.findIndex((layer) => layer.includes(folder));

/** Whether a file may import another one. */
function isAllowed(file: string, target: string): boolean {
  // What the tool is called, and which version it is.
  if (target === 'package.json') return true;
  const [own, other] = [folderOf(file), folderOf(target)];
  if (own === undefined || other === undefined) return false;
  if (own === other) return true;
  const isForOthers = !isOfTests(file) && ONLY_FOR[other]?.includes(own) === false;
  return layerOf(other) < layerOf(own) && !isForOthers;
}

describe('the layers', () => {
  it('have a place for every file', () => {
    expect(layered.length).toBeGreaterThan(300);
    expect(layered.filter((file) => folderOf(file) === undefined)).toEqual([]);
    expect(LAYERS.flat().filter((folder) => !layered.some((file) => folderOf(file) === folder))).toEqual([]);
  });

  it('are imported one way: no folder imports one above it or beside it', () => {
    const wrong = layered.flatMap((file) =>
      importsOf(file)
        .filter((target) => !isAllowed(file, target))
        .map((target) => `${file} imports ${target}`),
    );
    expect(wrong.toSorted()).toEqual(Object.keys(EXCEPTIONS).toSorted());
  });

  it.each([
    ['src/contract/a.ts', 'src/evidence/b.ts', false],
    ['src/evidence/a.ts', 'src/contract/b.ts', true],
    ['src/http/a.ts', 'src/classify/b.ts', false],
    ['src/change/a.ts', 'src/live/b.ts', false],
    ['src/live/a.ts', 'src/run/b.ts', true],
    ['src/report/a.ts', 'src/workflows/b.ts', false],
    ['src/report/a.ts', 'specs/b.ts', false],
    ['src/workflows/a.ts', 'specs/b.ts', true],
    ['src/workflows/a.ts', 'scripts/b.ts', false],
    ['src/workflows/a.ts', 'bench/b.ts', false],
    ['src/workflows/a.ts', 'src/stand-in/b.ts', false],
    ['src/workflows/a.test.ts', 'src/stand-in/b.ts', true],
    ['src/workflows/a.test.ts', 'scripts/b.ts', false],
    ['scripts/commands/a.ts', 'src/workflows/b.ts', true],
    ['bench/a.ts', 'scripts/b.ts', false],
    ['specs/a.ts', 'src/report/b.ts', false],
    ['src/report/a.ts', 'docs/b.ts', false],
  ])('hold this import for what it is: %s of %s, %s', (file, target, allowed) => {
    expect(isAllowed(file, target)).toBe(allowed);
  });

  it.each(["import x from '../b/c.ts';", "export * from '../b/c.ts';", "await import('../b/c.ts')"])(
    'see how a file is imported: %s',
    (line) => {
      expect(importsIn('src/a/d.ts', line)).toEqual(['src/b/c.ts']);
    },
  );
});

it('needs no fixture to run: what is for tests is imported by tests, and by the benchmarks', () => {
  const wrong = layered
    .filter((file) => !isOfTests(file) && folderOf(file) !== 'bench')
    .flatMap((file) =>
      importsOf(file)
        .filter(isOfTests)
        .map((target) => `${file} imports ${target}`),
    );
  expect(wrong).toEqual([]);
});

// Whoever wants to write calls `src/storage/`, which keeps secrets out and replaces only what is ours.

const FROM_FS = /import\s*(?:type\s*)?\{([^}]*)\}\s*from\s*'node:fs(?:\/promises)?'/g;

/** Names of functions of `node:fs` with which something can be written, renamed or opened. */
const WRITING = new Set(
  ['appendFile', 'copyFile', 'cp', 'createWriteStream', 'ftruncate', 'link', 'open', 'rename', 'symlink']
    .concat(['truncate', 'write', 'writeFile', 'writev', 'fdatasync', 'fsync', 'chmod', 'fchmod'])
    .flatMap((name) => [name, `${name}Sync`]),
);

/** Writers of other libraries, and every way to the file system that is not an import by name. */
const OTHER_WAYS: readonly (readonly [RegExp, string])[] = [
  [/\boutputFile\b/, "vitest's outputFile"],
  [/import\s*\(\s*['"`](?:node:)?fs|(?:\*\s*as\s+\w+|import\s+\w+)\s+from\s+'(?:node:)?fs/, 'all of fs'],
  [/from\s+'fs(?:\/promises)?'|require\('(?:node:)?fs|getBuiltinModule/, 'fs by another way'],
  [/\b(?:screenshot|pdf|saveAs|recordVideo)\(\{[^}]*\bpath\b/, "the browser's own files"],
];

/** Who may, and why. */
const ALLOWED: Readonly<Record<string, string>> = {
  'src/workflows/scan.ts: openSync': 'opens to read alone',
  'src/storage/read-bytes.ts: openSync': 'opens to read alone',
  'src/storage/read-lines.ts: open': 'opens to read alone',
};

const isWriter = (file: string): boolean =>
  /^src\/storage\/(?:write-|journal|lock|writable)/.test(file) || /\.(?:test|fixture)\.ts$/.test(file);

it('writes files through src/storage/ alone', () => {
  const found = files
    .filter((file) => !isWriter(file))
    .flatMap((file) => {
      const text = textOf(file);
      const imported = [...text.matchAll(FROM_FS)].flatMap(([, names = '']) =>
        names.split(',').map((name) => name.trim().split(' as ')[0] ?? ''),
      );
      const others = OTHER_WAYS.filter(([way]) => way.test(text)).map(([, words]) => words);
      return [...imported.filter((name) => WRITING.has(name)), ...others].map((what) => `${file}: ${what}`);
    });
  expect(found.toSorted()).toEqual(Object.keys(ALLOWED).toSorted());
});

// Below a session everything is a function of values: who needs the time, chance or the environment is given it.

/** Ways to ask the process or the machine itself. */
const ASKING: readonly (readonly [RegExp, string])[] = [
  [/\bprocess\s*\.\s*env\b|\benv\b[^;]*\bfrom 'node:process'/, 'the environment'],
  [/\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\.now\b/, 'the time'],
  [/\bMath\.random\b|\brandomUUID\b/, 'chance'],
];

/** Who may, and why. */
const ASKED_BY: Readonly<Record<string, string>> = {
  'src/http/clock.ts: the time': 'is the clock that everybody is given',
  'src/http/clock.ts: chance': 'is the clock that everybody is given',
  'src/stand-in/response.ts: chance': 'a site, which has a clock of its own',
  'src/stand-in/stand-in.ts: the time': 'a site, which has a clock of its own',
  'src/stand-in/stand-in.ts: chance': 'a site, which has a clock of its own',
  'src/storage/write-folder.ts: the time':
    'when a lock was taken, which other processes compare with their time',
  'src/pact/verify.ts: the environment': 'PATH, for the process of the verifier',
};

it('asks for the time, chance and the environment in a session alone', () => {
  const found = layered
    .filter((file) => file.startsWith('src/') && !isOfTests(file))
    .flatMap((file) =>
      ASKING.filter(([way]) => way.test(textOf(file))).map(([, what]) => `${file}: ${what}`),
    );
  expect(found.toSorted()).toEqual(Object.keys(ASKED_BY).toSorted());
});

it('has no circle of files, types included', () => {
  const graph = new Map(files.map((file) => [file, importsOf(file)]));
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
    if (done.has(file) || trail.includes(file)) return;
    for (const target of graph.get(file) ?? []) visit(target, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  expect(circles).toEqual([]);
});

it('has every file that SECURITY.md names', () => {
  const text = textOf('SECURITY.md');
  const names = [...text.matchAll(/`((?:src|scripts)\/[\w./-]+|[\w.-]+\.(?:test\.)?ts)`/g)].map(
    ([, name = '']) => name,
  );
  const all = ['src', 'scripts'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  );
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !all.some((path) => path === name || path.endsWith(`/${name}`)))).toEqual([]);
});
