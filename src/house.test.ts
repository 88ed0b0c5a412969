import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

// The folders of src/ from the ground up. A folder imports from itself and from those below it.
const FLOORS = [['contract'], ['evidence'], ['exchange', 'answer'], ['run'], ['change'], ['report']];

const floorOf = (folder: string): number => FLOORS.findIndex((floor) => floor.includes(folder));

const sources = Object.keys(import.meta.glob('./*/**/*.ts'));

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
