import { describe, expect, it } from 'vitest';
import {
  gatewayAuthorization,
  basic,
  basicOfText,
  isServiceToken,
  mistype,
  truncate,
} from './authorization.ts';
import { syntheticToken } from './synthetic-token.ts';

const decoded = (value: string): string =>
  Buffer.from(value.replace(/^Basic /, ''), 'base64').toString('utf8');

const USER = syntheticToken('valid');
const SERVICE = syntheticToken('service', 'service');

describe('HTTP Basic', () => {
  it('follows RFC 7617: the base64 of user, colon and secret, in UTF-8', () => {
    expect(basic('Aladdin', 'open sesame')).toBe('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==');
    expect(basic('test', '123£')).toBe('Basic dGVzdDoxMjPCow==');
    expect(basic('owner@example.com', '')).toBe(basicOfText('owner@example.com:'));
  });

  it('encodes a text that is not a pair unchanged', () => {
    expect(basicOfText('no pair')).toMatch(/^Basic /);
    expect(decoded(basicOfText('no pair'))).toBe('no pair');
  });
});

describe('at the gateway', () => {
  it.each([
    [SERVICE, true],
    [USER, false],
    [syntheticToken('admin', 'admin'), false],
    ['', false],
    [`x${SERVICE}`, false],
  ])('recognises %j as a service account’s by its prefix: %s', (token, isService) => {
    expect(isServiceToken(token)).toBe(isService);
  });

  it('presents a service account’s token as Bearer, any other as Basic with its email', () => {
    expect(gatewayAuthorization('a@example.com', SERVICE)).toBe(`Bearer ${SERVICE}`);
    expect(decoded(gatewayAuthorization('a@example.com', USER))).toBe(`a@example.com:${USER}`);
  });
});

describe('a mistyped token', () => {
  it.each([USER, SERVICE, 'x', 'xx', 'xxx', 'axb', 'ayb', 'abc'])(
    '%j keeps its length and differs in one character',
    (token) => {
      const other = mistype(token);
      expect(other).toHaveLength(token.length);
      expect(token.split('').filter((character, i) => character !== other[i])).toHaveLength(1);
    },
  );

  it('keeps prefix and checksum, so that only the checksum reveals the change', () => {
    expect(mistype(USER).slice(0, 20)).toBe(USER.slice(0, 20));
    expect(mistype(USER).slice(-9)).toBe(USER.slice(-9));
  });
});

describe('a truncated token', () => {
  it.each([
    ['abc=0123ABCD', 'abc'],
    ['ab=c=0123ABCD', 'ab=c'],
    ['a=0123ABCD', 'a'],
    // Without an equals sign, the length of a checksum is cut off.
    ['abcdef01234567', 'abcdef'],
    ['=bcdef01234567', '=bcdef'],
  ])('%j becomes %j', (token, cut) => {
    expect(truncate(token)).toBe(cut);
  });
});
