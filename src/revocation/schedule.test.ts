import { expect, it } from 'vitest';
import { MINUTE, SECOND } from './measurement.fixture.ts';
import { pauseBefore, SETTLING_ROUNDS, type ScheduleState } from './schedule.ts';

const at = (changed: Partial<ScheduleState>): ScheduleState => ({
  sinceEvent: 0,
  left: 60 * MINUTE,
  settling: false,
  settle: 2 * MINUTE,
  requestsLeft: 10_000,
  perRound: 3,
  ...changed,
});

/** The middle of the jitter. */
const MIDDLE = 0.5;

it.each<[why: string, changed: Partial<ScheduleState>, pause: number]>([
  ['right after the event: two seconds', {}, 2 * SECOND],
  ['before the event: as right after it', { sinceEvent: -MINUTE }, 2 * SECOND],
  ['a fiftieth of the time that has passed', { sinceEvent: 10 * MINUTE }, 12 * SECOND],
  ['never more than half a minute', { sinceEvent: 5 * 60 * MINUTE }, 30 * SECOND],
  ['a settling credential is asked in twelve rounds', { settling: true, settle: MINUTE }, 5 * SECOND],
  ['… at least every ten seconds', { settling: true, settle: 60 * MINUTE }, 10 * SECOND],
  ['… and at most every second', { settling: true, settle: 0 }, SECOND],
  ['… whatever time has passed', { settling: true, settle: MINUTE, sinceEvent: 60 * MINUTE }, 5 * SECOND],
])('a pause is: %s', (_, changed, pause) => {
  expect(pauseBefore(at(changed), MIDDLE)).toBe(pause);
});

it('has up to 25 % jitter either way', () => {
  expect(pauseBefore(at({}), 0)).toBe(1500);
  expect(pauseBefore(at({}), 1)).toBe(2500);
});

// What settling takes, which is not spent before: thirteen rounds of three requests.
const KEPT = (SETTLING_ROUNDS + 1) * 3;

it.each<[why: string, changed: Partial<ScheduleState>, pause: number]>([
  ['spread evenly until the end', { requestsLeft: KEPT + 30 }, 6 * MINUTE],
  ['a part of a round counts as none', { requestsLeft: KEPT + 32 }, 6 * MINUTE],
  ['one round is left', { requestsLeft: KEPT + 3 }, 60 * MINUTE],
  ['none is left', { requestsLeft: KEPT }, 60 * MINUTE],
  ['less than none is left', { requestsLeft: 0 }, 60 * MINUTE],
  ['with 121 rounds for 120 of the longest pauses, they have to last', { requestsLeft: KEPT + 363 }, 29_752],
  ['with one more, the first may be short', { requestsLeft: KEPT + 366 }, 2 * SECOND],
  ['settling may spend what was kept', { settling: true, left: MINUTE, requestsLeft: 9 }, 20 * SECOND],
  [
    '… and is not delayed if there are enough',
    { settling: true, left: MINUTE, requestsLeft: 36 },
    10 * SECOND,
  ],
  ['of the longer of both', { sinceEvent: 60 * MINUTE, left: MINUTE, requestsLeft: KEPT + 9 }, 30 * SECOND],
  ['rounds of more requests are fewer', { perRound: 5, requestsLeft: 65 + 50 }, 6 * MINUTE],
])('makes the requests last: %s', (_, changed, pause) => {
  expect(pauseBefore(at(changed), MIDDLE)).toBe(pause);
});
