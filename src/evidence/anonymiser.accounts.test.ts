import { describe, expect, it } from 'vitest';
import { Anonymiser } from './anonymiser.ts';

const HEX = '5b10ac8d82e05b22cc7d4ef5';
const UUID = 'f1e2d3c4-b5a6-4798-8a9b-0c1d2e3f4a5b';

describe('the id of an account', () => {
  it.each([
    ['24 hex digits', HEX],
    ['24 hex digits in capitals', HEX.toUpperCase()],
    ['24 digits', '123456789012345678901234'],
    ['24 letters', 'abcdefabcdefabcdefabcdef'],
    ['that of a person', `712020:${UUID}`],
    ['that of a person, in capitals', `557058:${UUID.toUpperCase()}`],
    ['that of a person, in a URL', `557058%3A${UUID}`],
    ['that of a group', `ug:${UUID}`],
    ['that of a customer', `qm:${UUID}:${UUID}`],
    ['that of a customer, in another form', 'qm:customer-1234:99'],
  ])('gets a pseudonym everywhere: %s', (_, id) => {
    for (const [before, after] of [
      ['', ''],
      ['no user ', ' here'],
      ['"', '"'],
      ['/user?accountId=', '&x=1'],
      ['(', ').'],
      ['accountId=', ''],
    ]) {
      const anonymiser = new Anonymiser();
      expect(anonymiser.anonymise(before + id + after)).toBe(`${before}account-1${after}`);
      expect(anonymiser.anonymiseText(before + id + after)).toBe(`${before}account-1${after}`);
    }
  });

  it.each([
    ['23 hex digits', HEX.slice(1)],
    ['25 hex digits', `${HEX}0`],
    ['another letter among them', `${HEX.slice(0, 12)}g${HEX.slice(13)}`],
    ['a part of a longer word', `x${HEX}`],
    ['a part of a longer id', `${HEX}-1`],
    ['a UUID', UUID],
    ['a time', '12:30:00'],
  ])('is not recognised in: %s', (_, text) => {
    expect(new Anonymiser().anonymise(`a ${text} b`)).toBe(`a ${text} b`);
  });

  it('gets one pseudonym per account', () => {
    const anonymiser = new Anonymiser();
    const other = HEX.replace('5', '6');
    const ids = [HEX, other, HEX.toUpperCase(), `1000:${UUID}`, `1000%3a${UUID}`];
    const [a, b, c, d, e] = anonymiser.anonymise(ids.join(' ')).split(' ');
    expect([c, e]).toEqual([a, d]);
    expect(new Set([a, b, d]).size).toBe(3);
  });

  it('is not a valid key', () => {
    expect(new Anonymiser().anonymiseKey(HEX)).toBe('key-1');
    expect(new Anonymiser().anonymiseKey('accountId')).toBe('accountId');
  });
});
