import { describe, expect, it } from 'vitest';
import type { Answer } from '../classify/answer.ts';
import type { ContractRow } from '../contract/rows.ts';
import { accepted, ignored, known, refused, type Expectation } from '../contract/expectation.ts';
import type { Exchange } from '../evidence/exchange.ts';
import type { Attempt } from './probe-attempts.ts';
import type { Snapshot } from '../run/snapshot.ts';
import { needsConfirmation } from './needs-confirmation.ts';

type Credential = Exchange['credential'];

const PROBE = { credential: 'revoked', operation: 'GET /rest/api/3/project' } as const;

const REFUSED: Answer = { status: 401, treatment: 'refused', mark: 'unauthorized' };
const FORBIDDEN: Answer = { status: 403, treatment: 'refused', mark: 'forbidden' };
const IGNORED: Answer = { status: 200, treatment: 'ignored', mark: 'login-failed' };
const ACCEPTED: Answer = { status: 200, treatment: 'accepted', mark: 'account-id' };
const ODD: Answer = { status: 422, treatment: 'inconclusive', mark: 'unexpected' };
const THROTTLED: Answer = { status: 429, treatment: 'inconclusive', mark: 'rate-limited' };
const GONE: Answer = { status: 410, treatment: 'inconclusive', mark: 'operation-removed' };

const attempt = (answer: Answer, credential: Credential = PROBE.credential): Attempt => ({
  exchange: {
    ...PROBE,
    credential,
    response: { status: answer.status },
    meta: { origin: 'recorded', date: '2026-11-26T00:00:00Z' },
  },
  answer,
});

const rowOf = (expected: Expectation, probe: Partial<ContractRow> = {}): ContractRow => ({
  era: '2026-09',
  ...PROBE,
  ...probe,
  expected,
});

const sideOf = (answer: Answer, credential: Credential = PROBE.credential): Snapshot => ({
  name: 'baseline',
  origin: 'recorded',
  dates: { from: '2026-11-25', to: '2026-11-25' },
  answers: [{ ...PROBE, credential, answer, sources: [] }],
});

const guess = (expected: Expectation): Expectation =>
  known(expected, { grade: 'inferred', date: '2026', source: 'x', note: 'x' });

describe('an answer compared with the contract', () => {
  it.each<[string, Expectation, Answer, boolean]>([
    ['keeps it', refused(401), REFUSED, false],
    ['breaks it by the treatment', refused(401), IGNORED, true],
    ['breaks it by the status', refused(401), FORBIDDEN, true],
    ['disproves a row that was only inferred', guess(refused(401)), IGNORED, true],
    ['says nothing of its credential', refused(401), THROTTLED, false],
    ['would break it if it came every time', refused(401), ODD, true],
    ['is of an operation that is gone, to a token that must not work', refused(401), GONE, false],
    ['is of an operation that is gone, to a token that works', accepted(200), GONE, true],
  ])('%s', (_, expected, answer, isAlarm) => {
    expect(needsConfirmation([rowOf(expected)], undefined)(attempt(answer))).toBe(isAlarm);
  });

  it('is compared only with the row of its own probe', () => {
    const others = [
      rowOf(refused(401), { credential: 'expired' }),
      rowOf(refused(401), { operation: 'GET /rest/api/3/myself' }),
    ];
    expect(needsConfirmation(others, undefined)(attempt(IGNORED))).toBe(false);
    expect(needsConfirmation([...others, rowOf(refused(401))], undefined)(attempt(IGNORED))).toBe(true);
    expect(needsConfirmation([], undefined)(attempt(IGNORED))).toBe(false);
  });
});

describe('an answer compared with the baseline', () => {
  const data: Answer = { ...IGNORED, shape: ['number'] };
  it.each<[string, Answer, Answer, Credential, boolean]>([
    ['is the same', REFUSED, REFUSED, 'revoked', false],
    ['treats the credential otherwise', REFUSED, IGNORED, 'revoked', true],
    ['lets in what must not work', REFUSED, ACCEPTED, 'revoked', true],
    ['no longer lets in what must work', ACCEPTED, REFUSED, 'valid', true],
    ['has another status', REFUSED, FORBIDDEN, 'revoked', true],
    ['is good news: it must be sure as well', IGNORED, REFUSED, 'revoked', true],
    ['lets in again what must work', REFUSED, ACCEPTED, 'valid', true],
    ['has another form of body', data, { ...IGNORED, shape: ['string'], mediaType: 'x' }, 'valid', false],
    [
      'has another login reason, which a client can do more with',
      { ...IGNORED, loginReason: null },
      { ...IGNORED, loginReason: 'OUT' },
      'revoked',
      false,
    ],
    [
      'lost the login reason',
      { ...IGNORED, loginReason: 'AUTHENTICATED_FAILED' },
      { ...IGNORED, loginReason: null },
      'revoked',
      true,
    ],
    ['says nothing', REFUSED, THROTTLED, 'revoked', false],
    [
      'is inconclusive after a credential that must not work was accepted',
      ACCEPTED,
      THROTTLED,
      'revoked',
      false,
    ],
    ['follows an inconclusive one', THROTTLED, IGNORED, 'revoked', false],
    [
      'lets in what nothing was known of: the contract says whether it may',
      THROTTLED,
      ACCEPTED,
      'revoked',
      false,
    ],
    ['would be a behaviour if it came every time', REFUSED, ODD, 'revoked', true],
    ['is of an operation that is gone', REFUSED, GONE, 'revoked', true],
    ['is of an operation that was gone before', GONE, GONE, 'revoked', false],
    ['is of one that came back', GONE, REFUSED, 'revoked', true],
  ])('%s', (_, was, answer, credential, isAlarm) => {
    expect(needsConfirmation([], sideOf(was, credential))(attempt(answer, credential))).toBe(isAlarm);
  });

  it('is compared with the answer of the same probe', () => {
    expect(needsConfirmation([], sideOf(REFUSED, 'expired'))(attempt(IGNORED))).toBe(false);
    expect(needsConfirmation([], { ...sideOf(REFUSED), answers: [] })(attempt(IGNORED))).toBe(false);
  });

  it('raises an alarm if either comparison fails', () => {
    expect(needsConfirmation([rowOf(ignored(200))], sideOf(REFUSED))(attempt(IGNORED))).toBe(true);
    expect(needsConfirmation([rowOf(refused(401))], sideOf(IGNORED))(attempt(IGNORED))).toBe(true);
    expect(needsConfirmation([rowOf(ignored(200))], sideOf(IGNORED))(attempt(IGNORED))).toBe(false);
  });
});
