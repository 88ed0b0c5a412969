import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

// The folders of src/ from the ground up. A folder imports from itself and from those below it.
const FLOORS = [
  ['contract'],
  ['evidence', 'stand-in'],
  ['exchange', 'answer'],
  ['config'],
  ['run'],
  ['change', 'history', 'pact', 'revocation'],
  ['findings'],
  ['report'],
];

const floorOf = (folder: string): number => FLOORS.findIndex((floor) => floor.includes(folder));

const files = Object.keys(import.meta.glob(['./*/**/*.ts', '../specs/*.ts', '../scripts/**/*.ts']));

const sources = files.filter((file) => file.startsWith('./'));

const importsOf = (file: string): string[] => {
  const text = readFileSync(join(import.meta.dirname, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, target]) =>
    join('src', file, '..', target ?? ''),
  );
};

it('has a floor for every folder', () => {
  expect(sources.length).toBeGreaterThan(20);
  expect(sources.map((file) => file.split('/')[1] ?? '').filter((folder) => floorOf(folder) < 0)).toEqual([]);
});

it('imports one way: no folder imports one above it or beside it', () => {
  const wrong = sources.flatMap((file) => {
    const own = file.split('/')[1] ?? '';
    return importsOf(file).flatMap((target) => {
      const [top, folder = ''] = target.split('/');
      const below =
        top === 'src' ? folder === own || floorOf(folder) < floorOf(own) : target === 'package.json';
      return below ? [] : [`${file} imports ${target}`];
    });
  });
  expect(wrong).toEqual([]);
});

it('is not built on the stand-in, which only tests and scripts know', () => {
  const wrong = sources
    .filter((file) => !file.startsWith('./stand-in/') && !/\.(?:test|fixture)\.ts$/.test(file))
    .filter((file) => importsOf(file).some((target) => target.startsWith('src/stand-in/')));
  expect(wrong).toEqual([]);
});

// Whoever wants to write calls `src/evidence/`, which keeps secrets out and replaces only what is ours.

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
  '../scripts/commands/scan.ts: openSync': 'opens to read alone',
  './evidence/read-bytes.ts: openSync': 'opens to read alone',
  './evidence/read-lines.ts: open': 'opens to read alone',
};

const isWriter = (file: string): boolean =>
  /^\.\/evidence\/(?:write-|journal|lock|writable)/.test(file) || /\.(?:test|fixture)\.ts$/.test(file);

it('writes files through src/evidence/ alone', () => {
  const found = files
    .filter((file) => !isWriter(file))
    .flatMap((file) => {
      const text = readFileSync(join(import.meta.dirname, file), 'utf8');
      const imported = [...text.matchAll(FROM_FS)].flatMap(([, names = '']) =>
        names.split(',').map((name) => name.trim().split(' as ')[0] ?? ''),
      );
      const others = OTHER_WAYS.filter(([way]) => way.test(text)).map(([, words]) => words);
      return [...imported.filter((name) => WRITING.has(name)), ...others].map((what) => `${file}: ${what}`);
    });
  expect(found.toSorted()).toEqual(Object.keys(ALLOWED).toSorted());
});

it('has no circle of files, types included', () => {
  const graph = new Map(files.map((file) => [join('src', file), importsOf(file)]));
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
  const root = join(import.meta.dirname, '..');
  const text = readFileSync(join(root, 'SECURITY.md'), 'utf8');
  const names = [...text.matchAll(/`((?:src|scripts)\/[\w./-]+|[\w.-]+\.(?:test\.)?ts)`/g)].map(
    ([, name = '']) => name,
  );
  const all = ['src', 'scripts'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  );
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !all.some((path) => path === name || path.endsWith(`/${name}`)))).toEqual([]);
});
