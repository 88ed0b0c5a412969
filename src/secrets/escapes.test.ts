import { describe, expect, it } from 'vitest';
import {
  readBackslashUnlessTag,
  codesOf,
  LIST_SEPARATORS,
  DROPPED,
  ESCAPES,
  FILLERS,
  readTerminalLink,
  readConcatenation,
  readQuotedPrintable,
  readFormSpace,
  readTag,
  type Escape,
} from './escapes.ts';

type EscapeReader = (codes: Uint16Array, at: number) => Escape | undefined;

/** An escape: how it starts, its character (or nothing if it is dropped), and its length. */
type Row = readonly [text: string, read: string | number | null, length?: number];

const NONE = null;
const LEFT_OUT = '';

/** What is read at a place after other characters. */
const readAt = (text: string, before: string, reader?: EscapeReader): Escape | undefined => {
  const codes = Uint16Array.from(codesOf(before + text));
  return (reader ?? ESCAPES.get(text.charCodeAt(0)))?.(codes, before.length);
};

const expected = ([, read, length = 0]: Row): Escape | undefined => {
  if (read === null) return undefined;
  if (read === LEFT_OUT) return { code: DROPPED, length };
  return { code: typeof read === 'number' ? read : (read.codePointAt(0) ?? 0), length };
};

const holds = (rows: readonly Row[], reader?: EscapeReader): void => {
  it.each(rows.map((row) => [row[0], row[1], row] as const))('%j is %j', (text, _, row) => {
    for (const before of ['', 'ab', '\u0007;']) expect(readAt(text, before, reader)).toEqual(expected(row));
  });
};

describe('after a backslash', () => {
  holds([
    [String.raw`\u0041`, 'A', 6],
    [String.raw`\u004142`, 'A', 6],
    [String.raw`\u00e4`, 'ä', 6],
    [String.raw`\uFFFF`, 0xff_ff, 6],
    [String.raw`\u004`, 'u', 2],
    [String.raw`\u00g1`, 'u', 2],
    [String.raw`\u00000041`, 0, 6],
    [String.raw`\u{41}`, 'A', 6],
    [String.raw`\u{0}`, 0, 5],
    [String.raw`\u{1F600}`, '😀', 9],
    [String.raw`\u{10ffff}`, 0x10_ff_ff, 10],
    [String.raw`\u{0000041}`, 'u', 2],
    [String.raw`\u{}`, 'u', 2],
    [String.raw`\u{41`, 'u', 2],
    [String.raw`\u{4g}`, 'u', 2],
    [String.raw`\u[41}`, 'u', 2],
    [String.raw`\U00000041`, 'A', 10],
    [String.raw`\U0001F600`, '😀', 10],
    [String.raw`\U00000000`, 0, 10],
    [String.raw`\U0041`, 'A', 6],
    [String.raw`\U0041004g`, 'A', 6],
    [String.raw`\U{41}`, 'A', 6],
    [String.raw`\U004`, 'U', 2],
    [String.raw`\x41`, 'A', 4],
    [String.raw`\x412`, 'A', 4],
    [String.raw`\xe4`, 'ä', 4],
    [String.raw`\x00`, 0, 4],
    [String.raw`\x09`, 9, 4],
    [String.raw`\x0A`, 10, 4],
    [String.raw`\x0F`, 15, 4],
    [String.raw`\x0a`, 10, 4],
    [String.raw`\x0f`, 15, 4],
    [String.raw`\x4`, 'x', 2],
    [String.raw`\x0/`, 'x', 2],
    [String.raw`\x0:`, 'x', 2],
    [String.raw`\x0@`, 'x', 2],
    [String.raw`\x0G`, 'x', 2],
    ['\\x0`', 'x', 2],
    [String.raw`\x0g`, 'x', 2],
    [String.raw`\101`, 'A', 4],
    [String.raw`\1012`, 'A', 4],
    [String.raw`\000`, 0, 4],
    [String.raw`\000z`, 0, 4],
    [String.raw`\377`, 255, 4],
    [String.raw`\777`, 511, 4],
    [String.raw`\10`, 0x10, 3],
    [String.raw`\108`, 0x1_08, 4],
    [String.raw`\180`, 0x1_80, 4],
    [String.raw`\810`, 0x8_10, 4],
    [String.raw`\10/`, '1', 2],
    [String.raw`\1/0`, '1', 2],
    [String.raw`\/10`, '/', 2],
    [String.raw`\41 `, 'A', 4],
    [String.raw`\41 \42 `, 'A', 4],
    [String.raw`\e4 `, 'ä', 4],
    [String.raw`\a0004b`, 0xa0_00_4b, 7],
    [String.raw`\a0004b5`, 0xa0_00_4b, 7],
    [String.raw`\a0004b `, 0xa0_00_4b, 8],
    [String.raw`\a0004 z`, 0xa_00_04, 7],
    [String.raw`\a0004z`, 'a', 2],
    [String.raw`\41\42`, 'A', 3],
    [String.raw`\41`, 'A', 3],
    [String.raw`\41z`, '4', 2],
    [String.raw`\4 `, '4', 2],
    [String.raw`\4\4`, '4', 2],
    [String.raw`\4`, '4', 2],
    ['\\\r\nx', LEFT_OUT, 3],
    ['\\a\n', 'a', 2],
    ['\\\r\r', LEFT_OUT, 2],
    ['\\\nx', LEFT_OUT, 2],
    ['\\\rx', LEFT_OUT, 2],
    ['\\\r', LEFT_OUT, 2],
    ...Array.from('nrtbfv', (letter): Row => [`\\${letter}`, LEFT_OUT, 2]),
    ...Array.from('"\'\\/`<>&=@:-a', (char): Row => [`\\${char}`, char, 2]),
    ['\\', NONE],
  ]);
});

describe('after a backslash that may precede a tag', () => {
  holds(
    [
      [String.raw`\<b>`, NONE],
      [String.raw`\x3c`, '<', 4],
      [String.raw`\/`, '/', 2],
    ],
    readBackslashUnlessTag,
  );
});

describe('after a percent sign', () => {
  holds([
    ['%41', 'A', 3],
    ['%4a1', 'J', 3],
    ['%7F', 0x7f, 3],
    ['%00', 0, 3],
    ['%c0%80', 0, 6],
    ['%u0000', 0, 6],
    ['%4', NONE],
    ['%g1', NONE],
    ['%1g', NONE],
    ['%', NONE],
    ['%%41', NONE],
    ['%u0041', 'A', 6],
    ['%U0041', 'A', 6],
    ['%u004', NONE],
    ['%u00g1', NONE],
    ['%c3%a4', 'ä', 6],
    ['%C3%A4x', 'ä', 6],
    ['%c3%80', 0xc0, 6],
    ['%c3%bf', 0xff, 6],
    ['%df%bf', 0x7_ff, 6],
    ['%e2%82%ac', '€', 9],
    ['%e0%a4%85', 0x9_05, 9],
    ['%ef%bf%bf', 0xff_ff, 9],
    ['%f0%9f%98%80', '😀', 12],
    ['%f0%90%80%80', 0x1_00_00, 12],
    ['%f4%8f%bf%bf', 0x10_ff_ff, 12],
    ['%c3', 0xc3, 3],
    ['%c3%41', 0xc3, 3],
    ['%c3%7f', 0xc3, 3],
    ['%c3%c0', 0xc3, 3],
    ['%c3a4', 0xc3, 3],
    ['%c3=a4', 0xc3, 3],
    ['%e2%82', 0xe2, 3],
    ['%e2%82%41', 0xe2, 3],
    ['%f0%9f%98', 0xf0, 3],
    ['%80%80', 0x80, 3],
    ['%bf%bf', 0xbf, 3],
  ]);
});

describe('after an ampersand', () => {
  const NAMES: Readonly<Record<string, string>> = {
    '<': 'lt',
    '>': 'gt',
    '"': 'quot',
    '&': 'amp',
    "'": 'apos',
    '=': 'equals',
    '+': 'plus',
    '/': 'sol',
    '\\': 'bsol',
    _: 'lowbar',
    '-': 'hyphen dash',
    ':': 'colon',
    ';': 'semi',
    ',': 'comma',
    '.': 'period',
    '@': 'commat',
    '#': 'num',
    '!': 'excl',
    '?': 'quest',
    '%': 'percnt',
    $: 'dollar',
    '*': 'ast midast',
    '(': 'lpar',
    ')': 'rpar',
    '[': 'lsqb lbrack',
    ']': 'rsqb rbrack',
    '{': 'lcub lbrace',
    '}': 'rcub rbrace',
    '|': 'verbar vert',
    '^': 'Hat',
    '`': 'grave',
    '~': 'tilde',
  };
  const UNSEEN =
    'nbsp shy Tab NewLine zwnj zwj lrm rlm ensp emsp thinsp hairsp ZeroWidthSpace NegativeThinSpace NoBreak numsp puncsp MediumSpace';
  holds([
    ...Object.entries(NAMES).flatMap(([char, names]) =>
      names.split(' ').map((name): Row => [`&${name};`, char, name.length + 2]),
    ),
    ...UNSEEN.split(' ').map((name): Row => [`&${name};`, LEFT_OUT, name.length + 2]),
    ['&LT;x', '<', 4],
    ['&lt', NONE],
    ['&lt x;', NONE],
    ['&nbsp', NONE],
    ['&nothing;', NONE],
    ['&toString;', NONE],
    ['&;', NONE],
    ['& lt;', NONE],
    ['&', NONE],
    ['&#65;', 'A', 5],
    ['&#65;x', 'A', 5],
    ['&#65', 'A', 4],
    ['&#65 ;', 'A', 4],
    ['&#65x;', 'A', 4],
    ['&#000000065;', 'A', 12],
    ['&#128512;', '😀', 9],
    ['&#x41;', 'A', 6],
    ['&#X41;', 'A', 6],
    ['&#x41', 'A', 5],
    ['&#x41z;', 'A', 5],
    ['&#xe4;', 'ä', 6],
    ['&#x00000041;', 'A', 12],
    ['&#x1F600;', '😀', 9],
    ['&#;', NONE],
    ['&#x;', NONE],
    ['&#xg;', NONE],
    ['&#y41;', NONE],
    ['&# 65;', NONE],
  ]);
});

describe('after an equals sign in quoted-printable', () => {
  holds(
    [
      ['=41', 'A', 3],
      ['=3D', '=', 3],
      ['=3d1', '=', 3],
      ['=C3=A4', 'ä', 6],
      ['=C3%A4', 0xc3, 3],
      ['=\r\nx', LEFT_OUT, 3],
      ['=\nx', LEFT_OUT, 2],
      ['=\rx', NONE],
      [String.raw`=\r\nx`, LEFT_OUT, 1],
      [String.raw`=\nx`, LEFT_OUT, 1],
      [String.raw`=\tx`, NONE],
      ['=rx', NONE],
      ['=nx', NONE],
      ['=xr', NONE],
      ['=xn', NONE],
      ['=x\n', NONE],
      ['=4', NONE],
      ['=x', NONE],
      ['=', NONE],
    ],
    readQuotedPrintable,
  );
});

describe('a terminal escape sequence', () => {
  const [ESC, BEL] = ['\u001B', '\u0007'];
  const color = (length: number): string => `${ESC}[${'1'.repeat(length - 3)}m`;
  const title = (length: number, end = BEL): string => `${ESC}]${'1'.repeat(length - 2 - end.length)}${end}`;
  const rows: readonly Row[] = [
    [`${ESC}[31mx`, LEFT_OUT, 5],
    [`${ESC}[mx`, LEFT_OUT, 3],
    [`${ESC}[1@x`, LEFT_OUT, 4],
    [`${ESC}[1~x`, LEFT_OUT, 4],
    [`${ESC}[?1\u007Fx`, LEFT_OUT, 6],
    [`${ESC}[31`, LEFT_OUT, 1],
    [`${color(256)}x`, LEFT_OUT, 256],
    [`${color(257)}x`, LEFT_OUT, 1],
    [`${ESC}x`, LEFT_OUT, 1],
    [`${ESC}x${BEL}`, LEFT_OUT, 1],
    [`${ESC}x;m`, LEFT_OUT, 1],
    [ESC, LEFT_OUT, 1],
  ];
  holds([
    ...rows,
    [`${ESC}]0;m${BEL}x`, LEFT_OUT, 6],
    [`${ESC}]0;m${ESC}\\x`, LEFT_OUT, 7],
    [`${ESC}]0;${ESC}[1m${BEL}x`, LEFT_OUT, 9],
    [`${ESC}]0;m`, LEFT_OUT, 1],
    [`${ESC}]a\\b${BEL}`, LEFT_OUT, 6],
    [`${title(256)}x`, LEFT_OUT, 256],
    [`${title(257)}x`, LEFT_OUT, 1],
    [`${title(257, `${ESC}\\`)}x`, LEFT_OUT, 257],
    [`${title(258, `${ESC}\\`)}x`, LEFT_OUT, 1],
  ]);

  describe('whose link counts as text', () => {
    holds([...rows, [`${ESC}]8;;https://x${BEL}`, LEFT_OUT, 2]], readTerminalLink);
  });
});

const tag = (length: number): string => `<${'b'.repeat(length - 2)}>`;

describe('a tag', () => {
  holds(
    [
      ['<b>x', LEFT_OUT, 3],
      ['</b>x', LEFT_OUT, 4],
      ['<!-- x -->y', LEFT_OUT, 10],
      ['<?xml?>', LEFT_OUT, 7],
      ...Array.from('azAZ09', (char): Row => [`<${char}>`, LEFT_OUT, 3]),
      ...Array.from(':@[`{ -=<>', (char): Row => [`<${char} x>`, NONE]),
      ['<b<i>', NONE],
      ['<b', NONE],
      ['<', NONE],
      [`${tag(400)}x`, LEFT_OUT, 400],
      [`${tag(401)}x`, NONE],
    ],
    readTag,
  );
});

describe('a plus sign', () => {
  holds(
    [
      ['+"', LEFT_OUT, 1],
      ["+'", LEFT_OUT, 1],
      ['+`', LEFT_OUT, 1],
      ['+ \t\r\n\\"', LEFT_OUT, 1],
      ['+a"', NONE],
      ['+ a"', NONE],
      ['++"', NONE],
      ['+ ', NONE],
      ['+', NONE],
      [`+${' '.repeat(78)}"`, LEFT_OUT, 1],
      [`+${' '.repeat(79)}"`, NONE],
    ],
    readConcatenation,
  );
});

describe('the plus sign of a form', () => {
  holds([['+a', ' ', 1]], readFormSpace);
});

describe('a full-width character', () => {
  holds([
    ['Ａ', 'A', 1],
    ['！', '!', 1],
    ['～', '~', 1],
    ['＿x', '_', 1],
    ['\uFF00', NONE],
    ['\uFF5F', NONE],
  ]);
});

describe('the fillers of a reading', () => {
  const units = Array.from({ length: 0x1_00_00 }, (_, code) => code);

  it('are all white space and control characters, except the start of a terminal sequence', () => {
    const blank = units.filter((code) => /[\s\p{Cc}]/u.test(String.fromCharCode(code)));
    expect(blank.filter((code) => !FILLERS.has(code))).toEqual([0x1b]);
  });

  it('include characters without width', () => {
    const unseen =
      '\u00AD\u034F\u0300\u036F\u061C\u115F\u1160\u17B4\u17B5\u180B\u180E\u180F\u200B\u200C\u200D\u200E\u200F\u202A\u202E\u2060\u2064\u2066\u206F\u3164\uFE00\uFE0F\uFEFF\uFFA0';
    expect(codesOf(unseen).filter((code) => !FILLERS.has(code))).toEqual([]);
    // Tags and variation selectors of the supplementary planes.
    expect(codesOf('\u{E0001}\u{E007F}\u{E0100}\u{E01EF}').filter((code) => !FILLERS.has(code))).toEqual([]);
  });

  it('include quotation marks and margins', () => {
    expect(codesOf('"\'`|>‘’“”').filter((code) => !FILLERS.has(code))).toEqual([]);
  });

  it('exclude letters and the characters of tokens, base64 and emails', () => {
    expect(
      units.filter(
        (code) => FILLERS.has(code) && /[\w+/=@.,%~^!#$&*():;?<{}[\]\\-]/.test(String.fromCharCode(code)),
      ),
    ).toEqual([]);
    const letters = units.filter(
      (code) => FILLERS.has(code) && /[\p{L}\p{N}]/u.test(String.fromCharCode(code)),
    );
    expect(letters.map((code) => code.toString(16))).toEqual(['115f', '1160', '3164', 'ffa0']);
  });

  it('exclude the separators of lists, which are separate', () => {
    expect(
      [...LIST_SEPARATORS]
        .map((code) => String.fromCharCode(code))
        .toSorted()
        .join(''),
    ).toBe('()*,;[]{}');
  });
});
