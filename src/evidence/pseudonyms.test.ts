import { expect, it } from 'vitest';
import { Pseudonyms } from './pseudonyms.ts';

it('counts the values of each kind in order of appearance, and repeats the name of a value', () => {
  const names = new Pseudonyms();
  const asked = [
    ['account', 'a', 'account-1'],
    ['account', 'b', 'account-2'],
    ['account', 'a', 'account-1'],
    ['key', 'a', 'key-1'],
    ['person', 'a', 'person-1@example.com'],
    ['person', 'b', 'person-2@example.com'],
    ['person', 'a', 'person-1@example.com'],
    ['account', '', 'account-3'],
    ['account', '', 'account-3'],
  ] as const;
  expect(asked.map(([kind, value]) => names.pseudonymOf(kind, value))).toEqual(
    asked.map(([, , name]) => name),
  );
  expect(new Pseudonyms().pseudonymOf('account', 'b')).toBe('account-1');
});

it('distinguishes kinds, even if one name continues another', () => {
  const names = new Pseudonyms();
  expect([names.pseudonymOf('a', 'b c'), names.pseudonymOf('a', 'c'), names.pseudonymOf('b', 'c')]).toEqual([
    'a-1',
    'a-2',
    'b-1',
  ]);
});

it('returns its own names unchanged, for the same kind', () => {
  const names = new Pseudonyms();
  const person = names.pseudonymOf('person', 'ada@acme.example');
  expect([names.pseudonymOf('person', person), names.pseudonymOf('person', 'bob@acme.example')]).toEqual([
    'person-1@example.com',
    'person-2@example.com',
  ]);
  expect(names.pseudonymOf('key', person)).toBe('key-1');
});
