import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { mistype } from '../contract/authorization.ts';
import { checksum, syntheticToken } from '../contract/synthetic-token.ts';
import { redact, redactReceived } from './redaction.ts';
import { findTokensInBytes } from './scan-bytes.ts';
import { findTokens } from './token-scan.ts';
import { seededBytes } from './seeded.fixture.ts';

/** A token that nobody issued and that does not say so: made anew in every run, so that none stands in a file. */
const unmarked = (prefix: string): string => {
  const head = `${prefix}${seededBytes(129).toString('base64url')}=`;
  return head + checksum(head);
};

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe.each(['ATATT3xFfGF0', 'ATCTT3xFfG', 'ATBTT3xFfGF0'])('a token that begins with %s', (prefix) => {
  it.each([
    ['as it is', (token: string) => `first line\ntoken: ${token}`],
    ['without its end', (token: string) => `first line\n${token.slice(0, 100)}`],
    ['in a Basic header', (token: string) => `first line\nBasic ${base64(`a@example.com:${token}`)}`],
    ['behind one more letter', (token: string) => `first line\n"${base64(`ab@example.com:${token}`)}"`],
    ['behind two more letters', (token: string) => `first line\n${base64(`abc@example.com:${token}`)}`],
    [
      'percent-encoded',
      (token: string) =>
        `first line\n?t=${token.replaceAll(/./g, (char) => `%${char.charCodeAt(0).toString(16)}`)}`,
    ],
    [
      'in entities',
      (token: string) => `first line\n${token.replaceAll(/./g, (char) => `&#${char.charCodeAt(0)};`)} `,
    ],
    ['in hex', (token: string) => `first line\n${Buffer.from(token).toString('hex')}`],
    ['as a list of bytes', (token: string) => `first line\n${JSON.stringify([...Buffer.from(token)])}`],
    [
      'in base64, wrapped',
      (token: string) => `first line\n${base64(`a@example.com:${token}`).replaceAll(/.{64}/g, '$&\n')}`,
    ],
    [
      'in base64 of base64',
      (token: string) => `first line\n${base64(`Authorization: Basic ${base64(`a@example.com:${token}`)}`)}`,
    ],
    ['over lines', (token: string) => `first line\n${token.replaceAll(/.{20}/g, '$&\n')}`],
    ['in base64url', (token: string) => `first line\n${Buffer.from(`:${token}`).toString('base64url')}`],
  ])('is seen %s', (_, write) => {
    const token = unmarked(prefix);
    const [sighting, ...more] = findTokens(write(token));
    expect(sighting).toMatchObject({ line: 2 });
    expect(more).toEqual([]);
    expect(token.startsWith(sighting?.excerpt.slice(0, 6) ?? '?')).toBe(true);
    expect(sighting?.excerpt.length).toBeLessThan(12);
  });
});

describe('the scanner of files', () => {
  const token = unmarked('ATATT3xFfGF0');
  const text = `first line\ntoken: ${token}\n`;
  it.each([
    ['UTF-16', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16, the other way round', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['gzip', gzipSync(text)],
    ['zip', zipSync({ 'a/b.txt': strToU8(text) })],
    ['zip in zip', zipSync({ 'inner.zip': zipSync({ 'b.txt': strToU8(text) }) })],
  ])('sees a token in %s', (_, bytes) => {
    expect(findTokensInBytes(bytes)).toMatchObject([{ line: 2, checksumFits: true }]);
  });

  it('takes a broken archive for what it is', () => {
    expect(findTokensInBytes(gzipSync(text).subarray(0, 40))).toEqual([]);
    expect(findTokensInBytes(Buffer.from('PK\u0003\u0004 no zip'))).toEqual([]);
  });
});

describe('the scanner', () => {
  it('knows whether the checksum fits', () => {
    const token = unmarked('ATATT3xFfGF0');
    expect(findTokens(token)).toMatchObject([{ checksumFits: true }]);
    const other = token.endsWith('0') ? '1' : '0';
    expect(findTokens(token.slice(0, -1) + other)).toMatchObject([{ checksumFits: false }]);
  });

  it('sees a token of before 2023 by its checksum alone', () => {
    const body = seededBytes(10).toString('hex');
    const sum = createHash('md5').update(body).digest('hex');
    expect(findTokens(body + sum.slice(0, 4))).toHaveLength(1);
    expect(findTokens(body + sum.slice(4, 8))).toEqual([]);
  });

  it('lets synthetic tokens pass, and no real one behind them', () => {
    const synthetic = [syntheticToken('valid'), syntheticToken('admin-key', 'admin')];
    for (const token of [...synthetic, ...synthetic.map(mistype)]) {
      expect(findTokens(token)).toEqual([]);
      expect(findTokens(base64(`a@example.com:${token}`))).toEqual([]);
    }
    const hidden = `ATATT3xFfGF0-example-com-not-a-real-token-${seededBytes(60).toString('base64url')}`;
    expect(findTokens(hidden)).toHaveLength(1);
  });
});

/** A token over lines: joined again, it runs into the words around it. */
const wrapped = (token: string): string => token.replaceAll(/.{20}/g, '$&\n');

describe('a token that no setting names', () => {
  it.each([
    ['over lines, after a made-up one', (token: string) => `${syntheticToken('good')} and ${wrapped(token)}`],
    ['over lines, after a start of one', (token: string) => `ATATT3 ${'word '.repeat(400)}${wrapped(token)}`],
    ['with tags between', (token: string) => `text ${token.replaceAll(/.{12}/g, '$&<wbr>')} text`],
  ])('is seen by the scan and at the choke point %s', (_, write) => {
    const text = write(unmarked('ATATT3xFfGF0'));
    expect(findTokens(text)).toHaveLength(1);
    expect(() => redact(text)).toThrow(expect.objectContaining({ code: 'secret-in-output' }));
    expect(redactReceived(text)).not.toBe(text);
  });

  it.each([
    ['in hex', (token: string) => Buffer.from(token).toString('hex')],
    ['as a list of bytes', (token: string) => JSON.stringify([...Buffer.from(token)])],
    ['in base64 of base64', (token: string) => base64(base64(`a@example.com:${token}`))],
    ['in base64 of UTF-16', (token: string) => Buffer.from(token, 'utf16le').toString('base64')],
  ])('does not pass the choke point %s', (_, write) => {
    expect(() => redact(`x ${write(unmarked('ATATT3xFfGF0'))} y`)).toThrow(
      expect.objectContaining({ code: 'secret-in-output' }),
    );
  });

  it.each([
    ['soft hyphens between', (token: string) => token.replaceAll(/./g, '$&\u00AD')],
    [
      'full-width characters',
      (token: string) => token.replaceAll(/./g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)),
    ],
  ])('is seen in a file in UTF-8 with %s', (_, write) => {
    expect(findTokensInBytes(Buffer.from(`text ${write(unmarked('ATATT3xFfGF0'))} text`))).toHaveLength(1);
  });
});

it('counts the lines of many tokens', () => {
  const text = Array.from({ length: 50 }, () => `\n${unmarked('ATATT3xFfGF0')}\n`).join('');
  expect(findTokens(text).map(({ line }) => line)).toEqual(Array.from({ length: 50 }, (_, i) => 2 * i + 2));
});
