import { describe, expect, it } from 'vitest';
import { fastClock } from '../live/live.fixture.ts';
import { answer, MYSELF, SEARCH, SECOND, watchLine } from './measurement.fixture.ts';
import type { Line, Stop } from './measurement.ts';
import { Rounds } from './round.ts';
import { seededBy } from './watch.fixture.ts';

/** Answers by who is asked and what, one letter a round: `x` is no answer, `T` a 429, `C` a CAPTCHA. */
interface Script {
  readonly myself: string;
  readonly search: string;
  readonly control?: string;
  readonly first?: number;
  readonly random?: () => number;
  readonly stopped?: string;
}

/** What was asked and noted in all rounds, and how the last one ended. */
async function played({ myself, search, control = '', first = 1, random, stopped }: Script) {
  const clock = fastClock(random);
  const asked: string[] = [];
  const lines: Line[] = [];
  let challenge: string | undefined;
  const asker = {
    get challenge() {
      return challenge;
    },
    ask: async (who: 'watched' | 'control', operation: typeof MYSELF | typeof SEARCH, round: number) => {
      const letters = who === 'control' ? control : operation === MYSELF ? myself : search;
      const letter = letters[round - first] ?? '!';
      asked.push(who === 'control' ? `${round} control ${operation}` : `${round} ${operation}`);
      const sent = clock.now();
      await clock.sleep(SECOND, new AbortController().signal);
      if (letter === 'x') return { failure: 'no answer' };
      if (letter === 'C') challenge = 'a CAPTCHA';
      const status = letter === 'T' ? { status: 429, treatment: 'inconclusive' as const } : {};
      return answer(letter, sent, { who, operation, round, ...status });
    },
  };
  const rounds = new Rounds(
    watchLine(),
    { asker, limiter: { stopped }, clock },
    (line) => void lines.push(line),
    first,
  );
  let stop: Stop | undefined;
  for (let i = 0; i < myself.length && !stop; i += 1) stop = await rounds.ask();
  const troubles = lines.flatMap((line) => (line.kind === 'trouble' ? [line] : []));
  const probes = lines.flatMap((line) => (line.kind === 'probe' ? [line] : []));
  return { asked, probes, troubles, ending: stop?.ending, lines };
}

const drawn =
  (...numbers: number[]) =>
  (): number =>
    numbers.shift() ?? 0;

const orderOf = async (...numbers: number[]): Promise<string[]> =>
  (await played({ myself: 'A', search: 'A', random: drawn(...numbers) })).asked;

describe('a round', () => {
  it('sends each operation once, and no control while all are accepted', async () => {
    const { asked, ending } = await played({ myself: 'A', search: 'A' });
    expect(asked.toSorted()).toEqual([`1 ${MYSELF}`, `1 ${SEARCH}`]);
    expect(ending).toBeUndefined();
  });

  it.each<[why: string, myself: string, search: string]>([
    ['one refuses', 'R', 'A'],
    ['one ignores it', 'A', 'I'],
    ['both do', 'R', 'I'],
    ['one refuses, and the other says nothing', 'R', '?'],
    ['one refuses, and the other does not answer', 'x', 'I'],
  ])('sends the control last, with the operation that refuses: %s', async (_, myself, search) => {
    const { asked } = await played({ myself, search, control: 'A' });
    expect(asked).toHaveLength(3);
    expect(asked.at(-1)).toBe(`1 control ${MYSELF}`);
  });

  it.each(['?', 'x', 'A', 'T'])('does not send the control if nothing is dead: %s', async (letter) => {
    const { asked } = await played({ myself: letter, search: 'A' });
    expect(asked).toHaveLength(2);
  });

  it('counts on from its number', async () => {
    const { probes } = await played({ myself: 'AR', search: 'AI', control: ' A', first: 7 });
    expect(probes.map(({ round }) => round)).toEqual([7, 7, 8, 8, 8]);
  });

  it('changes the order, so that no replica always answers the same operation', async () => {
    const { asked } = await played({
      myself: 'A'.repeat(12),
      search: 'A'.repeat(12),
      random: seededBy(3),
    });
    const first = asked.filter((_, i) => i % 2 === 0).map((one) => one.replace(/^\d+ /, ''));
    expect(new Set(first)).toEqual(new Set([MYSELF, SEARCH]));
  });

  it('sorts by the random numbers, the smallest first', async () => {
    expect(await orderOf(0.2, 0.9)).toEqual([`1 ${MYSELF}`, `1 ${SEARCH}`]);
    expect(await orderOf(0.9, 0.2)).toEqual([`1 ${SEARCH}`, `1 ${MYSELF}`]);
  });
});

describe('the control', () => {
  it.each<[control: string, ending: string | undefined]>([
    ['RR', undefined],
    ['RRR', 'control-failed'],
    ['III', 'control-failed'],
    ['RIR', 'control-failed'],
    ['RRARR', undefined],
    ['RR?RR', undefined],
    ['RRxRR', undefined],
    ['RRARRR', 'control-failed'],
  ])(
    'is no witness any more after three rounds in a row in which it is dead: %s',
    async (control, ending) => {
      const dead = 'R'.repeat(control.length);
      const { ending: actual, troubles, probes } = await played({ myself: dead, search: dead, control });
      expect(actual).toBe(ending);
      const strange = control.replaceAll(/[^RI]/g, '').length;
      const noted = troubles.filter(({ what }) => what === 'control');
      expect(noted).toHaveLength(strange);
      expect(noted.every(({ from, to }) => to - from === SECOND)).toBe(true);
      expect(probes.filter(({ who }) => who === 'control')).toHaveLength(control.replace('x', '').length);
    },
  );
});

describe('a disturbance', () => {
  it('is recorded if there was no answer, with its duration', async () => {
    const { troubles, probes } = await played({ myself: 'x', search: 'A' });
    expect(troubles).toMatchObject([{ what: 'no-answer' }]);
    expect(troubles.map(({ from, to }) => to - from)).toEqual([SECOND]);
    expect(probes.map(({ operation }) => operation)).toEqual([SEARCH]);
  });

  it('is not recorded if the watch was stopped', async () => {
    const { lines } = await played({ myself: 'x', search: 'x', stopped: 'interrupted' });
    expect(lines).toEqual([]);
  });

  it('is a rate limit: the answer is recorded, but inconclusive', async () => {
    const { troubles, probes } = await played({ myself: 'A', search: 'T' });
    expect(troubles).toMatchObject([{ what: 'throttled' }]);
    expect(probes).toHaveLength(2);
  });

  it.each<[why: string, myself: string, search: string, control: string, asked: number]>([
    ['at the first sight of one', 'C', 'C', '', 1],
    ['before the control is asked', 'R', 'C', 'A', 2],
    ['where it is the control that shows it', 'R', 'R', 'C', 3],
  ])('is a CAPTCHA: nothing more is sent %s', async (_, myself, search, control, requests) => {
    const { asked, ending } = await played({ myself, search, control });
    expect(ending).toBe('captcha');
    expect(asked).toHaveLength(requests);
  });
});
