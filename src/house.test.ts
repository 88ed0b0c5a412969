import { readFileSync } from 'node:fs';
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
