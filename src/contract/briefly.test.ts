import { expect, it } from 'vitest';
import { briefly } from './briefly.ts';

it.each(['', 'a name', 'x'.repeat(60)])('repeats a name that fits a line: %j', (name) => {
  expect(JSON.parse(briefly(name))).toBe(name);
});

it('stays on one line, whatever the name contains', () => {
  expect(briefly('a\n"b"\u2028')).not.toMatch(/[\n\r]/);
});

it.each([61, 1e6])('cuts off a name of %d characters, and marks the cut', (length) => {
  const shown: unknown = JSON.parse(briefly('x'.repeat(length)));
  expect(shown).toBe(`${'x'.repeat(60)}…`);
});
