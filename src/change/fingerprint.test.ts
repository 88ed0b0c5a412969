import { describe, expect, it } from 'vitest';
import type { Answer } from '../classify/answer.ts';
import { readSnapshot } from '../run/snapshot.ts';
import { readAcknowledgements } from './acknowledgements.ts';
import { compare } from './compare.ts';
import { fingerprint, shortFingerprint } from './fingerprint.ts';
import { ONE_SIDED, RULES, type RuleId } from './rules.ts';
import { openLibrary } from '../evidence/recording-library.ts';

const LIBRARY = openLibrary();

type Named = Parameters<typeof fingerprint>[0];

const before: Answer = { status: 401, treatment: 'refused', mark: 'unauthorized', loginReason: null };
const after: Answer = { status: 200, treatment: 'ignored', mark: 'no-account-id', loginReason: null };

const change = (rule: RuleId, more: Partial<Named> = {}): Named => ({
  rule,
  credential: 'revoked',
  operation: 'GET /rest/api/3/myself',
  before,
  after,
  ...more,
});

const ALL = [...RULES.map(({ id }) => id), ONE_SIDED.added.id, ONE_SIDED.removed.id];
const OF_OPERATIONS: readonly RuleId[] = ['operation-removed', 'operation-brown-out', 'operation-restored'];
const OF_PROBES = RULES.map(({ id }) => id).filter((id) => !OF_OPERATIONS.includes(id));

// They stand in files of acknowledgements, the project's and those of others: no fingerprint may ever change.
describe('a fingerprint', () => {
  it.each<[RuleId, string]>([
    ['guard-loosened', '3c43b2910f95cf66'],
    ['refusal-reason-changed', '75d20e9a8742729a'],
    ['signal-lost', 'd82783f2c29a5990'],
    ['shape-changed', '73674848a627006f'],
    ['operation-removed', '107e3b7cddd90f2c'],
    ['probe-added', 'f633fa99303e9743'],
  ])('of %s has always been %s', (rule, digits) => {
    const sides = {
      before: { ...before, failureCategory: 'A', shape: [], mediaType: 'text/html' },
      after: { ...after, failureCategory: 'B', shape: ['number'], mediaType: null },
    };
    const one = change(rule, rule === 'probe-added' ? { before: null } : sides);
    expect(fingerprint(one)).toBe(digits);
    expect(shortFingerprint({ fingerprint: fingerprint(one) })).toBe(digits.slice(0, 8));
  });

  it('has not changed for any change between the public sets', () => {
    const { changes } = compare(
      readSnapshot('public-2022-11', LIBRARY),
      readSnapshot('public-2026-09', LIBRARY),
    );
    const found = new Set(changes.map((one) => one.fingerprint));
    const known = readAcknowledgements().map((one) => one.fingerprint);
    expect(known.filter((one) => !found.has(one))).toEqual([]);
  });

  it('differs for each rule, credential and operation', () => {
    expect(new Set(ALL.map((rule) => fingerprint(change(rule)))).size).toBe(ALL.length);
    for (const rule of OF_PROBES) {
      const variants = [
        {},
        { credential: 'expired' as const },
        { operation: 'GET /rest/api/3/project' as const },
        { before: { ...before, status: 403 } },
        { after: { ...after, status: 404 } },
        { after: { ...after, treatment: 'accepted' as const } },
      ];
      expect(new Set(variants.map((more) => fingerprint(change(rule, more)))).size).toBe(variants.length);
    }
  });

  it.each<[string, Partial<Answer>, RuleId[]]>([
    ['the login reason', { loginReason: 'OUT' }, ['signal-lost', 'signal-gained']],
    ['the form of the body', { shape: ['string'] }, ['shape-changed']],
    ['the media type', { mediaType: 'text/html' }, ['shape-changed']],
    ['the reason of a refusal', { failureCategory: 'X' }, ['refusal-reason-changed']],
    ['the mark', { mark: 'login-failed' }, []],
  ])('depends on %s under the rules about it, and under no other', (_, more, rules) => {
    const differs = ALL.filter(
      (rule) =>
        fingerprint(change(rule)) !== fingerprint(change(rule, { after: { ...after, ...more } })) ||
        fingerprint(change(rule)) !== fingerprint(change(rule, { before: { ...before, ...more } })),
    );
    expect(differs).toEqual(rules);
  });

  it('of an operation does not depend on the credential or the answer', () => {
    for (const rule of OF_OPERATIONS) {
      expect(
        fingerprint(change(rule, { credential: 'valid', before: after, after: { ...after, status: 410 } })),
      ).toBe(fingerprint(change(rule)));
    }
  });

  it.each([
    ['probe-added', 'before', 'after'],
    ['probe-removed', 'after', 'before'],
  ] as const)('of %s is the same whatever the one side answered', (rule, none, side) => {
    const one = (answer: Answer): string => fingerprint(change(rule, { [none]: null, [side]: answer }));
    expect(one(before)).toBe(one({ ...after, status: 503 }));
  });
});
