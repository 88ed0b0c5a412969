import { describe, expect, it } from 'vitest';
import { byAge, parseRunName, startOf, type LiveRunName } from './run-name.ts';

const parsed = (name: string): LiveRunName => {
  const found = parseRunName(name);
  if (!found) throw new Error(`${name} is no name of a run`);
  return found;
};

describe('the name of a live run', () => {
  it.each([
    ['live-2026-11-24-030507', undefined, false],
    ['live-2026-11-24-030507-2', undefined, false],
    ['live-2026-11-24-030507-acme', 'acme', false],
    ['live-2026-11-24-030507-2-acme-eu', 'acme-eu', false],
    ['live-2026-11-24-030507.only', undefined, true],
    ['live-2026-11-24-030507-only', 'only', false],
    ['live-2026-11-24-030507-12-acme.only', 'acme', true],
  ])('%s says of which site it is, and whether it is a part', (name, site, isPartial) => {
    expect(parsed(name)).toMatchObject({ site, isPartial });
  });

  it.each([
    'public-2026-09',
    'live-2026-11-24',
    'live-2026-11-24-030507-',
    'live-2026-11-24-030507.old-0123456789abcdef',
    'live-2026-11-24-030507.only.only',
    'xlive-2026-11-24-030507',
    'live-2026-11-24-030507/..',
    'nightly',
    '',
  ])('is not %j', (name) => {
    expect(parseRunName(name)).toBeUndefined();
  });

  it('sorts by time, then by number', () => {
    const names = [
      'live-2025-12-31-235959',
      'live-2026-01-01-000000',
      'live-2026-01-01-000000-2',
      'live-2026-01-01-000000-10',
      'live-2026-01-01-000001',
    ];
    const sorted = names.toReversed().toSorted((a, b) => byAge(parsed(a), parsed(b)));
    expect(sorted).toEqual(names);
    expect(byAge(parsed(names[0] ?? ''), parsed(`${names[0]}-acme`))).toBe(0);
  });
});

describe('the start of a run', () => {
  it.each([
    ['live-2026-11-24-030507', '2026-11-24T03:05:07.000Z'],
    ['live-2026-01-02-235959-2-acme.only', '2026-01-02T23:59:59.000Z'],
  ])('is in its name %s', (name, time) => {
    expect(new Date(startOf(name) ?? 0).toISOString()).toBe(time);
  });

  it('is in no other name', () => {
    expect(startOf('public-2026-09')).toBeUndefined();
  });
});
