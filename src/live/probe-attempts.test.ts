import { describe, expect, it } from 'vitest';
import type { Answer } from '../classify/answer.ts';
import {
  hasAlarm,
  isAnswered,
  needsAnotherAttempt,
  isUnconfirmed,
  resolve,
  CONFIRMATIONS_NEEDED,
  type ProbeAttempts,
  type Attempt,
} from './probe-attempts.ts';
import { historyOf, REVOKED_PROJECT, attemptAs } from './attempts.fixture.ts';

/** Answers by one letter each. */
const ANSWERS = {
  /** As it should be. */
  o: { status: 200, treatment: 'ignored', mark: 'no-account-id' },
  /** What raises an alarm. */
  x: { status: 401, treatment: 'refused', mark: 'unauthorized', loginReason: null },
  /** Another alarm, of the same status. */
  y: { status: 401, treatment: 'refused', mark: 'unauthorized', loginReason: 'AUTHENTICATED_FAILED' },
  /** Says nothing: a server error. */
  e: { status: 503, treatment: 'inconclusive', mark: 'server-error' },
  /** Inconclusive alone, but a behaviour if steady; it raises an alarm. */
  s: { status: 422, treatment: 'inconclusive', mark: 'unexpected' },
  /** The same kind, and would raise none. */
  q: { status: 405, treatment: 'inconclusive', mark: 'unexpected' },
} as const satisfies Record<string, Partial<Answer>>;

const isAnswer = (letter: string): letter is keyof typeof ANSWERS => Object.hasOwn(ANSWERS, letter);

const histories = (letters: string, failure?: string): ProbeAttempts =>
  historyOf(
    letters
      .split('')
      .filter(isAnswer)
      .map((letter) => attemptAs(ANSWERS[letter])),
    failure,
  );

const alarming = ({ answer: { status, mark } }: Attempt): boolean =>
  (status === 401 && mark !== 'another-account') || status === 422;

it('confirms an alarm that is raised three times', () => {
  expect(CONFIRMATIONS_NEEDED).toBe(3);
});

it.each<[string, boolean]>([
  ['', false],
  ['e', false],
  ['es', false],
  ['o', true],
  ['eo', true],
  ['xe', true],
])('recognises whether a probe was answered: %s', (letters, expected) => {
  expect(isAnswered(histories(letters))).toBe(expected);
});

describe('whether a probe is sent again, has an alarm, and an undecided one', () => {
  it.each<[string, { open: boolean; alarm: boolean; unconfirmed: boolean }]>([
    ['', { open: true, alarm: false, unconfirmed: false }],
    ['e', { open: true, alarm: false, unconfirmed: false }],
    ['q', { open: true, alarm: false, unconfirmed: false }],
    ['ee', { open: true, alarm: false, unconfirmed: false }],
    ['o', { open: false, alarm: false, unconfirmed: false }],
    ['oo', { open: false, alarm: false, unconfirmed: false }],
    ['eo', { open: false, alarm: false, unconfirmed: false }],
    ['x', { open: true, alarm: true, unconfirmed: true }],
    ['xe', { open: true, alarm: true, unconfirmed: true }],
    ['xx', { open: true, alarm: true, unconfirmed: true }],
    ['xo', { open: true, alarm: true, unconfirmed: true }],
    ['ox', { open: true, alarm: true, unconfirmed: true }],
    ['xox', { open: true, alarm: true, unconfirmed: true }],
    ['xxx', { open: false, alarm: true, unconfirmed: false }],
    ['xeexx', { open: false, alarm: true, unconfirmed: false }],
    ['xoxx', { open: false, alarm: true, unconfirmed: false }],
    ['xoo', { open: false, alarm: true, unconfirmed: false }],
    ['xoxo', { open: false, alarm: true, unconfirmed: false }],
    // Two alarms that are not the same: the second dissents from the first.
    ['xy', { open: true, alarm: true, unconfirmed: true }],
    ['xyy', { open: false, alarm: true, unconfirmed: false }],
    ['s', { open: true, alarm: true, unconfirmed: true }],
    ['sss', { open: false, alarm: true, unconfirmed: false }],
  ])('%s', (letters, expected) => {
    const history = histories(letters);
    expect({
      open: needsAnotherAttempt(history, alarming),
      alarm: hasAlarm(history, alarming),
      unconfirmed: isUnconfirmed(history, alarming),
    }).toEqual(expected);
  });
});

describe('the result of a probe', () => {
  it.each<[string, number, object]>([
    // Without an alarm the last answer is the result, and nothing is counted.
    ['o', 200, {}],
    ['eo', 200, {}],
    ['oe', 200, {}],
    // Nothing conclusive: the last answer shows why.
    ['e', 503, {}],
    ['qe', 503, {}],
    ['eq', 405, {}],
    // An alarm that was raised three times counts, with at most one different answer.
    ['xxx', 401, { times: 3 }],
    ['xxxx', 401, { times: 4 }],
    ['xexex', 401, { times: 3 }],
    ['oxxx', 401, { times: 3, dissent: [200] }],
    ['xoxx', 401, { times: 3, dissent: [200] }],
    ['sss', 422, { times: 3, steady: [422, 422, 422] }],
    ['sosxs', 422, { flapping: [422, 200, 422, 401, 422] }],
    // Two other answers: it flaps, however often the alarm came.
    ['xoxox', 401, { flapping: [401, 200, 401, 200, 401] }],
    ['xo', 401, { flapping: [401, 200] }],
    ['xeo', 401, { flapping: [401, 200] }],
    ['ox', 401, { flapping: [200, 401] }],
    ['xxo', 401, { flapping: [401, 401, 200] }],
    ['xy', 401, { flapping: [401, 401] }],
  ])('is an answer: %s', (letters, status, meta) => {
    const history = histories(letters);
    const plain = { origin: 'recorded', date: '2026-11-24T03:00:00Z' };
    expect(resolve(history, alarming)).toEqual({
      exchange: { ...REVOKED_PROJECT, response: { status, headers: {} }, meta: { ...plain, ...meta } },
    });
  });

  it.each([
    ['', undefined],
    ['', 'the connection was reset'],
    ['x', undefined],
    ['xx', 'the connection was reset'],
    ['xex', undefined],
    ['xex', 'the connection was reset'],
    ['s', 'the connection was reset'],
  ])('is no answer, with the reason: %s, %s', (letters, failure) => {
    const unanswered = {
      ...REVOKED_PROJECT,
      verdict: 'inconclusive',
      reason: expect.stringMatching(failure ?? '.') as string,
    };
    expect(resolve(histories(letters, failure), alarming)).toEqual({ unanswered });
  });

  it('contains the answers of an alarm that could not be confirmed', () => {
    expect(resolve(histories('xex'), alarming)).toMatchObject({
      unanswered: { reason: expect.stringMatching(/401.*401/) as string },
    });
    expect(resolve(histories('xex'), alarming)).not.toMatchObject({
      unanswered: { reason: expect.stringContaining('503') as string },
    });
  });
});

const isOther = ({ answer }: Attempt): boolean => answer.mark === 'another-account';

describe('equality of two answers', () => {
  const X = ANSWERS.x;
  const becomes = (answer: Partial<Answer>): object =>
    resolve(historyOf([attemptAs(X), attemptAs(answer), attemptAs(X), attemptAs(X)]), alarming);
  const COUNTED = { exchange: { meta: { times: 4 } } };
  const APART = { exchange: { meta: { times: 3, dissent: expect.any(Array) as number[] } } };

  it.each<[string, Partial<Answer>, object]>([
    ['where they are the same', X, COUNTED],
    ['whatever the media type', { ...X, mediaType: 'text/html' }, COUNTED],
    ['whatever the shape of the body', { ...X, shape: 'html' }, COUNTED],
    ['with any signal', { ...X, mark: 'forbidden' }, COUNTED],
    ['not of another treatment', { ...X, treatment: 'ignored' }, APART],
    ['not of another status', { ...X, status: 403 }, APART],
    ['not of another login reason', { ...X, loginReason: 'OK' }, APART],
    ['not of another reason of the gateway', { ...X, failureCategory: 'FAILURE_CLIENT_SCOPE_CHECK' }, APART],
    ['not of another account', { ...X, mark: 'another-account' }, APART],
  ])('%s', (_, answer, expected) => {
    expect(becomes(answer)).toMatchObject(expected);
  });

  it('of another account each time', () => {
    const other = attemptAs({ status: 200, treatment: 'accepted', mark: 'another-account' });
    const own = attemptAs({ status: 200, treatment: 'accepted', mark: 'account-id' });
    expect(resolve(historyOf([other, other, other]), isOther)).toMatchObject({
      exchange: { meta: { times: 3 } },
    });
    expect(resolve(historyOf([other, own]), isOther)).toMatchObject({
      exchange: { meta: { flapping: [200, 200] } },
    });
  });
});
