import { describe, expect, it } from 'vitest';
import { Fault } from './fault.ts';
import { inert, inertLine, printable, withoutCommands } from './inert.ts';

// oxlint-disable-next-line no-control-regex -- these characters must not be there
const ACTING = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/;

const HOSTILE: readonly [string, string][] = [
  ['colour', '\u001B[31mred'],
  ['text that is hidden', '\u001B[8mhidden'],
  ['a title of the window', '\u001B]0;title\u0007'],
  ['a link', '\u001B]8;;https://evil.example.com\u001B\\here\u001B]8;;\u001B\\'],
  ['the clipboard', '\u001B]52;c;cm0gLXJm\u0007'],
  ['one-byte sequences', '\u009B31mred\u009D0;x\u009C'],
  ['a sequence that is put together when another is taken out', '\u001B\u001B[31m[31mred'],
  ['a line that is written over', 'bad\rgood'],
  ['letters that are taken back', 'bad\b\b\bgood'],
  ['writing that is turned around', '\u202Egnirts\u2066'],
  ['letters of no width', 'a\u200Bb\uFEFFc\u{E0041}'],
  ['a half of a surrogate pair', '\uD800'],
  ['a bell and a delete', '\u0007\u007F'],
];

describe('a foreign text', () => {
  it.each(HOSTILE)('with %s is inactive', (_, text) => {
    expect(inert(text)).not.toMatch(ACTING);
    expect(inert(text).isWellFormed()).toBe(true);
    expect(inertLine(`${text}\n${text}`)).not.toContain('\n');
    expect(new Fault('usage', `It is ${text}\n${text}.`).message).not.toMatch(/\n/);
    expect(new Fault('usage', `It is ${text}.`).message).not.toMatch(ACTING);
    expect(printable(text, false)).not.toMatch(ACTING);
    // Only colours, bold text and progress lines reach a terminal.
    // oxlint-disable-next-line no-control-regex -- these characters are removed
    const rest = printable(text, true).replaceAll(/\u001B\[(?:1|2|22|3[1-6]|39)m|\r\u001B\[K/g, '');
    expect(rest).not.toMatch(ACTING);
  });

  it('is otherwise unchanged', () => {
    const text = 'Zoë, 東京, עברית, 🏳️, 1\u00A0000 %\n\tline';
    expect(inert(text)).toBe(text);
    expect(printable(text, true)).toBe(text);
    expect(withoutCommands(text)).toBe(text);
  });

  it('does not make a message of unlimited length', () => {
    expect(new Fault('usage', 'x'.repeat(1e6)).message.length).toBeLessThan(20_000);
  });
});

/** The text as it is displayed without its escape sequences. */
const SHOWN: readonly [string, string, string][] = [
  ['a colour with several parameters', '\u001B[1;31mred', 'red'],
  ['a sequence with signs between', '\u001B[0 !pred', 'red'],
  ['a private mode', '\u001B[?25lred', 'red'],
  ['a sequence without any', '\u001B[mred', 'red'],
  ['a sequence of one letter', '\u001BMred', 'red'],
  ['a sequence that does not end', 'red\u001B[', 'red'],
  ['a title that ends with a bell', '\u001B]0;title\u0007red', 'red'],
  ['a title that ends with its own sequence', '\u001B]0;title\u001B\\red', 'red'],
  ['a title that another sequence cuts off', '\u001B]0;title\u001B[31mred', 'red'],
  ['a title that does not end', 'red\u001B]0;title', 'red'],
  ['two titles', '\u001B]0;a\u0007red\u001B]0;b\u0007 and blue', 'red and blue'],
];

describe('an escape sequence', () => {
  it.each(SHOWN)('is removed completely, and nothing else: %s', (_, text, shown) => {
    expect(inert(text)).toBe(shown);
    expect(printable(text, false)).toBe(shown);
  });

  it.each(['\u001B[1m', '\u001B[2m', '\u001B[22m', '\u001B[31m', '\u001B[36m', '\u001B[39m', '\r\u001B[K'])(
    'of this tool reaches a terminal, and nothing else: %j',
    (own) => {
      expect(printable(`a${own}b`, true)).toBe(`a${own}b`);
      expect(printable(`a${own}b${own}c`, false)).toBe('abc');
      expect(printable(`${own}a\u001B[8mb`, true)).toBe(`${own}ab`);
    },
  );

  it.each([
    '\u001B[0m',
    '\u001B[3m',
    '\u001B[8m',
    '\u001B[30m',
    '\u001B[37m',
    '\u001B[38m',
    '\u001B[K',
    '\r',
  ])('that this tool does not write never reaches a terminal: %j', (foreign) => {
    expect(printable(`a${foreign}b`, true)).toBe('ab');
  });
});

it('joins lines, with one space for each separator', () => {
  expect(inertLine('a\n\t\n b\tc')).toBe('a  b c');
});
/** Returns the workflow commands that the GitHub runner recognises in a line. */
const isCommand = (line: string): boolean => line.trimStart().startsWith('::') || line.includes('##[');

describe('workflow commands', () => {
  it.each([
    '::error::pwned',
    'text\n::error::pwned',
    'text\r\n  ::error::pwned',
    '\u3000\u00A0::add-mask::x',
    '\t::stop-commands::x',
    ':::error::x',
    '\u2028::error::x',
    '\u200B::error::x',
    '\u001B[31m::error::x',
    'x ##[error]pwned',
    '##[set-env name=x]y',
    '###[error]x',
    '#\u200B#[error]x',
    '\n\n::group::x\n::endgroup::',
  ])('are defused in %j', (text) => {
    const shown = withoutCommands(printable(text, false));
    expect(shown.split(/\r\n|[\r\n\u2028\u2029]/).filter(isCommand)).toEqual([]);
  });

  it('are found in linear time', () => {
    const started = performance.now();
    for (const text of [
      ' '.repeat(5e5),
      '\u001B]'.repeat(5e5),
      ':'.repeat(5e5),
      '\n '.repeat(5e5),
      '\u001B['.repeat(5e5),
    ]) {
      withoutCommands(printable(text, true));
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
