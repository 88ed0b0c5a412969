import { describe, expect, it } from 'vitest';
import type { Answer } from '../answer/answer.ts';
import { PRESENT } from '../contract/eras.ts';
import { ignored, known, refused, type Expectation } from '../contract/expectation.ts';
import type { Probe } from '../contract/probe.ts';
import { toldAs } from '../run/live/told.fixture.ts';
import type { Side } from '../run/side.ts';
import { alarming } from './alarming.ts';

const REVOKED: Probe = { credential: 'revoked', operation: 'GET /rest/api/3/project' };
const VALID: Probe = { credential: 'valid', operation: 'GET /rest/api/3/project' };

const IGNORED: Answer = {
  status: 200,
  treatment: 'ignored',
  mark: 'no-account-id',
  mediaType: 'application/json',
};
const REFUSED: Answer = { status: 401, treatment: 'refused', mark: 'unauthorized' };
const ACCEPTED: Answer = { status: 200, treatment: 'accepted', mark: 'account-id' };
const TROUBLE: Answer = { status: 503, treatment: 'inconclusive', mark: 'server-error' };
const UNEXPLAINED: Answer = { status: 422, treatment: 'inconclusive', mark: 'unexpected' };

const INFERRED: Expectation = known(ignored(200), {
  grade: 'inferred',
  date: '2026-09-30',
  source: 'https://example.com',
  note: 'For a test.',
});

const side = (answer: Answer, probe: Probe = REVOKED): Side => ({
  name: 'before',
  origin: 'recorded',
  dates: { from: '2026-09-30', to: '2026-09-30' },
  seen: [{ ...probe, answer, sources: [] }],
});

const isAlarm = (
  expected: Expectation | undefined,
  baseline: Answer | undefined,
  answer: Answer,
  probe: Probe = REVOKED,
): boolean => {
  const rows = expected ? [{ ...probe, era: PRESENT, expected }] : [];
  return alarming(rows, baseline && side(baseline, probe))(toldAs(answer, probe));
};

describe('the contract', () => {
  it.each<[string, Expectation | undefined, Answer, boolean]>([
    ['no row', undefined, REFUSED, false],
    ['kept', ignored(200), IGNORED, false],
    ['broken by the treatment', ignored(200), REFUSED, true],
    ['broken by the status', refused(403), REFUSED, true],
    ['disproved, as it was only inferred', INFERRED, REFUSED, true],
    ['no conclusion', ignored(200), TROUBLE, false],
    // It is no behaviour yet: whether it is, asking again must show.
    ['broken by what no signal explains', ignored(200), UNEXPLAINED, true],
    ['kept by what no signal explains', ignored(422), UNEXPLAINED, false],
  ])('raises an alarm: %s', (_, expected, answer, alarm) => {
    expect(isAlarm(expected, undefined, answer)).toBe(alarm);
  });

  it('raises none by the row of another probe', () => {
    const rows = [{ ...VALID, era: PRESENT, expected: ignored(200) }];
    expect(alarming(rows, undefined)(toldAs(REFUSED, REVOKED))).toBe(false);
    expect(alarming(rows, undefined)(toldAs(REFUSED, VALID))).toBe(true);
  });
});

describe('the baseline', () => {
  it.each<[string, Answer, Answer, Probe, boolean]>([
    ['the same', IGNORED, IGNORED, REVOKED, false],
    ['refused now', IGNORED, REFUSED, REVOKED, true],
    ['accepted now', REFUSED, ACCEPTED, REVOKED, true],
    ['let through now', REFUSED, IGNORED, REVOKED, true],
    ['another status', IGNORED, { ...IGNORED, status: 404 }, REVOKED, true],
    ['a token that works no more', ACCEPTED, REFUSED, VALID, true],
    ['a token that works again', REFUSED, ACCEPTED, VALID, true],
    ['what no signal explains', IGNORED, UNEXPLAINED, REVOKED, true],
    // Another form of the body is no alarm, nor is a signal more.
    ['another body', { ...IGNORED, shape: 'list' }, { ...IGNORED, shape: 'html' }, REVOKED, false],
    [
      'a login reason more',
      { ...IGNORED, loginReason: null },
      { ...IGNORED, loginReason: 'OK' },
      REVOKED,
      false,
    ],
    // What says nothing cannot be compared.
    ['trouble now', IGNORED, TROUBLE, REVOKED, false],
    ['trouble before', TROUBLE, REFUSED, REVOKED, false],
  ])('raises an alarm: %s', (_, before, after, probe, alarm) => {
    expect(isAlarm(undefined, before, after, probe)).toBe(alarm);
  });

  it('raises none for a probe that it does not have', () => {
    expect(alarming([], side(IGNORED, VALID))(toldAs(REFUSED, REVOKED))).toBe(false);
    expect(alarming([], side(IGNORED, REVOKED))(toldAs(REFUSED, REVOKED))).toBe(true);
  });

  it('raises one where the contract is kept, and the other way round', () => {
    expect(isAlarm(refused(401), IGNORED, REFUSED)).toBe(true);
    expect(isAlarm(ignored(200), REFUSED, REFUSED)).toBe(true);
    expect(isAlarm(refused(401), REFUSED, REFUSED)).toBe(false);
  });
});
