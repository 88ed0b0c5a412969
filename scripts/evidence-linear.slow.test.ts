import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checksum } from '../src/contract/synthetic-token.ts';
import { clearSecrets, registerSecret, redact, redactReceived } from '../src/secrets/redaction.ts';
import { findTokensInBytes } from '../src/secrets/scan-bytes.ts';
import { shapeOf } from '../src/evidence/shape.ts';
import { seededBytes } from '../src/secrets/seeded.fixture.ts';

const EMAIL = 'jane.doe@example.com';
let token: string;

beforeEach(() => {
  const head = `ATATT3xFfGF0${seededBytes(129).toString('base64url')}=`;
  token = head + checksum(head);
  registerSecret('TOKEN', token);
  registerSecret('EMAIL', EMAIL, 'email');
});

afterEach(() => clearSecrets());

const filled = (piece: string, length: number): string => piece.repeat(Math.ceil(length / piece.length));

/** Texts that took the square of their length, or more of the stack than there is. */
const TEXTS: readonly [string, () => string][] = [
  ['parts of a secret', () => `${token.slice(40, 56)} `],
  ['emails', () => `${EMAIL} `],
  ['escaped emails among plain ones', () => `jane.doe&#64;example.com ${EMAIL} `],
  ['secrets over lines', () => `${token.replaceAll(/.{20}/g, '$&\n')}\n`],
];

const millisecondsOf = (work: () => unknown): number => {
  const began = process.cpuUsage();
  work();
  return process.cpuUsage(began).user / 1000;
};

const growth = (work: (length: number) => unknown): number => {
  work(2 ** 14);
  return millisecondsOf(() => work(2 ** 18)) / (millisecondsOf(() => work(2 ** 16)) + 20);
};

// Four times the text must take about four times as long: sixteen times is far from both.
describe('time grows with the length of the text', () => {
  it.each(TEXTS)(
    'at the choke point, of %s',
    (_, piece) => {
      expect(growth((length) => redactReceived(filled(piece(), length)))).toBeLessThan(10);
      expect(growth((length) => redact(filled(piece(), length)))).toBeLessThan(10);
    },
    120_000,
  );

  it.each(['a', 'ATATT3=ABCDEF01', 'ABCDEFGHIJKLMNOP '])(
    'of the scan, of %s',
    (piece) => {
      expect(growth((length) => findTokensInBytes(Buffer.from(filled(piece, length))))).toBeLessThan(10);
    },
    120_000,
  );
});

it('handles a list of a million numbers', () => {
  const text = `${'65,'.repeat(300_000)} zebra?`;
  expect(redact(text)).toBe(text);
});

const wide = (count: number, item: unknown): object =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`key${i}`, item]));

it('keeps a shape of a bounded size', () => {
  const body = JSON.stringify(wide(150, wide(150, wide(10, 1))));
  expect(JSON.stringify(shapeOf(body)).length).toBeLessThan(body.length / 4);
});

it('leaves the token of a stranger alone, whose start is that of all', () => {
  // The first character after the common start is the same in both: so it is with one of 64.
  const mine = `ATATT3xFfGF0-0${seededBytes(120).toString('base64url').replaceAll(/[_-]/g, 'a')}`;
  registerSecret('MINE', mine);
  const other = `ATATT3xFfGF0-example-com-not-a-real-token-${'x-example-com-not-a-real-token-'.repeat(4)}`;
  for (const before of ['', 'a', 'ab']) {
    const text = Buffer.from(`${before}:${other}`).toString('base64');
    expect(redactReceived(text)).toBe(text);
  }
});
