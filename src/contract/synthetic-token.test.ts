import { expect, it } from 'vitest';
import { checksum, syntheticToken } from './synthetic-token.ts';

it('looks like a real token: prefix, 192 characters, valid checksum', () => {
  const token = syntheticToken('revoked');
  expect(token).toMatch(/^ATATT3xFfGF0[\w-]{171}=[0-9A-F]{8}$/);
  expect(token).toHaveLength(192);
  expect(token.slice(-8)).toBe(checksum(token.slice(0, -8)));
});

it('gives an Admin API key its own prefix', () => {
  expect(syntheticToken('admin', 'admin')).toMatch(/^ATCTT3xFfG[\w-]{173}=[0-9A-F]{8}$/);
});

it('gives the token of a service account its own prefix', () => {
  expect(syntheticToken('service', 'service')).toMatch(/^ATSTT3xFfGF0[\w-]{171}=[0-9A-F]{8}$/);
});

it('is visibly fake, and different for another label', () => {
  expect(syntheticToken('a')).toContain('not-a-real-token');
  expect(syntheticToken('a')).not.toBe(syntheticToken('b'));
});

it('pads a checksum that starts with zeros', () => {
  const padded = Array.from({ length: 2000 }, (_, i) => checksum(String(i))).filter((sum) =>
    sum.startsWith('0'),
  );
  expect(padded.length).toBeGreaterThan(0);
  expect(padded.every((sum) => sum.length === 8)).toBe(true);
});
