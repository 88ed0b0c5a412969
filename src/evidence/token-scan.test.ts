import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { mistype } from '../contract/authorization.ts';
import { checksum, syntheticToken } from '../contract/synthetic-token.ts';
import { findTokens } from './token-scan.ts';

/** A token that nobody issued and that does not say so: made anew in every run, so that none stands in a file. */
const unmarked = (prefix: string): string => {
  const head = `${prefix}${randomBytes(129).toString('base64url')}=`;
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

describe('the scanner', () => {
  it('knows whether the checksum fits', () => {
    const token = unmarked('ATATT3xFfGF0');
    expect(findTokens(token)).toMatchObject([{ checksumFits: true }]);
    const other = token.endsWith('0') ? '1' : '0';
    expect(findTokens(token.slice(0, -1) + other)).toMatchObject([{ checksumFits: false }]);
  });

  it('sees a token of before 2023 by its checksum alone', () => {
    const body = randomBytes(10).toString('hex');
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
    const hidden = `ATATT3xFfGF0-example-com-not-a-real-token-${randomBytes(60).toString('base64url')}`;
    expect(findTokens(hidden)).toHaveLength(1);
  });
});
