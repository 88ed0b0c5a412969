import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GROUPS, onlyFiles } from './mutation-groups.ts';
import { completeScores, isUnnoticed, percent, phrase, scoreOf, shortcomings } from './mutation-score.ts';

const mutants = (file: string, ...statuses: readonly string[]): { fileName: string; status: string }[] =>
  statuses.map((status) => ({ fileName: `/somewhere/${file}`, status }));

describe('the score of mutants', () => {
  it.each([
    ['Killed', { noticed: 1, all: 1 }],
    ['Timeout', { noticed: 1, all: 1 }],
    ['Survived', { noticed: 0, all: 1 }],
    ['NoCoverage', { noticed: 0, all: 1 }],
    ['RuntimeError', { noticed: 0, all: 0 }],
    ['CompileError', { noticed: 0, all: 0 }],
    ['Ignored', { noticed: 0, all: 0 }],
  ])('counts one that is %s', (status, score) => {
    const [mutant] = mutants('a.ts', status);
    expect(scoreOf(mutants('a.ts', status))).toEqual(score);
    expect(mutant && isUnnoticed(mutant)).toBe(score.all > score.noticed);
  });

  it('is never rounded up to all of them, and is none where nothing was mutated', () => {
    expect(percent({ noticed: 3, all: 4 })).toBe(75);
    expect(phrase({ noticed: 1999, all: 2000 })).toContain('99.9');
    expect(phrase({ noticed: 2, all: 2 })).toContain('100.0');
    expect(percent({ noticed: 0, all: 0 })).toBe(0);
  });
});

describe('a group', () => {
  const group = { minimum: 75, complete: ['src/a.ts'] };

  it.each([
    ['passes', ['Killed', 'Killed'], ['Killed', 'Killed', 'Survived'], 0],
    ['reaches its minimum exactly', ['Killed'], ['Killed', 'Killed', 'Survived'], 0],
    ['is below its minimum', ['Killed'], ['Survived'], 1],
    ['has a file that is not complete', ['Killed', 'Killed', 'Killed', 'Survived'], ['Killed'], 1],
    ['has both', ['Survived'], ['Killed'], 2],
    ['has no mutant in the file that must be complete', [], ['Killed'], 1],
    ['has no mutant at all', [], [], 2],
  ])('that %s', (_, whole, rest, expected) => {
    const all = [...mutants('src/a.ts', ...whole), ...mutants('src/not-a.ts', ...rest)];
    expect(shortcomings('one', group, all)).toHaveLength(expected);
  });

  it('has the score of each file that must be complete', () => {
    const all = [...mutants('src/a.ts', 'Killed', 'Survived'), ...mutants('src/not-src/a.ts.ts', 'Survived')];
    expect(completeScores(group, all)).toEqual([{ file: 'src/a.ts', score: { noticed: 1, all: 2 } }]);
  });
});

describe.each(Object.entries(GROUPS))('the group %s', (_, group) => {
  const { passes, complete } = group;

  it('names files that there are', () => {
    const patterns = [
      ...complete,
      ...passes.flatMap(({ mutate, tests, without }) => [...mutate, ...tests, ...without]),
    ].map((pattern) => pattern.replace(/^!/, ''));
    expect(patterns.filter((pattern) => globSync(pattern).length === 0)).toEqual([]);
  });

  it('mutates each file once, and alone where it is asked to', () => {
    const files = globSync(passes.flatMap(({ mutate }) => mutate.filter((one) => !one.startsWith('!'))));
    for (const file of files) {
      expect(onlyFiles(group, [file]).passes).toMatchObject([{ mutate: [file] }]);
      expect(onlyFiles(group, [file]).complete).toEqual(complete.filter((one) => one === file));
    }
    expect(onlyFiles(group, ['src/none.ts']).passes).toEqual([]);
  });
});
