import { expect, it } from 'vitest';
import { usesColour } from './colour.ts';

it.each<[boolean | undefined, Record<string, string>, boolean, boolean]>([
  [undefined, {}, true, true],
  [undefined, {}, false, false],
  [undefined, { TERM: 'dumb' }, true, false],
  [undefined, { NO_COLOR: '1' }, true, false],
  [undefined, { NO_COLOR: '' }, true, true],
  [undefined, { FORCE_COLOR: '1' }, false, true],
  [undefined, { FORCE_COLOR: '3', TERM: 'dumb' }, false, true],
  [undefined, { FORCE_COLOR: '' }, false, false],
  [undefined, { FORCE_COLOR: '0' }, true, false],
  [undefined, { FORCE_COLOR: 'false' }, true, false],
  [undefined, { FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
  [true, { NO_COLOR: '1' }, false, true],
  [true, { FORCE_COLOR: '0' }, false, true],
  [false, { FORCE_COLOR: '1' }, true, false],
])('option %s, environment %j, terminal %s: %s', (chosen, env, isTerminal, expected) => {
  expect(usesColour(chosen, env, isTerminal)).toBe(expected);
});
