import { afterEach, expect, it } from 'vitest';
import { clearSecrets, registerSecret } from '../secrets/redaction.ts';
import { MAX_SHOWN, shownLines } from './shown-lines.ts';

afterEach(clearSecrets);

const numbered = (number: number): string[] => Array.from({ length: number }, (_, i) => `line ${i + 1}`);

it.each([
  ['nothing', '', []],
  ['blank lines', '\n\n', []],
  ['one line', 'a\n', ['a']],
  ['several lines, of which some are blank', 'a\n\nb\n\n', ['a', '', 'b']],
  ['as many lines as are shown', numbered(MAX_SHOWN.lines).join('\n'), numbered(MAX_SHOWN.lines)],
])('are the lines of %s', (_what, text, lines) => expect(shownLines(text)).toEqual(lines));

it('are the first and the last of too many, because some languages print an error last', () => {
  const shown = shownLines(numbered(500).join('\n'));
  expect(shown).toHaveLength(MAX_SHOWN.lines + 1);
  expect(shown[0]).toBe('line 1');
  expect(shown).toContain('…');
  expect(shown.at(-1)).toBe('line 500');
});

it('are cut if they are long, and are no half characters', () => {
  const [line = ''] = shownLines('😀'.repeat(5000));
  expect(line.length).toBeLessThanOrEqual(MAX_SHOWN.characters + 1);
  expect(line.endsWith('…')).toBe(true);
  expect(line.isWellFormed()).toBe(true);
  expect(shownLines('x'.repeat(MAX_SHOWN.characters))).toEqual(['x'.repeat(MAX_SHOWN.characters)]);
});

it('hold no part of a secret that is cut', () => {
  const secret = 'not-a-real-token-of-a-test-0123456789';
  registerSecret('token', secret);
  for (let before = MAX_SHOWN.characters - secret.length; before <= MAX_SHOWN.characters; before += 1)
    expect(shownLines(`${'x'.repeat(before)}${secret}`).join('')).not.toContain(secret.slice(0, 20));
});
