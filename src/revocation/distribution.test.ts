import { dayOf } from '../day-of.ts';
import { describe, expect, it } from 'vitest';
import type { Conclusion } from './conclude.ts';
import { concluded, isCounted, distributions, isOfStandIn } from './distribution.ts';
import { endWith, eventAt, measurement, MINUTE, rounds } from './measurement.fixture.ts';
import type { Ending, Measurement, WatchLine } from './measurement.ts';

/** A credential that died at most half a minute after an event, the given number of minutes earlier. */
const delayedBy = (minutes: number, changed: Partial<WatchLine> = {}): Measurement =>
  measurement([eventAt(-minutes * MINUTE), ...rounds('AAARRR'), endWith('settled')], changed);

const on = (day: string, site: string): Measurement => delayedBy(1, { at: Date.parse(day), site });

const endless = measurement([eventAt(-5 * MINUTE), ...rounds('AAAA'), endWith('gave-up')]);

const bound = (minutes: number): { least: number; most: number } => ({
  least: minutes * MINUTE + 20_000,
  most: minutes * MINUTE + 30_500,
});

describe('counted measurements', () => {
  const delay = { least: 0, most: 1000 };
  it.each<[ending: Ending | undefined, changed: Partial<Conclusion>, counted: boolean]>([
    ['settled', { delay, verdict: 'within' }, true],
    ['settled', { delay, verdict: 'over' }, true],
    ['settled', { delay, verdict: 'undecided' }, true],
    ['gave-up', { delay, verdict: 'over' }, true],
    ['settled', { delay, verdict: 'before' }, false],
    ['settled', { delay: undefined, verdict: undefined }, false],
    ['budget', { delay, verdict: 'within' }, false],
    ['captcha', { delay, verdict: 'within' }, false],
    ['clock-set-back', { delay, verdict: 'within' }, false],
    ['control-failed', { delay, verdict: 'over' }, false],
    [undefined, { delay, verdict: 'within' }, false],
  ])('%s %j %s', (ending, changed, counted) => {
    const made = measurement([...rounds('AR'), ...(ending ? [endWith(ending)] : [])]);
    const [whole] = concluded([made]);
    if (!whole) throw new Error('nothing concluded');
    expect(isCounted({ measurement: made, conclusion: { ...whole.conclusion, ...changed } })).toBe(counted);
  });
});

describe('the distribution', () => {
  it('contains the delays, the shortest first, and the quantiles of each bound', () => {
    const [one, ...more] = distributions(concluded([4, 1, 2, 3, 9].map((minutes) => delayedBy(minutes))));
    expect(more).toEqual([]);
    expect(one).toMatchObject({
      subject: 'api-token',
      cause: 'revoked',
      delays: [1, 2, 3, 4, 9].map(bound),
      lower: bound(2),
      median: bound(3),
      upper: bound(4),
      worst: bound(9),
    });
  });

  it('interpolates between two delays', () => {
    const [one] = distributions(concluded([1, 3, 5, 9].map((minutes) => delayedBy(minutes))));
    expect(one).toMatchObject({ lower: bound(2.5), median: bound(4), upper: bound(6), worst: bound(9) });
  });

  it('of a single delay is that delay', () => {
    const [one] = distributions(concluded([delayedBy(2)]));
    expect(one).toMatchObject({ lower: bound(2), median: bound(2), upper: bound(2), worst: bound(2) });
  });

  it('has no upper bound if a delay has none', () => {
    const most = Number.POSITIVE_INFINITY;
    const [one] = distributions(concluded([endless, delayedBy(1), endless]));
    expect(one).toMatchObject({ median: { most }, worst: { most }, delays: [bound(1), { most }, { most }] });
    // No number is half way to infinity, and none is no number.
    expect(distributions(concluded([delayedBy(1), endless]))[0]?.median.most).toBe(most);
  });

  it('sorts delays with equal lower bounds by their upper bounds', () => {
    const wide = measurement([eventAt(0), ...rounds('AAA??RR'), endWith('settled')]);
    const narrow = delayedBy(0);
    const delays = [
      { least: 20_000, most: 30_500 },
      { least: 20_000, most: 50_500 },
    ];
    for (const order of [
      [wide, narrow],
      [narrow, wide],
    ]) {
      expect(distributions(concluded(order))[0]?.delays).toEqual(delays);
    }
  });

  it('is separate for each kind of credential and each cause', () => {
    const kinds = [
      delayedBy(1),
      delayedBy(2, { cause: 'expired' }),
      delayedBy(3, { subject: 'admin-key' }),
      delayedBy(4, { cause: 'expired' }),
    ];
    expect(
      distributions(concluded(kinds)).map(({ subject, cause, delays }) => [subject, cause, delays.length]),
    ).toEqual([
      ['api-token', 'revoked', 1],
      ['api-token', 'expired', 2],
      ['admin-key', 'revoked', 1],
    ]);
  });

  it('counts each site once, and has the first and the last day', () => {
    const [one] = distributions(
      concluded([on('2026-03-02T23:59:59Z', 'b'), on('2026-11-01', 'a'), on('2026-03-01', 'b')]),
    );
    expect(one).toMatchObject({ sites: 2, dates: { from: '2026-03-01', to: '2026-11-01' } });
    expect(dayOf(Date.parse('2026-03-02T23:59:59.999Z'))).toBe('2026-03-02');
  });

  it('excludes measurements that do not count, and those of the stand-in', () => {
    const standIn = measurement([
      eventAt(0),
      ...rounds('AAARRR').map((one, i) => (i === 4 ? { ...one, standIn: true as const } : one)),
      endWith('settled'),
    ]);
    expect([isOfStandIn(standIn), isOfStandIn(delayedBy(1))]).toEqual([true, false]);
    const early = measurement([eventAt(MINUTE), ...rounds('AARRR'), endWith('settled')]);
    expect(distributions(concluded([standIn, early]))).toEqual([]);
    expect(distributions(concluded([standIn, delayedBy(1), early]))[0]?.delays).toEqual([bound(1)]);
    expect(distributions([])).toEqual([]);
  });
});
