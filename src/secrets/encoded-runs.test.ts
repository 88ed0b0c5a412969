import { describe, expect, it } from 'vitest';
import { encodedRunReadings, hexRunReadings, wrappedRunReadings } from './encoded-runs.ts';
import { placeOf, type Reading } from './readings.ts';

const SECRET = 'Owner:Secret-Token_0123456789';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const textsOf = (readings: Iterable<Reading>): string[] =>
  [...readings].map(({ codes }) => String.fromCharCode(...codes));

const shows = (readings: Iterable<Reading>, text = SECRET): boolean =>
  textsOf(readings).some((one) => one.includes(text));

/** The places of the readings that show the secret, each once. */
const placesOf = (text: string, readings: Iterable<Reading>): string[] => [
  ...new Set(
    [...readings].flatMap((reading) => {
      const shown = String.fromCharCode(...reading.codes);
      const at = shown.indexOf(SECRET);
      if (at < 0) return [];
      const ends = [at, at + SECRET.length - 1].map((one) => placeOf(reading, one, one + 1));
      return ends.map(({ from, to }) => text.slice(from, to));
    }),
  ),
];

describe('a run of base64', () => {
  it.each(['', 'a', 'ab', 'abc', 'abcd'])('is decoded with %j before the secret', (before) => {
    expect(shows(encodedRunReadings(`x ${base64(before + SECRET)} y`))).toBe(true);
    expect(shows(encodedRunReadings(`x ${before}${base64(SECRET)} y`))).toBe(true);
  });

  it.each([
    ['alone', base64(SECRET)],
    ['in base64url', Buffer.from(`??>>${SECRET}`).toString('base64url')],
    ['without padding', base64(SECRET).replace(/=*$/, '')],
    ['in JSON', JSON.stringify({ header: `Basic ${base64(SECRET)}` })],
    ['behind another', `${base64('The first has as many bytes.')}, ${base64(SECRET)}`],
    ['of base64', base64(`Basic ${base64(SECRET)}`)],
    ['of escapes', base64(SECRET.replaceAll(/./g, (char) => `%${char.charCodeAt(0).toString(16)}`))],
    ['of base64 of escapes', base64(base64('x'.repeat(9) + SECRET))],
    ['of lines', base64(`${SECRET.slice(0, 9)}\n${SECRET.slice(9)}`)],
  ])('is read %s', (_, text) => {
    expect(shows(encodedRunReadings(text))).toBe(true);
  });

  it('is decoded twice, or only once if requested', () => {
    expect(shows(encodedRunReadings(base64(base64(base64(SECRET)))))).toBe(false);
    expect(shows(encodedRunReadings(base64(base64(SECRET)), 1))).toBe(false);
    expect(shows(encodedRunReadings(base64(SECRET), 1))).toBe(true);
  });

  it('has at least 32 characters', () => {
    const run = base64('Twenty-four characters !');
    expect(run).toHaveLength(32);
    expect(textsOf(encodedRunReadings(run))).not.toEqual([]);
    expect(textsOf(encodedRunReadings(`.${run.slice(1)}.`))).toEqual([]);
    expect(textsOf(encodedRunReadings(`${run.slice(0, 16)}.${run.slice(16)}`))).toEqual([]);
  });

  it('has at least one capital in eight characters, and only ASCII letters', () => {
    const lower = 'abcdefghijklmnopqrstuvwxyz012345';
    expect(lower).toHaveLength(32);
    for (const capitals of ['AZAZ', 'AAAA', 'ZZZZ']) {
      expect(textsOf(encodedRunReadings(lower.slice(4) + capitals))).not.toEqual([]);
      expect(textsOf(encodedRunReadings(lower.slice(3) + capitals.slice(1)))).toEqual([]);
    }
    expect(textsOf(encodedRunReadings(`${lower}@[`))).toEqual([]);
  });

  it('is placed as a whole if it shows something', () => {
    const run = base64(`Basic ${SECRET}`).replace(/=*$/, '');
    expect(placesOf(`a ${run}, b`, encodedRunReadings(`a ${run}, b`))).toEqual([run]);
    const twice = base64(base64(SECRET)).replace(/=*$/, '');
    expect(placesOf(`a ${twice}, b`, encodedRunReadings(`a ${twice}, b`))).toEqual([twice]);
  });
});

describe('a run of base64 over lines', () => {
  const long = `${SECRET}${'-and-More'.repeat(10)}`;
  const wrap = (width: number, end: string, text = long): string =>
    base64(text).replaceAll(new RegExp(`.{${width}}`, 'g'), `$&${end}`);

  it.each([
    ['16', wrap(16, '\n')],
    ['64', wrap(64, '\n')],
    ['76', wrap(76, '\r\n')],
    ['20, quoted', `> ${wrap(20, '\n> ')}`],
    ['20, in a table', wrap(20, ' |\n| ')],
    ['20, in JSON', JSON.stringify(wrap(76, '" "'))],
    ['20 with all signs', wrap(20, ' \n"\'`|>\\')],
    ['16 signs between', wrap(20, ' '.repeat(16))],
    ['24 with padding on each', `${base64(long.slice(0, 25))}\n${base64(long.slice(25))}`],
  ])('is read at columns of %s', (_, text) => {
    expect(shows(wrappedRunReadings(text), SECRET.slice(0, 25))).toBe(true);
  });

  it.each([
    ['shorter lines', wrap(15, '\n')],
    ['another sign between', wrap(20, ',')],
    ['too much between', wrap(20, ' '.repeat(17))],
    ['one line', base64(long)],
    ['words', 'many-long-words-of-lower-case and-even-more-of-such-words here'],
  ])('is not read: %s', (_, text) => {
    expect(shows(wrappedRunReadings(text), SECRET.slice(0, 12))).toBe(false);
  });

  it('is not read with hardly any capitals', () => {
    expect(textsOf(wrappedRunReadings(`${'some-long-identifier\n'.repeat(8)}end`))).toEqual([]);
  });

  it('may contain more base64, and is placed as a whole', () => {
    const text = wrap(40, '\n', base64(SECRET));
    expect(placesOf(`. ${text} .`, wrappedRunReadings(`. ${text} .`)).map((one) => one.trim())).toEqual([
      text.trim(),
    ]);
  });

  it.each(['', 'a', 'ab', 'abc'])('is decoded with %j before the secret', (before) => {
    expect(shows(wrappedRunReadings(wrap(40, '\n', before + long)))).toBe(true);
    expect(shows(wrappedRunReadings(before + wrap(40, '\n')))).toBe(true);
  });
});

describe('a run of hex digits', () => {
  const hex = Buffer.from(SECRET).toString('hex');

  it.each([
    ['in lower case', hex],
    ['in upper case', hex.toUpperCase()],
    ['behind one more digit', `a${hex}`],
    ['before one more digit', `${hex}a`],
    ['between two more digits', `a${hex}b`],
  ])('is read %s', (_, run) => {
    expect(shows(hexRunReadings(`x ${run} y`))).toBe(true);
  });

  it('has 48 digits at least', () => {
    expect(textsOf(hexRunReadings(`${hex.slice(0, 48)}.`))).toContain(SECRET.slice(0, 24));
    expect(textsOf(hexRunReadings(`${hex.slice(0, 47)}.`))).toEqual([]);
    expect(textsOf(hexRunReadings(hex.replaceAll(/.{40}/g, '$& ')))).toEqual([]);
  });

  it('is placed as a whole if it shows something', () => {
    expect(placesOf(`x ${hex} y`, hexRunReadings(`x ${hex} y`))).toEqual([hex]);
  });
});
