import { describe, expect, it } from 'vitest';
import { CAUSES, causeOf } from './causes.ts';
import { conclude, type Conclusion } from './conclude.ts';
import {
  answer,
  endWith,
  eventAt,
  measurement,
  MINUTE,
  MYSELF,
  rounds,
  SEARCH,
  SECOND,
} from './measurement.fixture.ts';
import type { Ending, Line, WatchLine } from './measurement.ts';

const END = endWith('settled');

/** /myself is refused between 20 s and 30.5 s. */
const DYING = rounds('AAARRR');

const conclusionOf = (lines: readonly Line[], changed: Partial<WatchLine> = {}): Conclusion =>
  conclude(measurement(lines, changed));

describe('the event', () => {
  it('uses the clock that it names', () => {
    const dated = DYING.map((one) => ({ ...one, date: one.sent + MINUTE }));
    expect(conclusionOf([eventAt(10 * SECOND), ...dated, END]).delay).toEqual({
      least: 10_000,
      most: 20_500,
    });
    const { skew, event, delay } = conclusionOf([eventAt(70 * SECOND, 'site', 71 * SECOND), ...dated, END]);
    expect(skew).toEqual({ least: 59_500, most: 61_000 });
    expect(event).toEqual({ least: 70_000 - 61_000, most: 71_000 - 59_500 });
    expect(delay).toEqual({ least: 20_000 - 11_500, most: 30_500 - 9000 });
  });

  it('is unchanged if the clock of the site is unknown', () => {
    expect(conclusionOf([eventAt(70_000, 'site', 71_000), ...DYING]).event).toEqual({
      least: 70_000,
      most: 71_000,
    });
  });

  it('is needed for a delay, and for a verdict', () => {
    const { event, delay, verdict, ended } = conclusionOf([...DYING, END]);
    expect({ event, delay, verdict }).toEqual({ event: undefined, delay: undefined, verdict: undefined });
    expect(ended).toEqual({ least: 20_000, most: 30_500 });
  });
});

describe('the first refusal', () => {
  it.each<[why: string, myself: string, event: number, least: number, most: number]>([
    ['after four acceptances, as many as replicas are reckoned with', 'AAAAAARR', 0, 20_000, 60_500],
    ['four are just enough', 'AAAARR', -5000, 0, 40_500],
    ['after fewer, it may have been at the event', 'AAARR', 5000, 5000, 30_500],
    ['never before the event', 'AAAAAARR', 35_000, 35_000, 60_500],
    ['never after it was seen', 'AAR', 90_000, 20_500, 20_500],
    ['an inconclusive answer does not count', 'AAAA?AA?RR', 0, 20_000, 80_500],
    ['the first, though it was taken back', 'AAAAARAAAAARR', 0, 10_000, 50_500],
  ])('%s', (_, myself, event, least, most) => {
    expect(conclusionOf([eventAt(event), ...rounds(myself), END]).began).toEqual({ least, most });
  });

  it('is undefined while all requests are accepted', () => {
    expect(conclusionOf([eventAt(0), ...rounds('AAA')]).began).toBeUndefined();
  });

  it('is bounded only by the answers if there is no event', () => {
    expect(conclusionOf(rounds('AAARR')).began).toEqual({ least: 0, most: 30_500 });
  });
});

describe('the end', () => {
  it('is when the last operation ended', () => {
    const { ended, delay, together } = conclusionOf([eventAt(0), ...rounds('AARRRRRR', 'AAAAAIII'), END]);
    expect(ended).toEqual({ least: 41_000, most: 51_500 });
    expect(delay).toEqual(ended);
    expect(together).toBe(false);
  });

  it.each<[myself: string, search: string, together: boolean | undefined]>([
    ['AAARR', 'AAAII', true],
    ['AA?RR', 'AAAII', true],
    ['ARRRR', 'AAAII', false],
    ['AAARR', 'AAAAA', undefined],
    ['AAARR', '?????', undefined],
  ])('of both operations may be one moment: %s %s %s', (myself, search, together) => {
    expect(conclusionOf([eventAt(0), ...rounds(myself, search), END]).together).toBe(together);
  });

  it('is after each operation was sent again since the last acceptance of any', () => {
    // Two replicas answer in turn. The one of the odd places died first, the other between 20.5 s and 21 s.
    const asked: [letter: string, sent: number, operation: typeof MYSELF | typeof SEARCH, round: number][] = [
      ['A', 0, SEARCH, 0],
      ['A', 1000, MYSELF, 0],
      ['I', 10_000, SEARCH, 1],
      ['A', 11_000, MYSELF, 1],
      ['R', 20_000, MYSELF, 2],
      ['I', 21_000, SEARCH, 2],
      ['R', 30_000, MYSELF, 3],
      ['I', 31_000, SEARCH, 3],
    ];
    const probes = asked.flatMap(([letter, sent, operation, round]) => [
      answer(letter, sent, { operation, round }),
      answer('A', sent + 500, { who: 'control', round }),
    ]);
    expect(conclusionOf([eventAt(0), ...probes, END]).ended).toEqual({ least: 11_000, most: 21_500 });
  });

  it('is undefined while one operation still works: the delay has no upper bound', () => {
    const { ended, delay } = conclusionOf([eventAt(5000, 'own', 6000), ...rounds('AARR', 'AAAA'), END]);
    expect(ended).toBeUndefined();
    expect(delay).toEqual({ least: 31_000 - 6000, most: Number.POSITIVE_INFINITY });
  });

  it('leaves out an operation that never accepted the credential', () => {
    expect(conclusionOf([eventAt(0), ...rounds('AARR', '????'), END])).toMatchObject({
      ended: { least: 10_000, most: 20_500 },
      verdict: 'within',
      exitCode: 0,
    });
  });

  it('is undefined if it never worked', () => {
    const { ended, delay, verdict, exitCode } = conclusionOf([eventAt(0), ...rounds('RRR'), END]);
    expect({ ended, delay, verdict, exitCode }).toEqual({
      ended: undefined,
      delay: undefined,
      verdict: undefined,
      exitCode: 3,
    });
  });

  it('may not be known to be after a later event', () => {
    expect(conclusionOf([eventAt(50_000), ...rounds('AAAA')]).delay).toEqual({
      least: 0,
      most: Number.POSITIVE_INFINITY,
    });
  });
});

describe('a verdict', () => {
  const TEN = 10 * MINUTE;

  it.each<[why: string, event: number, verdict: Conclusion['verdict'], exitCode: number]>([
    ['within the time', -560_000, 'within', 0],
    ['just within it', 30_500 - TEN, 'within', 0],
    ['across its border', 30_499 - TEN, 'undecided', 3],
    ['across it still', 20_000 - TEN, 'undecided', 3],
    ['just over it', 19_999 - TEN, 'over', 1],
    ['over it', -700_000, 'over', 1],
    ['at the event, as far as can be seen', 30_500, 'within', 0],
    ['before the event, which cannot be', 30_501, 'before', 3],
    ['long before it', 100_000, 'before', 3],
  ])('%s', (_, event, verdict, exitCode) => {
    expect(conclusionOf([eventAt(event), ...DYING, END])).toMatchObject({ verdict, exitCode });
  });

  it.each([
    ['revoked', 10],
    ['expired', 10],
    ['signed-out', 1],
  ] as const)('uses the bound of its cause: %s, %d min', (cause, minutes) => {
    const at = (event: number): unknown => conclusionOf([eventAt(event), ...DYING, END], { cause }).verdict;
    expect(causeOf(cause)).toMatchObject({ id: cause, bound: minutes * MINUTE });
    expect(at(30_500 - minutes * MINUTE)).toBe('within');
    expect(at(19_999 - minutes * MINUTE)).toBe('over');
  });

  it('covers automatic causes and those by user action', () => {
    expect(CAUSES.filter(({ deed }) => deed === null).map(({ id }) => id)).toEqual(['expired']);
  });
});

describe('the exit code', () => {
  const within = eventAt(0);
  const over = eventAt(-700_000);

  it.each<[ending: Ending, event: typeof over, myself: string, exitCode: 0 | 1 | 3]>([
    ['settled', within, 'AAARRR', 0],
    ['settled', over, 'AAARRR', 1],
    // It was refused once, so that it was revoked; and still worked after the time.
    ['gave-up', over, 'ARARA', 1],
    ['gave-up', over, 'AAAAR', 1],
    ['gave-up', over, 'AAARA', 3],
    ['gave-up', over, 'AAAAA', 3],
    ['gave-up', within, 'ARARA', 3],
    ['gave-up', within, 'AAAAR', 3],
    ...(['captcha', 'budget', 'sent-away', 'control-failed', 'clock-set-back'] as const).flatMap(
      (ending): [Ending, typeof over, string, 3][] => [
        [ending, within, 'AAARRR', 3],
        [ending, over, 'AAARRR', 3],
      ],
    ),
  ])('of a watch that ended as %s', (ending, event, myself, exitCode) => {
    expect(conclusionOf([event, ...rounds(myself), endWith(ending)]).exitCode).toBe(exitCode);
  });

  it('is 3 while there is no end', () => {
    expect(conclusionOf([over, ...DYING]).exitCode).toBe(3);
  });

  it('is 1 for an anonymous success, which a client cannot recognise', () => {
    const { silent, exitCode } = conclusionOf([within, ...rounds('AAARRR', 'AAAIII'), END]);
    expect(silent.map(({ operation }) => operation)).toEqual([SEARCH]);
    expect(exitCode).toBe(1);
  });

  it.each<[why: string, treatment: 'ignored' | 'refused', status: number, isSilent: boolean]>([
    ['an empty list', 'ignored', 200, true],
    ['the highest success', 'ignored', 299, true],
    ['no success', 'ignored', 300, false],
    ['a switch of protocols', 'ignored', 199, false],
    ['not found, anonymously', 'ignored', 404, false],
    ['refused in a success', 'refused', 200, false],
  ])('a silent end is: %s', (_, treatment, status, isSilent) => {
    const probes = DYING.map((one) =>
      one.who === 'watched' && one.treatment === 'refused' ? { ...one, treatment, status } : one,
    );
    expect(conclusionOf([within, ...probes, END])).toMatchObject({
      silent: isSilent ? [{ operation: MYSELF }] : [],
      exitCode: isSilent ? 1 : 0,
    });
  });

  it('is not a silent end if it works again', () => {
    expect(conclusionOf([within, ...rounds('AAIA'), END]).silent).toEqual([]);
  });
});

it('counts all requests, including those of the control', () => {
  expect(conclusionOf(rounds('AAA', 'AAA')).requests).toBe(9);
});

it('recognises whether answers went back and forth', () => {
  expect(conclusionOf(rounds('ARAAR')).flapped).toBe(false);
  expect(conclusionOf(rounds('ARARAR')).flapped).toBe(true);
});
