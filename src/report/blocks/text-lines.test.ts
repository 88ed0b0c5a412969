import { expect, it } from 'vitest';
import { wrap } from './text-lines.ts';

const LONG = 'x'.repeat(100);

it.each([
  ['a word that is longer than a line', LONG, [LONG]],
  ['such a word after an indent', `  ${LONG} b`, [`  ${LONG}`, '    b']],
  ['such a word after another one', `a ${LONG}`, ['a', `    ${LONG}`]],
])('leaves no line empty before %s', (_what, text, lines) => {
  expect(wrap(text, 40, '    ')).toEqual(lines);
});
