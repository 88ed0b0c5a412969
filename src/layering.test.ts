import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The folders from the bottom up: each may import itself and the folders on the lines above it. */
const LAYERS = [
  ['src'],
  ['src/contract', 'tools'],
  ['src/secrets'],
  ['src/storage'],
  ['src/catalogue'],
  ['src/evidence', 'src/stand-in'],
  ['src/http', 'src/classify'],
  ['src/config'],
  ['src/run', 'src/guard'],
  ['src/change', 'src/conformance', 'src/history', 'src/pact'],
  ['src/clients'],
  ['src/live'],
  ['src/revocation'],
  ['specs'],
  ['src/explain'],
  ['src/findings'],
  ['src/report'],
  ['src/workflows'],
  ['bench'],
  ['scripts'],
];

/** Folders that only the listed folders may import, tests aside. */
const ONLY_FOR: Readonly<Record<string, readonly string[]>> = {
  'src/stand-in': ['src/conformance', 'bench', 'scripts'],
  specs: ['src/workflows', 'bench', 'scripts'],
  bench: ['scripts'],
  tools: ['bench', 'scripts'],
};

/** Exceptions from the rules, each with its reason. Remove the line when the import is gone. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'bench/worlds.slow.test.ts imports scripts/project-copy.fixture.ts':
    'runs each simulated world through a command',
};

const ROOT = join(import.meta.dirname, '..');

const files = ['src', 'specs', 'scripts', 'bench', 'tools']
  .flatMap((top) =>
    readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' }).map((path) => join(top, path)),
  )
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts') && !path.includes('node_modules'))
  .map((path) => path.replaceAll('\\', '/'))
  .toSorted();

/** Whether a file is a test, or exists only for tests. */
const isOfTests = (file: string): boolean => /\.(?:test|spec|fixture)\.ts$/.test(file);

/** The files to check: this test itself is above all layers. */
const layered = files.filter((file) => file !== 'src/layering.test.ts');

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Returns the relative imports in the text of a file, types included, as paths from the root. */
const importsIn = (file: string, text: string): string[] =>
  [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]+)['"]/g)].map(([, target = '']) =>
    join(file, '..', target).replaceAll('\\', '/'),
  );

const importsOf = (file: string): string[] => importsIn(file, textOf(file));

/** Returns the deepest folder of the table that contains the path. */
const folderOf = (path: string): string | undefined =>
  LAYERS.flat()
    .filter((folder) => path.startsWith(`${folder}/`) && (folder !== 'src' || path.split('/').length === 2))
    .toSorted((a, b) => b.length - a.length)[0];

const layerOf = (folder: string): number => LAYERS.findIndex((layer) => layer.includes(folder));

/** Whether a file may import another one. */
function isAllowed(file: string, target: string): boolean {
  // package.json holds the name and version of the tool.
  if (target === 'package.json') return true;
  const [own, other] = [folderOf(file), folderOf(target)];
  if (own === undefined || other === undefined) return false;
  if (own === other) return true;
  const isReservedForOthers = !isOfTests(file) && ONLY_FOR[other]?.includes(own) === false;
  return layerOf(other) < layerOf(own) && !isReservedForOthers;
}

describe('the layers', () => {
  it('cover every file', () => {
    expect(layered.length).toBeGreaterThan(300);
    expect(layered.filter((file) => folderOf(file) === undefined)).toEqual([]);
    expect(LAYERS.flat().filter((folder) => !layered.some((file) => folderOf(file) === folder))).toEqual([]);
  });

  it('are imported in one direction: no folder imports one above or beside it', () => {
    const violations = layered.flatMap((file) =>
      importsOf(file)
        .filter((target) => !isAllowed(file, target))
        .map((target) => `${file} imports ${target}`),
    );
    expect(violations.toSorted()).toEqual(Object.keys(EXCEPTIONS).toSorted());
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
    ['src/conformance/a.ts', 'src/stand-in/b.ts', true],
    ['src/workflows/a.test.ts', 'scripts/b.ts', false],
    ['scripts/commands/a.ts', 'src/workflows/b.ts', true],
    ['bench/a.ts', 'scripts/b.ts', false],
    ['specs/a.ts', 'src/report/b.ts', false],
    ['src/report/a.ts', 'docs/b.ts', false],
  ])('judge the import in %s of %s: allowed is %s', (file, target, allowed) => {
    expect(isAllowed(file, target)).toBe(allowed);
  });

  it.each(["import x from '../b/c.ts';", "export * from '../b/c.ts';", "await import('../b/c.ts')"])(
    'recognise every form of import: %s',
    (line) => {
      expect(importsIn('src/a/d.ts', line)).toEqual(['src/b/c.ts']);
    },
  );
});

it('imports fixtures only in tests and benchmarks', () => {
  const violations = layered
    .filter((file) => !isOfTests(file) && folderOf(file) !== 'bench')
    .flatMap((file) =>
      importsOf(file)
        .filter(isOfTests)
        .map((target) => `${file} imports ${target}`),
    );
  expect(violations).toEqual([]);
});

// All writing goes through `src/storage/`, which keeps secrets out and replaces only files of this tool.

const FROM_FS = /import\s*(?:type\s*)?\{([^}]*)\}\s*from\s*'node:fs(?:\/promises)?'/g;

/** Functions of `node:fs` that can write, rename or open a file. */
const WRITING = new Set(
  ['appendFile', 'copyFile', 'cp', 'createWriteStream', 'ftruncate', 'link', 'open', 'rename', 'symlink']
    .concat(['truncate', 'write', 'writeFile', 'writev', 'fdatasync', 'fsync', 'chmod', 'fchmod'])
    .flatMap((name) => [name, `${name}Sync`]),
);

/** Writers of other libraries, and every other way to reach the file system. */
const OTHER_WAYS: readonly (readonly [RegExp, string])[] = [
  [/\boutputFile\b/, "vitest's outputFile"],
  [/import\s*\(\s*['"`](?:node:)?fs|(?:\*\s*as\s+\w+|import\s+\w+)\s+from\s+'(?:node:)?fs/, 'all of fs'],
  [/from\s+'fs(?:\/promises)?'|require\('(?:node:)?fs|getBuiltinModule/, 'fs imported another way'],
  [/\b(?:screenshot|pdf|saveAs|recordVideo)\(\{[^}]*\bpath\b/, "the browser's own files"],
];

/** Allowed exceptions, with the reason. */
const ALLOWED: Readonly<Record<string, string>> = {
  'src/workflows/scan.ts: openSync': 'opens for reading only',
  'src/storage/read-bytes.ts: openSync': 'opens for reading only',
  'src/storage/read-chunks.ts: open': 'opens for reading only',
};

const isWriter = (file: string): boolean =>
  /^src\/storage\/(?:write-|remove-|journal|lock|writable)/.test(file) ||
  /\.(?:test|fixture)\.ts$/.test(file);

it('writes files only through src/storage/', () => {
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

// Below a session everything is a function of values: time, randomness and the environment are passed in.

/** Ways to read the state of the process or the machine. */
const AMBIENT: readonly (readonly [RegExp, string])[] = [
  [/\bprocess\s*\.\s*env\b|\benv\b[^;]*\bfrom 'node:process'/, 'the environment'],
  [/\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\.now\b/, 'the time'],
  [/\bMath\.random\b|\brandomUUID\b/, 'randomness'],
];

/** Allowed exceptions, with the reason. */
const AMBIENT_ALLOWED: Readonly<Record<string, string>> = {
  'src/http/clock.ts: the time': 'is the clock that is passed in',
  'src/http/clock.ts: randomness': 'is the clock that is passed in',
  'src/guard/axios.ts: the time': 'runs in the programs of others',
  'src/guard/fetch.ts: the time': 'runs in the programs of others',
  'src/guard/undici.ts: the time': 'runs in the programs of others',
  'src/stand-in/response.ts: randomness': 'plays a site, which has its own clock',
  'src/stand-in/stand-in.ts: the time': 'plays a site, which has its own clock',
  'src/stand-in/stand-in.ts: randomness': 'plays a site, which has its own clock',
  'src/storage/write-folder.ts: the time': 'the time at which a lock was taken, for other processes',
  'src/pact/verify.ts: the environment': 'PATH, for the verifier process',
};

it('reads the time, randomness and the environment only in a session', () => {
  const found = layered
    .filter((file) => file.startsWith('src/') && !isOfTests(file))
    .flatMap((file) =>
      AMBIENT.filter(([way]) => way.test(textOf(file))).map(([, what]) => `${file}: ${what}`),
    );
  expect(found.toSorted()).toEqual(Object.keys(AMBIENT_ALLOWED).toSorted());
});

it('has no import cycle, types included', () => {
  const graph = new Map(files.map((file) => [file, importsOf(file)]));
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) cycles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
    if (done.has(file) || trail.includes(file)) return;
    for (const target of graph.get(file) ?? []) visit(target, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  expect(cycles).toEqual([]);
});

it('contains every file that SECURITY.md names', () => {
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
