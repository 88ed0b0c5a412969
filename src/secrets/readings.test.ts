import { describe, expect, it } from 'vitest';
import {
  originalReading,
  byteListReadings,
  hasTagsOrLists,
  piecesOf,
  placeOf,
  unescapedReadings,
  utf8Reading,
  type Reading,
  type ReadingKind,
} from './readings.ts';

const textOf = ({ codes }: Reading): string => String.fromCharCode(...codes);

const reads = (text: string, kind: ReadingKind): string[] =>
  unescapedReadings(originalReading(text), kind).map(textOf);

describe('a text as it is written', () => {
  it.each(['', 'a', 'Zürich 漢字 😀\0'])('has every unit at its place: %j', (text) => {
    const reading = originalReading(text);
    expect(textOf(reading)).toBe(text);
    expect(reading.places).toBeUndefined();
    expect(placeOf(reading, 1, 3)).toEqual({ from: 1, to: 3 });
    expect(piecesOf(reading, 1, 3)).toEqual([{ from: 1, to: 3 }]);
  });
});

describe('a text with its escapes decoded', () => {
  it.each<readonly [kind: ReadingKind, text: string, readings: readonly string[]]>([
    ['escapes', 'a%20b', ['a b']],
    ['escapes', 'a b', []],
    ['escapes', 'a+b', []],
    ['escapes', '"a"', []],
    ['escapes', '100 %, R&D', []],
    ['escapes', '%2541', ['%41', 'A']],
    ['escapes', '%25252525252541', ['%252525252541', '%2525252541', '%25252541', '%252541', '%2541']],
    ['escapes', String.raw`\\u0026#37;41`, [String.raw`\u0026#37;41`, '&#37;41', '%41', 'A']],
    ['escapes', '%F0%9F%98%80.', ['😀.']],
    ['escapes', '&#xffff;.', ['\uFFFF.']],
    ['escapes', '&#x10000;.', ['\u{10000}.']],
    ['escapes', '&#x10ffff;.', ['\u{10FFFF}.']],
    ['escapes', '&#x110000;.', ['.']],
    ['escapes', 'a&shy;b', ['ab']],
    ['form', 'a+b%2Bc', ['a b+c', 'a b c']],
    ['form', 'a b', []],
    ['unescaped', 'a b', ['ab']],
    ['unescaped', '"a"\n> \'b\' | `c`', ['abc']],
    ['unescaped', 'a%20b', ['ab']],
    ['unescaped', 'a%2520b', ['a%20b', 'ab']],
    ['unescaped', 'ab', []],
    ['unescaped', 'a=41,b', []],
    ['unescaped', 'a<b>c', ['a<bc']],
    ['unescaped', '\u001B[1ma\u001B[0m', ['a']],
    ['unescaped', 'Ａ B', ['AB']],
    ['quoted', 'a=41 b', ['aAb']],
    ['quoted', 'a=\r\nb', ['ab']],
    ['quoted', 'a,b', []],
    ['listed', '[a, b; c] (d) {e} *f*', ['abcdef']],
    ['listed', 'a<b>c', ['a<bc']],
    ['listed', 'a=41b', []],
    ['loose', '[a, b; c] (d) {e} *f*', ['abcdef']],
    ['loose', 'a<b class="x">c</b>', ['ac']],
    ['loose', String.raw`a\<b>\"c`, ['a\\c', 'ac']],
    ['loose', 'a=41', ['aA']],
    ['loose', '"a" + "b"', ['ab']],
    ['loose', 'a+b', []],
    ['loose', '\u001B]8;;ab\u0007', ['8ab']],
    ['tagless', '[a, b; c] (d) {e} *f*', ['abcdef']],
    ['tagless', 'a<b class="x">c</b>', ['ac']],
    ['tagless', 'a=41', []],
    ['tagless', '"a" + "b"', ['ab']],
    ['tagless', '\u001B]8;;ab\u0007', ['8ab']],
    ['tagless', String.raw`a\<b>c`, ['a\\c', 'ac']],
  ])('is, %s, of %j: %j', (kind, text, readings) => {
    expect(reads(text, kind)).toEqual(readings);
  });

  it.each<readonly [kind: ReadingKind, text: string, part: string, places: readonly string[]]>([
    ['escapes', 'xy%41%42z', 'y', ['y']],
    ['escapes', 'xy%41%42z', 'AB', ['%41%42']],
    ['escapes', 'xy%41%42z', 'yAB', ['y%41%42']],
    ['escapes', 'x&#x1F600;y', '😀', ['&#x1F600;']],
    ['escapes', 'x%2541%2542y', 'AB', ['%2541%2542']],
    ['escapes', 'x%252541y', 'A', ['%252541']],
    ['unescaped', 'ab cd', 'bc', ['b', 'c']],
    ['unescaped', 'ab %63d', 'bc', ['b', '%63']],
    ['unescaped', 'ab  %2563 d', 'bcd', ['b', '%2563', 'd']],
    ['loose', 'ab<i>cd', 'bc', ['b', 'c']],
  ])('knows, %s, in %j where %j stands: %j', (kind, text, part, places) => {
    const reading = unescapedReadings(originalReading(text), kind).at(-1) ?? originalReading('');
    const from = textOf(reading).indexOf(part);
    const to = from + part.length;
    expect(piecesOf(reading, from, to).map((one) => text.slice(one.from, one.to))).toEqual(places);
    const place = placeOf(reading, from, to);
    expect(place).toEqual({ from: text.indexOf(places[0] ?? ''), to: place.to });
    expect(text.slice(0, place.to).endsWith(places.at(-1) ?? '?')).toBe(true);
  });

  it('places the units of a nested reading in the original text', () => {
    const text = '%25%34%31 b';
    const [first] = unescapedReadings(originalReading(text), 'escapes');
    const again = unescapedReadings(first ?? originalReading(''), 'unescaped');
    expect(again.map(textOf)).toEqual(['Ab']);
    expect(again.map((one) => placeOf(one, 0, 1))).toEqual([{ from: 0, to: 9 }]);
    expect(again.map((one) => placeOf(one, 1, 2))).toEqual([{ from: 10, to: 11 }]);
  });
});

describe('tags or lists', () => {
  it.each(['<b', '</b', '<!--', '<?xml', '<B', 'x=4a', '=Af', ',', ';', '*', '[', '(', '{', '+', '\u001B'])(
    'are in %j',
    (part) => {
      expect(hasTagsOrLists(`some text ${part} and more`)).toBe(true);
    },
  );
  it.each(['', 'a < b', 'a > b', 'a=b', 'a=4', ') ] }', '"a" \'b\'', '%41 &amp: \\n'])(
    'are not in %j',
    (text) => {
      expect(hasTagsOrLists(text)).toBe(false);
    },
  );
});

/** All that a list of bytes can spell. */
const spells = (text: string): string[] =>
  byteListReadings(originalReading(text))
    .map((reading) => Buffer.from(reading.codes).toString('latin1'))
    .filter((spelt) => spelt !== '');

const BYTES = [...Buffer.from('Secret')];
const HEX = BYTES.map((byte) => byte.toString(16));

describe('a list of bytes', () => {
  it.each([
    ['JSON', JSON.stringify(BYTES)],
    ['JSON over lines', JSON.stringify(BYTES, null, 2)],
    ['JSON over lines in JSON', JSON.stringify({ body: JSON.stringify(BYTES, null, 2) })],
    ['JSON over lines in JSON in JSON', JSON.stringify(JSON.stringify(JSON.stringify(BYTES, null, '\t')))],
    ['lines that end as in Windows, in JSON', JSON.stringify(BYTES.join('\r\n'))],
    ['tabs in JSON', JSON.stringify(BYTES.join('\t'))],
    ['spaces', BYTES.join(' ')],
    ['hyphens', BYTES.join('-')],
    ['a typed array', JSON.stringify(Uint8Array.from(BYTES))],
    ['values before their number', BYTES.map((byte, at) => `${byte}:${at}`).join(' ')],
    ['hex', HEX.join(' ')],
    ['hex, upper case', HEX.join(' ').toUpperCase()],
    ['hex with 0x', HEX.map((two) => `0x${two}`).join(', ')],
    ['hex with 0X', HEX.map((two) => `0X${two}`).join(', ')],
    ['hex with colons', HEX.join(':')],
    ['hex behind backslashes', HEX.map((two) => `\\${two}`).join('')],
    ...Array.from(' \t\r\n,;:.-[](){}"\'`|_+/\\', (char) => [
      `between ${JSON.stringify(char)}`,
      BYTES.join(char),
    ]),
    ['words around it', `first ${BYTES.join(' ')} last`],
    ['a list of words before', `[cat, dog] 1 2 3 four ${BYTES.join(' ')}`],
    ['a short list after it', `${BYTES.join(' ')} word 1 2 3`],
  ])('is read with %s', (_, text) => {
    expect(spells(text)).toContain('Secret');
  });

  it.each([
    ['four numbers', '83 101 99 114'],
    ['four numbers, words, and one more', '83 101 99 114 and more 101'],
    ['numbers of five digits between', '83 101 99 12345 114 101 116'],
    ['a letter at a number', '83 101 99 114y 101 116'],
    ['a letter before a number', '83 101 99 y114 101 116'],
    ['a letter before the first of five numbers', 'y83 101 99 114 101'],
    ['another character between', '83 101 99 & 114 101 116'],
    ['nothing but words', 'these are words of some length'],
    ['nothing', ''],
  ])('is not recognised: %s', (_, text) => {
    expect(spells(text)).toEqual([]);
  });

  it.each([
    ['five numbers before a word', '83 101 99 114 101 word', 'Secre'],
    ['five numbers behind a word', 'word 83 101 99 114 101', 'Secre'],
    ['short lists around', `1 2 3 word ${BYTES.join(' ')} word 4 5 6 word 7 8`, 'Secret'],
    ['two lists', `${BYTES.join(' ')} word ${BYTES.join(' ')}`, 'SecretSecret'],
    ['no decimal number of a byte between', '83 a9 101 0099 99 9x 114 99a 101 116', 'Secret'],
  ])('is read, and nothing else: %s', (_, text, all) => {
    expect(spells(text)[0]).toBe(all);
  });

  it('is read in hex, without other numbers in between', () => {
    expect(spells('53 0065 x65 065 65 63 72 65 0x74')).toContain('Secret');
  });

  it('leaves out what is not a byte', () => {
    const bytes = ['83', '101', '256', '999', '99', '0', '114', '000', '101', '116'];
    expect(spells(bytes.join(' '))).toContain('Secret');
  });

  it('has bytes up to 255, and negative ones as in Java', () => {
    expect(spells('255 254 253 252 251')).toContain('\u00FF\u00FE\u00FD\u00FC\u00FB');
    expect(spells('[-61, -92, 65, -1, -128]')).toContain('\u00C3\u00A4A\u00FF\u0080');
    expect(spells('-61 65 66 67 68')).toContain('\u00C3ABCD');
    expect(spells('65-66-67-68-69')).toContain('ABCDE');
  });

  it('has no negative bytes in hex', () => {
    expect(spells('41 -42 -43 -44 -4a')).toContain('ABCDJ');
  });

  it.each([
    [`x [${BYTES.join(', ')}]`, 'ecr', '101, 99, 114'],
    [`x ${HEX.map((two) => `0x${two}`).join(' ')}`, 'ecr', '0x65 0x63 0x72'],
    [JSON.stringify(Uint8Array.from(BYTES)), 'ecr', '101,"2":99,"3":114'],
  ])('finds in %j the place of %j', (text, part, place) => {
    const reading = byteListReadings(originalReading(text)).find((one) => textOf(one).includes(part));
    const from = reading ? textOf(reading).indexOf(part) : -1;
    const found = placeOf(reading ?? originalReading(''), from, from + part.length);
    expect(text.slice(found.from, found.to)).toBe(place);
  });
});

const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

describe('bytes of UTF-8', () => {
  it.each([
    ['ASCII', 'plain', 'plain'],
    ['two bytes', latin1('Zürich'), 'Zürich'],
    ['the least of two bytes', latin1('a\u0080b'), 'a\u0080b'],
    ['the last of two bytes', latin1('a\u07FFb'), 'a\u07FFb'],
    ['three bytes', latin1('5 € or 漢字'), '5 € or 漢字'],
    ['the least of three bytes', latin1('a\u0800b'), 'a\u0800b'],
    ['four bytes', latin1('a😀b'), 'a😀b'],
    ['the last of four bytes', latin1('\u{10FFFF}'), '\u{10FFFF}'],
    ['a character at the end', latin1('xü'), 'xü'],
    ['a first byte without the next', '\u00C3A', '\u00C3A'],
    ['a first byte at the end', 'A\u00C3', 'A\u00C3'],
    ['two of three bytes', '\u00E2\u0082', '\u00E2\u0082'],
    ['two of three bytes, and a letter', '\u00E2\u0082A', '\u00E2\u0082A'],
    ['a byte that continues nothing', '\u0080\u00BF', '\u0080\u00BF'],
    ['what follows that is no byte', '\u00C3\u00C0', '\u00C3\u00C0'],
    ['what follows that is less than a byte', '\u00C3\u007F', '\u00C3\u007F'],
    [
      'first bytes that none has',
      '\u00C0\u0080\u00C1\u0080\u00F5\u0080\u0080\u0080',
      '\u00C0\u0080\u00C1\u0080\u00F5\u0080\u0080\u0080',
    ],
    ['a character that is put together already', 'ü漢', 'ü漢'],
  ])('are decoded: %s', (_, text, read) => {
    expect(textOf(utf8Reading(originalReading(text)))).toBe(read);
  });

  it('are placed at their bytes', () => {
    const reading = utf8Reading(originalReading(latin1('aü😀z')));
    expect([0, 1, 2, 4].map((at) => placeOf(reading, at, at + 1))).toEqual([
      { from: 0, to: 1 },
      { from: 1, to: 3 },
      { from: 3, to: 7 },
      { from: 7, to: 8 },
    ]);
    const [listed] = byteListReadings(originalReading('97 195 188 98 99'));
    const inList = utf8Reading(listed ?? originalReading(''));
    expect(textOf(inList)).toBe('aübc');
    expect(placeOf(inList, 1, 2)).toEqual({ from: 3, to: 10 });
  });
});
