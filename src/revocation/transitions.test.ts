import { describe, expect, it } from 'vitest';
import { deathOf, transitionsOf, isFlapping, conclusiveAnswers } from './transitions.ts';
import { answers, measurement, MYSELF, rounds, SEARCH, SECOND } from './measurement.fixture.ts';
import type { Interval } from './interval.ts';

/** From when the request of one round was sent to when the answer of another had come. */
const fromTo = (sent: number, got: number, after = 0): Interval => ({
  least: sent * 10 * SECOND + after,
  most: got * 10 * SECOND + after + 500,
});

describe('the conclusive answers', () => {
  it.each<[why: string, myself: string, control: string, counted: number[]]>([
    ['all, if the control is accepted', 'AARR', 'AAAA', [0, 1, 2, 3]],
    ['no answer that says nothing', 'A??R', 'AAAA', [0, 3]],
    ['an acceptance, whatever the control says', 'AAAR', ' R?A', [0, 1, 2, 3]],
    ['no refusal if the control is refused as well', 'AARR', 'AARA', [0, 1, 3]],
    ['no refusal if the control is ignored', 'AAR', 'AAI', [0, 1]],
    ['no refusal if the control was not sent', 'AAII', 'AA A', [0, 1, 3]],
  ])('%s', (_, myself, control, counted) => {
    const conclusive = conclusiveAnswers(measurement(rounds(myself, '', control)));
    expect(conclusive.map(({ round }) => round)).toEqual(counted);
    expect(conclusive.every(({ who }) => who === 'watched')).toBe(true);
  });
});

describe('the bounds of a transition', () => {
  it.each<[why: string, myself: string, moment: Interval | undefined, reversals: number]>([
    ['from when the last accepted was sent to when the next answer had come', 'AAARRR', fromTo(2, 3), 0],
    ['an answer that says nothing is left out', 'AA??RR', fromTo(1, 4), 0],
    ['one answer is enough', 'AR', fromTo(0, 1), 0],
    ['a single odd answer is not a transition', 'ARAAARR', fromTo(4, 5), 1],
    ['back and forth: to the last answer, as a replica may not have been met', 'AARARARRRR', fromTo(5, 9), 2],
    ['odd at once, twice', 'RRARR', fromTo(2, 4), 2],
    ['none while it is accepted', 'AAA', undefined, 0],
    ['none if it is accepted again', 'AARA', undefined, 1],
    ['none if it never was', 'RRR', undefined, 0],
    ['none if nothing is conclusive', '???', undefined, 0],
  ])('%s', (_, myself, moment, reversals) => {
    expect(transitionsOf(measurement(rounds(myself)))).toMatchObject([
      { operation: MYSELF, moment, reversals },
    ]);
  });

  it('include the last acceptance, the first answer after it, and the last answer', () => {
    const [transition, none] = transitionsOf(measurement(rounds('AARI', '???')));
    expect(transition).toMatchObject({
      lastAccepted: 10_000,
      firstNot: 20_500,
      final: { treatment: 'ignored', round: 3 },
    });
    expect(none).toMatchObject({ operation: SEARCH, lastAccepted: undefined, final: undefined });
  });

  it('are separate for each operation', () => {
    const transitions = transitionsOf(measurement(rounds('AARRRR', 'AAAAIR')));
    expect(transitions.map(({ operation, moment }) => [operation, moment])).toEqual([
      [MYSELF, fromTo(1, 2)],
      [SEARCH, fromTo(3, 4, SECOND)],
    ]);
  });

  it('extend to the last answer of all if two operations went back and forth', () => {
    const last = { most: 50_000 + SECOND + 500 };
    expect(transitionsOf(measurement(rounds('ARARRR', 'AIAIII')))).toMatchObject([
      { moment: last },
      { moment: last },
    ]);
  });

  it.each<[reversals: number[], flapping: boolean]>([
    [[], false],
    [[0, 0], false],
    [[1, 0], false],
    [[1, 1], true],
    [[0, 2], true],
  ])('went back and forth: %j %s', (reversals, flapping) => {
    expect(isFlapping(reversals.map((one) => ({ reversals: one })))).toBe(flapping);
  });
});

describe('a death', () => {
  it.each<[why: string, myself: string, search: string, death: { at: number; rounds: number } | undefined]>([
    ['none while all is accepted', 'AAA', 'AAA', undefined],
    ['from the first answer that is not accepted', 'ARR', 'AII', { at: 10_500, rounds: 2 }],
    ['none while one operation still works', 'ARRR', 'AAAA', undefined],
    ['none if one works again', 'ARRR', 'AIIA', undefined],
    ['none while one was not asked after the last acceptance', 'ARA ', 'AII?', undefined],
    ['anew after each acceptance', 'ARRARR', 'AIIAII', { at: 40_500, rounds: 2 }],
    ['an operation that never worked has nothing to say', 'AARR', '    ', { at: 20_500, rounds: 2 }],
    ['… nor one that is inconclusive', 'AARR', '????', { at: 20_500, rounds: 2 }],
    ['none if nothing ever worked', 'RRRR', 'IIII', undefined],
    ['none of nothing', '', '', undefined],
    ['rounds that say nothing are not counted', 'AR??R', 'AI??I', { at: 10_500, rounds: 2 }],
  ])('%s', (_, myself, search, death) => {
    const made = measurement(rounds(myself, search), { operations: [MYSELF, SEARCH] });
    expect(deathOf(made)).toEqual(death);
  });

  it('needs a working control', () => {
    expect(deathOf(measurement(answers('AARR')))).toBeUndefined();
    expect(deathOf(measurement(rounds('AARR', '', 'AAR ')))).toBeUndefined();
  });
});
