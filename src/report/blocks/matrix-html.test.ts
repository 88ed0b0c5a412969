import { describe, expect, it } from 'vitest';
import type { MatrixCell } from './line.ts';
import { matrixHtml } from './matrix-html.ts';

const written = (cell: MatrixCell, anchor?: string): string =>
  matrixHtml(
    { columns: [{ id: 'GET /a', short: 'a' }], lines: [{ credential: 'valid', cells: [cell] }] },
    { label: 'A matrix', anchorOf: () => anchor },
  ).text;

/** Returns the classes of the only cell. */
const classesOf = (cell: MatrixCell): string[] =>
  /class="cell ([^"]*)"/.exec(written(cell))?.[1]?.split(' ').toSorted() ?? [];

describe('a cell of the matrix', () => {
  it.each([
    [{ letter: 'R', sign: ' ' }, ['refused']],
    [{ letter: 'I', sign: '!' }, ['changed', 'ignored']],
    [{ letter: 'R', sign: '+' }, ['changed', 'good', 'refused']],
    [{ letter: 'I', sign: 'x', isKnown: true }, ['changed', 'ignored', 'known']],
    [{ letter: 'r', sign: ' ' }, ['skipped']],
  ] as const)('%j has the classes %j', (cell, classes) => {
    expect(classesOf(cell)).toEqual(classes);
  });

  it('links to the evidence of its probe, if the page has that', () => {
    expect(written({ letter: 'R', sign: ' ' }, 'a-probe')).toContain('href="#a-probe"');
    expect(written({ letter: 'R', sign: ' ' })).not.toContain('href');
  });

  it('is empty without a letter, and shows its own words instead of the letter', () => {
    expect(written({ letter: ' ', sign: ' ' }, 'a-probe')).not.toContain('href');
    expect(written({ letter: 'I', sign: '!', text: '401→200' })).toContain('401→200');
  });
});
