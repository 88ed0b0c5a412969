import { expect, it } from 'vitest';
import { credentialNamed } from '../contract/credentials.ts';
import type { Change } from './change.ts';
import { RULES } from './rules.ts';
import { describeChange } from './describe-change.ts';

const before = { status: 498, treatment: 'refused', mark: 'unauthorized', failureCategory: 'WAS' } as const;
const after = { status: 499, treatment: 'ignored', mark: 'no-account-id', failureCategory: 'IS' } as const;

const changeOf = (rule: Change['rule'], more: Partial<Change> = {}): Change => ({
  rule,
  level: 'major',
  credential: 'revoked',
  operation: 'GET /rest/api/3/myself',
  before,
  after,
  fingerprint: '0123456789abcdef',
  sources: [],
  ...more,
});

const OF_OPERATION = new Set(['operation-removed', 'operation-brown-out', 'operation-restored']);

it.each(RULES.map(({ id }) => id))('explains %s: what happened, what it means and what to do', (rule) => {
  const story = describeChange(changeOf(rule));
  expect(story?.description).toContain('GET /rest/api/3/myself');
  expect(Object.values(story ?? {}).filter((text) => text.trim() === '')).toEqual([]);
  const { noun } = credentialNamed('revoked');
  const subject = noun.charAt(0).toUpperCase() + noun.slice(1);
  expect(story?.description.startsWith(subject)).toBe(!OF_OPERATION.has(rule));
  expect(story?.description).toMatch(rule === 'refusal-reason-changed' ? /WAS.*IS/ : /499/);
});

it.each([{ before: null }, { after: null }, { before: null, after: null }])(
  'tells nothing of a probe that is on one side only: %j',
  (sides) => {
    expect(describeChange(changeOf('guard-loosened', sides))).toBeUndefined();
  },
);

it.each(['probe-added', 'probe-removed'] as const)('does not explain %s', (rule) => {
  expect(describeChange(changeOf(rule))).toBeUndefined();
});
