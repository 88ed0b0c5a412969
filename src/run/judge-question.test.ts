import { describe, expect, it } from 'vitest';
import { MEASURED_SITE } from '../classify/site-traits.ts';
import { probeKey, type Probe } from '../contract/probe.ts';
import { probesOfQuestion, type Question } from '../contract/question.ts';
import type { Exchange, RecordedResponse } from '../evidence/exchange.ts';
import { readSetInfo } from '../evidence/recordings.ts';
import { judgeQuestion } from './judge-question.ts';

const QUESTION: Question = {
  credential: 'revoked',
  by: 'GET /rest/api/3/myself',
  notBy: 'GET /rest/api/3/project/search',
};

const ACCOUNT: RecordedResponse = { status: 200, headers: { 'x-aaccountid': 'account-1' } };
const ANONYMOUS: RecordedResponse = {
  status: 200,
  headers: { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' },
};
const REFUSED: RecordedResponse = { status: 401 };
const BUSY: RecordedResponse = { status: 503 };

const exchange = (probe: Probe, response: RecordedResponse): Exchange => ({
  ...probe,
  response,
  meta: { origin: 'recorded', date: '2026-11-24T03:00:00Z' },
});

/** The answers in the order of `probesOfQuestion`: valid by, valid not by, revoked by, revoked not by. */
function verdictOn(responses: readonly (RecordedResponse | undefined)[]): string {
  const probes = probesOfQuestion(QUESTION);
  const found = new Map(
    probes.flatMap((probe, i) => {
      const response = responses[i];
      return response ? [[probeKey(probe), exchange(probe, response)] as const] : [];
    }),
  );
  const find = (probe: Probe): Exchange | undefined => found.get(probeKey(probe));
  const source = {
    info: readSetInfo('public-2026-09'),
    traits: MEASURED_SITE,
    find,
    whyNot: () => undefined,
  };
  return judgeQuestion(QUESTION, source).verdict;
}

describe('whether one operation distinguishes credentials and another does not', () => {
  it.each([
    ['as claimed', [ACCOUNT, ACCOUNT, REFUSED, ANONYMOUS], 'kept'],
    ['the valid one is not accepted', [ANONYMOUS, ACCOUNT, REFUSED, ANONYMOUS], 'broken'],
    ['the other one is not refused', [ACCOUNT, ACCOUNT, ANONYMOUS, ANONYMOUS], 'broken'],
    ['the status distinguishes both as well', [ACCOUNT, ACCOUNT, REFUSED, { status: 404 }], 'broken'],
    ['both operations refuse it, which is the fix', [ACCOUNT, ACCOUNT, REFUSED, REFUSED], 'skipped'],
    ['an answer is inconclusive', [ACCOUNT, ACCOUNT, BUSY, ANONYMOUS], 'skipped'],
    ['the valid one was not sent', [undefined, ACCOUNT, REFUSED, ANONYMOUS], 'skipped'],
    ['the list was not sent', [ACCOUNT, undefined, REFUSED, ANONYMOUS], 'skipped'],
    ['the other one was not sent', [ACCOUNT, ACCOUNT, undefined, ANONYMOUS], 'skipped'],
    ['the other list was not sent', [ACCOUNT, ACCOUNT, REFUSED, undefined], 'skipped'],
  ] as const)('%s', (_, responses, verdict) => {
    expect(verdictOn(responses)).toBe(verdict);
  });
});
