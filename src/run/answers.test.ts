import { describe, expect, it } from 'vitest';
import type { Exchange } from '../evidence/exchange.ts';
import type { RecordingSetInfo } from '../evidence/recording-schema.ts';
import { infoOf, sourceOf, type Answers } from './answers.ts';

const MYSELF = 'GET /rest/api/3/myself';
const PROJECT = 'GET /rest/api/3/project';

const info: RecordingSetInfo = {
  name: 'a',
  era: '2026-09',
  summary: 'a',
  dates: { from: '2026', to: '2026' },
  tool: 'a',
  origin: 'recorded',
  site: 'https://a.example.com',
};

/** A proof that the site names its accounts, so that the traits can be told from those of another site. */
const exchange: Exchange = {
  credential: 'valid',
  operation: MYSELF,
  response: {
    status: 200,
    headers: { 'x-aaccountid': 'an-account' },
    body: { shape: { accountId: 'string' } },
  },
  meta: { origin: 'recorded', date: '2026-11-01T00:00:00Z' },
};

const SKIPPED = {
  credential: 'valid',
  operation: PROJECT,
  verdict: 'skipped',
  reason: 'it was not asked',
} as const;

const SOURCES: Readonly<Record<string, Answers>> = {
  'a live run': { seen: { info, exchanges: [exchange], unanswered: [SKIPPED] } },
  'a set of recordings': {
    recordings: {
      info,
      exchanges: [exchange],
      find: ({ credential, operation }) =>
        credential === 'valid' && operation === MYSELF ? exchange : undefined,
    },
  },
};

describe.each(Object.entries(SOURCES))('the answers of %s', (_, answers) => {
  const source = sourceOf(answers);

  it('say what they are, and what the site is like', () => {
    expect(infoOf(answers)).toBe(info);
    expect(source.info).toBe(info);
    expect(source.traits).toMatchObject({ namesAccounts: true, account: 'an-account' });
  });

  it('are found by credential and operation', () => {
    expect(source.find({ credential: 'valid', operation: MYSELF })).toBe(exchange);
    expect(source.find({ credential: 'revoked', operation: MYSELF })).toBeUndefined();
    expect(source.find({ credential: 'valid', operation: PROJECT })).toBeUndefined();
  });
});

it.each([
  ['a live run', SKIPPED],
  ['a set of recordings', undefined],
])('only a live run knows why there is no answer: %s', (name, expected) => {
  const answers = SOURCES[name];
  if (!answers) throw new Error(`no answers of ${name}`);
  const { whyNot } = sourceOf(answers);
  expect(whyNot({ credential: 'valid', operation: PROJECT })).toBe(expected);
  expect(whyNot({ credential: 'valid', operation: MYSELF })).toBeUndefined();
});
