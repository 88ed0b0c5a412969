import { beforeEach, describe, expect, it } from 'vitest';
import { originalReading } from './readings.ts';
import { SecretIndex } from './secret-index.ts';
import { seededBytes } from './seeded.fixture.ts';

const codes = (text: string): Uint16Array => originalReading(text).codes;

const LABEL = 'TOKEN';

/** An index of secrets, each with the number of consecutive characters that reveal it. */
function indexOf(
  ...secrets: readonly (readonly [text: string, minUnits: number, label?: string])[]
): SecretIndex {
  const index = new SecretIndex();
  for (const [text, minUnits, label = LABEL] of secrets) index.add({ codes: codes(text), minUnits }, label);
  return index;
}

const find = (index: SecretIndex, text: string): string[] =>
  index.find(originalReading(text)).map(({ from, to, label }) => `${label} ${text.slice(from, to)}`);

const SECRET = seededBytes(60, 'secret-index').toString('base64url').replaceAll(/[-_]/g, 'x');

const places = Array.from({ length: 20 }, (_, at) => at);

describe('a secret revealed by any 16 characters', () => {
  let whole = new SecretIndex();

  beforeEach(() => {
    whole = indexOf([SECRET, 16]);
  });

  it.each([16, 17, 20, 24, 39, 40, SECRET.length])(
    'is found by its first %i, wherever they stand',
    (length) => {
      const head = SECRET.slice(0, length);
      for (const at of places) expect(find(whole, `${'.'.repeat(at)}${head}.`)).toEqual([`${LABEL} ${head}`]);
    },
  );

  it('is found by any 16 of them, anywhere, and by no 15', () => {
    for (let from = 0; from + 16 <= SECRET.length; from += 1) {
      const [before, part] = ['.'.repeat(from % 9), SECRET.slice(from, from + 16)];
      expect(find(whole, `${before}${part}`)).toEqual([`${LABEL} ${part}`]);
      expect(find(whole, `${before}${part}.`)).toEqual([`${LABEL} ${part}`]);
      expect(find(whole, `${before}${part.slice(0, 15)}.`)).toEqual([]);
      expect(find(whole, `${before}.${part.slice(1)}`)).toEqual([]);
    }
  });

  it('is found each time it occurs', () => {
    const [head, tail] = [SECRET.slice(0, 30), SECRET.slice(20, 50)];
    expect(find(whole, `${head} ${tail} ${head}${head}`)).toEqual(
      [head, tail, head, head].map((part) => `${LABEL} ${part}`),
    );
    expect(find(whole, `${head}.${SECRET.slice(31)}`)).toEqual(
      [head, SECRET.slice(31)].map((part) => `${LABEL} ${part}`),
    );
  });

  it('is found in any letter case', () => {
    for (const text of [SECRET.toUpperCase(), SECRET.toLowerCase()]) {
      expect(find(whole, text)).toEqual([`${LABEL} ${text}`]);
    }
  });

  it('is not found in something similar', () => {
    expect(find(whole, '')).toEqual([]);
    expect(find(whole, SECRET.replaceAll(/.{8}/g, '$& '))).toEqual([]);
    expect(find(whole, Array.from(SECRET).toReversed().join(''))).toEqual([]);
  });

  it('is found beside others, under its own label', () => {
    const other = seededBytes(60, 'secret-index, another').toString('hex');
    const both = indexOf([SECRET, 16], [other, 16, 'OTHER']);
    expect(find(both, `${other.slice(7, 40)} ${SECRET.slice(3, 30)}`)).toEqual([
      `OTHER ${other.slice(7, 40)}`,
      `${LABEL} ${SECRET.slice(3, 30)}`,
    ]);
  });

  it('is found beside others that share a part', () => {
    const [one, other, third] = ['-one-more-word', '-other', '-third'].map(
      (end) => SECRET.slice(0, 20) + end,
    );
    const index = indexOf([one ?? '', 16, 'ONE'], [other ?? '', 16, 'OTHER'], [third ?? '', 16, 'THIRD']);
    const labels = index.find(originalReading(`x ${SECRET.slice(0, 20)} y`)).map(({ label }) => label);
    expect(labels.toSorted()).toEqual(['ONE', 'OTHER', 'THIRD']);
  });

  it('is found by another 16 of them if the first ones occur twice in it', () => {
    const repeated = `${'ab'.repeat(12)}cdefghijklmnopqr${'ab'.repeat(12)}`;
    const found = indexOf([repeated, 16]).find(originalReading(`x${repeated}x`));
    expect(found).toContainEqual({ from: 1, to: 1 + repeated.length, label: LABEL });
  });

  it('is found under the label of its first addition', () => {
    expect(find(indexOf([SECRET, 16, 'FIRST'], [SECRET, 16, 'SECOND']), SECRET)).toEqual([`FIRST ${SECRET}`]);
  });
});

describe('a secret revealed only as a whole', () => {
  it.each([5, 6, 7, 8, 9, 12, 15, 16, 17, 24, 40])(
    'is found with a length of %i, wherever it stands',
    (length) => {
      const secret = SECRET.slice(0, length);
      const index = indexOf([secret, length]);
      for (const at of places) {
        expect(find(index, `${'.'.repeat(at)}${secret.toUpperCase()}.`)).toEqual([
          `${LABEL} ${secret.toUpperCase()}`,
        ]);
        expect(find(index, '.'.repeat(at) + secret)).toEqual([`${LABEL} ${secret}`]);
        expect(find(index, `${'.'.repeat(at)}${secret.slice(0, -1)}.`)).toEqual([]);
        expect(find(index, `${'.'.repeat(at)}.${secret.slice(1)}`)).toEqual([]);
      }
      expect(find(index, secret.slice(0, -1))).toEqual([]);
      expect(find(index, secret.slice(1))).toEqual([]);
    },
  );

  it('is ignored with less than five characters', () => {
    expect(find(indexOf(['abcd', 4]), 'abcd')).toEqual([]);
    expect(find(indexOf(['abcde', 5]), 'abcde')).toEqual([`${LABEL} abcde`]);
  });

  it('may start with another one', () => {
    expect(find(indexOf(['owner', 5, 'SHORT'], ['owner@x.io', 10, 'LONG']), 'owner@x.io').toSorted()).toEqual(
      ['LONG owner@x.io', 'SHORT owner'],
    );
  });
});

describe('a secret with zeros, as one in UTF-16', () => {
  it.each([
    ['at its start', '\0\0abcdefghi'],
    ['at its end', 'abcdefghi\0\0'],
  ])('is found whole only: %s', (_, secret) => {
    const index = indexOf([secret, secret.length]);
    expect(find(index, secret)).toEqual([`${LABEL} ${secret}`]);
    expect(find(index, secret.replaceAll('\0', ''))).toEqual([]);
    const long = secret.replace('abc', SECRET);
    expect(find(indexOf([long, 16]), long.replaceAll('\0', ''))).toEqual([
      `${LABEL} ${long.replaceAll('\0', '')}`,
    ]);
  });
});

describe('equal characters', () => {
  it.each([
    ['the two alphabets of base64', 'abc+def/ghi', 'abc-def_ghi', true],
    ['letter case', 'azAZ', 'AZaz', true],
    ['a sign next to the capitals', 'abc@[x', 'abc`{x', false],
    ['signs that are like each other', 'abc+def', 'abc/def', false],
    ['letters that are no ASCII', 'Äußere', 'äußere', false],
  ])('are %s', (_, a, b, same) => {
    const [one, other] = [`1234${a}56`, `1234${b}56`];
    expect(find(indexOf([one, one.length]), other)).toEqual(same ? [`${LABEL} ${other}`] : []);
    expect(find(indexOf([other, other.length]), one)).toEqual(same ? [`${LABEL} ${one}`] : []);
    expect(find(indexOf([`${one}${SECRET.slice(0, 6)}`, 16]), `${other}${SECRET.slice(0, 6)}`)).toHaveLength(
      same ? 1 : 0,
    );
  });
});

describe('the common prefix of tokens', () => {
  const PREFIX = 'ATATT3xFfGF0';

  it.each(['ATATT3xFfGF0', 'ATCTT3xFfGF0', 'ATBTT3xFfGF0', 'ATSTT3xFfGF0'])(
    'gives none away: %s, and its encodings, with what follows by chance',
    (prefix) => {
      const token = prefix + SECRET;
      for (const [whole, head] of [
        [Buffer.from(token).toString('base64'), Buffer.from(prefix).toString('base64')],
        [Buffer.from(token).toString('hex'), Buffer.from(prefix).toString('hex')],
        [Buffer.from(token, 'utf16le').toString('hex'), Buffer.from(prefix, 'utf16le').toString('hex')],
      ] as const) {
        const index = indexOf([whole, 16]);
        for (let more = 0; more <= 3; more += 1) {
          expect(find(index, `.${whole.slice(0, head.length + more)}.`)).toEqual([]);
        }
        for (const more of [4, 5, 12, 28]) {
          const part = whole.slice(0, head.length + more);
          expect(find(index, `.${part}.`)).toContain(`${LABEL} ${part}`);
        }
        expect(find(index, `.${whole.slice(4, head.length)}.`)).toEqual([]);
        // Its end, with two characters that follow by chance.
        expect(find(index, `.${whole.slice(head.length - 14, head.length + 2)}.`)).toEqual([]);
      }
    },
  );

  it('does not hide what follows', () => {
    const token = PREFIX + SECRET;
    const index = indexOf([token, 16]);
    for (const length of [16, 20, 39, 40]) {
      expect(find(index, token.slice(0, length))).toEqual([`${LABEL} ${token.slice(0, length)}`]);
      expect(find(index, token.slice(8, 8 + length))).toEqual([`${LABEL} ${token.slice(8, 8 + length)}`]);
    }
  });
});

it('is empty until something is added', () => {
  expect(find(new SecretIndex(), SECRET)).toEqual([]);
});
