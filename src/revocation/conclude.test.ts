import { describe, expect, it } from 'vitest';
import { conclude } from './conclude.ts';
import { deathOf, flipsOf } from './flips.ts';
import {
  measurementOf,
  type Ending,
  type EventLine,
  type Line,
  type Measurement,
  type ProbeLine,
} from './measurement.ts';
import { skewOf } from './skew.ts';
import { watchLine } from './watch.fixture.ts';

const MYSELF = 'GET /rest/api/3/myself';
const SECOND = 1000;

/** Answers of /myself, ten seconds apart and each half a second on the way: `A`ccepted, `R`efused, or `?`. */
function answers(letters: string): ProbeLine[] {
  return letters.split('').flatMap((letter, i) => {
    const sent = i * 10 * SECOND;
    const own: ProbeLine = {
      kind: 'probe',
      who: 'watched',
      round: i,
      operation: MYSELF,
      sent,
      got: sent + 500,
      status: letter === 'A' ? 200 : 401,
      treatment: letter === 'A' ? 'accepted' : letter === 'R' ? 'refused' : 'inconclusive',
      mark: 'unauthorized',
    };
    return [
      own,
      { ...own, who: 'control', sent: sent + 500, got: sent + 600, status: 200, treatment: 'accepted' },
    ];
  });
}

function measurement(probes: readonly ProbeLine[], ...more: Line[]): Measurement {
  const made = measurementOf([watchLine({ operations: [MYSELF] }), ...more, ...probes]);
  if (made) return made;
  throw new Error('no measurement');
}

const eventAt = (from: number, clock: EventLine['clock'] = 'own'): EventLine => ({
  kind: 'event',
  from,
  to: from,
  clock,
});

const endWith = (ending: Ending): Line => ({ kind: 'end', at: 1e6, ending, says: '' });

const END = endWith('settled');

describe('the bounds of a flip', () => {
  it('go from when the last accepted request was sent to when the first answer after it had come', () => {
    const [flip] = flipsOf(measurement(answers('AAARRR')));
    expect(flip?.moment).toEqual({ least: 20 * SECOND, most: 30 * SECOND + 500 });
  });

  it('leave out what says nothing', () => {
    const [flip] = flipsOf(measurement(answers('AA??RR')));
    expect(flip?.moment).toEqual({ least: 10 * SECOND, most: 40 * SECOND + 500 });
  });

  it('reach to the last answer where they went back and forth: a replica may not have been met', () => {
    const [flip] = flipsOf(measurement(answers('AARARARRRR')));
    expect(flip).toMatchObject({ takenBack: 2, moment: { least: 50 * SECOND, most: 90 * SECOND + 500 } });
  });

  it('do not for one odd answer', () => {
    const [flip] = flipsOf(measurement(answers('ARAAARR')));
    expect(flip).toMatchObject({ takenBack: 1, moment: { least: 40 * SECOND, most: 50 * SECOND + 500 } });
  });

  it('are none while it is accepted, where it never was, and where the control was not', () => {
    expect(flipsOf(measurement(answers('AAA')))[0]?.moment).toBeUndefined();
    expect(flipsOf(measurement(answers('RRR')))[0]?.moment).toBeUndefined();
    const alone = answers('AARR').filter(({ who }) => who === 'watched');
    expect(flipsOf(measurement(alone))[0]?.moment).toBeUndefined();
    expect(deathOf(measurement(alone))).toBeUndefined();
  });
});

describe('a death', () => {
  it('begins anew with each answer that is accepted', () => {
    expect(deathOf(measurement(answers('ARRA')))).toBeUndefined();
    expect(deathOf(measurement(answers('ARRARR')))).toEqual({ at: 40 * SECOND + 500, rounds: 2 });
  });
});

describe('the skew', () => {
  it('is what all answers leave of it', () => {
    // The site is 60 s ahead: its dates are cut to the second.
    const probes = [0, 1, 2].map((i) => {
      const sent = i * 10_000 + i * 300;
      return {
        ...answers('A')[0],
        sent,
        got: sent + 200,
        date: Math.floor((sent + 60_100) / SECOND) * SECOND,
      } as ProbeLine;
    });
    const skew = skewOf(probes);
    expect(skew?.least).toBeLessThanOrEqual(60_000);
    expect(skew?.most).toBeGreaterThanOrEqual(60_000);
    expect((skew?.most ?? 0) - (skew?.least ?? 0)).toBeLessThan(1200);
    expect(skewOf(answers('A'))).toBeUndefined();
  });
});

describe('what a measurement comes to', () => {
  it('counts from an event by the clock that names it', () => {
    const dated = answers('AAARRR').map((one) => ({ ...one, date: one.sent + 60_000 }));
    const own = conclude(measurement(dated, eventAt(10 * SECOND), END));
    expect(own.delay).toEqual({ least: 10 * SECOND, most: 20 * SECOND + 500 });
    const site = conclude(measurement(dated, eventAt(70 * SECOND, 'site'), END));
    expect(site.event?.least).toBeLessThan(10 * SECOND);
    expect(site.event?.most).toBeGreaterThanOrEqual(10 * SECOND);
    expect(site.delay?.least).toBeLessThanOrEqual(10 * SECOND);
    expect(site.delay?.most).toBeLessThan(22 * SECOND);
  });

  it('cannot be that it stopped before the event', () => {
    const { verdict, exitCode } = conclude(measurement(answers('AARRR'), eventAt(100 * SECOND), END));
    expect({ verdict, exitCode }).toEqual({ verdict: 'before', exitCode: 3 });
  });

  it.each([
    ['within the time', -560 * SECOND, 'within', 0],
    ['over it', -700 * SECOND, 'over', 1],
    ['across its border', -575 * SECOND, 'undecided', 3],
  ])('is told apart: %s', (_, event, verdict, exitCode) => {
    // It dies between 20 and 30.5 s.
    expect(conclude(measurement(answers('AAARRR'), eventAt(event), END))).toMatchObject({
      verdict,
      exitCode,
    });
  });

  it('is nothing while there is no end, and for each end that is none', () => {
    expect(conclude(measurement(answers('AAARRR'), eventAt(0))).exitCode).toBe(3);
    for (const ending of ['captcha', 'budget', 'sent-away', 'control-failed', 'clock-set-back'] as const) {
      expect(conclude(measurement(answers('AAARRR'), eventAt(0), endWith(ending))).exitCode).toBe(3);
    }
  });

  it('is over the time where it was refused once, and still accepted when the watch gave up', () => {
    const gaveUp = endWith('gave-up');
    expect(conclude(measurement(answers('ARARA'), eventAt(-700 * SECOND), gaveUp)).exitCode).toBe(1);
    expect(conclude(measurement(answers('AAAAA'), eventAt(-700 * SECOND), gaveUp)).exitCode).toBe(3);
  });
});
