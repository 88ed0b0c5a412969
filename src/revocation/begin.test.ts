import { describe, expect, it } from 'vitest';
import { fastClock } from '../live/live.fixture.ts';
import { begin } from './begin.ts';
import { answer, measurement, MYSELF, SEARCH, rounds } from './measurement.fixture.ts';
import type { ProbeLine, WatchLine } from './measurement.ts';

const OPERATIONS = { operations: [MYSELF, SEARCH] as WatchLine['operations'] };

interface Script {
  /** Answers one after the other, by who is asked and what; the last one stays. `x` is no answer. */
  readonly control?: string;
  readonly myself?: string;
  readonly search?: string;
  readonly seen?: readonly ProbeLine[];
  /** Number of requests after which a CAPTCHA appears. */
  readonly captchaAfter?: number;
  readonly interruptedAfter?: number;
  readonly stopped?: string;
}

/** Begins a watch: what it sends, how long it waits, and how it ends. */
async function beginWith(script: Script) {
  const { control = 'A', myself = 'A', search = 'A', seen = [], stopped } = script;
  const { captchaAfter = Infinity, interruptedAfter = Infinity } = script;
  const clock = fastClock();
  const asked: string[] = [];
  const stop = new AbortController();
  const left = { control, [MYSELF]: myself, [SEARCH]: search };
  const asker = {
    get challenge() {
      return asked.length >= captchaAfter ? 'a CAPTCHA' : undefined;
    },
    ask: (who: 'watched' | 'control', operation: typeof MYSELF | typeof SEARCH, round: number) => {
      asked.push(`${who} ${operation}`);
      if (asked.length >= interruptedAfter) stop.abort();
      const key = who === 'control' ? who : operation;
      const letter = left[key][0] ?? 'A';
      if (left[key].length > 1) left[key] = left[key].slice(1);
      const line = answer(letter, clock.now(), { who, operation, round });
      return Promise.resolve(letter === 'x' ? { failure: 'no answer' } : line);
    },
  };
  const outcome = await begin({
    measurement: measurement(seen, OPERATIONS),
    asker,
    limiter: { stopped },
    clock,
    signal: stop.signal,
  }).catch((error: unknown) => error);
  return { outcome, asked, slept: clock.slept };
}

describe('a watch can begin', () => {
  it('if the control and the watched credential are accepted: all operations are sent once', async () => {
    const { outcome, asked, slept } = await beginWith({});
    expect(asked).toEqual([`control ${MYSELF}`, `watched ${MYSELF}`, `watched ${SEARCH}`]);
    expect(outcome).toMatchObject([
      { who: 'control', operation: MYSELF, round: 0, treatment: 'accepted' },
      { who: 'watched', operation: MYSELF, round: 0, treatment: 'accepted' },
      { who: 'watched', operation: SEARCH, round: 0, treatment: 'accepted' },
    ]);
    expect(slept).toEqual([]);
  });

  it('whatever the further operations answer', async () => {
    const { outcome } = await beginWith({ search: 'I' });
    expect(outcome).toHaveLength(3);
  });

  it('after an interruption: only the control is sent, and no line is added', async () => {
    const { outcome, asked } = await beginWith({ seen: rounds('A', 'A'), myself: 'R' });
    expect(outcome).toEqual([]);
    expect(asked).toEqual([`control ${MYSELF}`]);
  });

  it.each(['?A', '??A', 'xA', 'x?A'])(
    'repeats a request without a conclusive answer: %s',
    async (control) => {
      const { outcome, asked, slept } = await beginWith({ control });
      expect(outcome).toHaveLength(3);
      expect(asked).toHaveLength(control.length + 2);
      expect(slept).toEqual(Array.from({ length: control.length - 1 }, () => 5000));
    },
  );
});

describe('a watch cannot begin', () => {
  it.each<[why: string, script: Script, code: string, requests: number]>([
    ['the control is refused', { control: 'R' }, 'controls-failed', 1],
    ['the control is ignored', { control: 'I' }, 'controls-failed', 1],
    ['the control says nothing, three times', { control: '?' }, 'controls-failed', 3],
    ['there is no answer, three times', { control: 'x' }, 'unreachable', 3],
    ['what is watched is refused', { myself: 'R' }, 'controls-failed', 3],
    ['what is watched is ignored', { myself: 'I' }, 'controls-failed', 3],
    ['what is watched says nothing', { myself: '?' }, 'controls-failed', 5],
    ['what is watched gets no answer', { myself: 'x' }, 'unreachable', 4],
    ['an operation gets no answer', { search: 'x' }, 'unreachable', 5],
    ['the control shows a CAPTCHA', { captchaAfter: 1 }, 'controls-failed', 1],
    ['what is watched shows a CAPTCHA', { captchaAfter: 2 }, 'controls-failed', 2],
    ['… without an answer', { control: 'x', captchaAfter: 1 }, 'controls-failed', 1],
    ['the user interrupts', { control: 'x', interruptedAfter: 1 }, 'unreachable', 1],
    ['… while it says nothing', { control: '?', interruptedAfter: 2 }, 'controls-failed', 2],
    ['the site asks for too long a pause', { control: 'x', stopped: 'sent away' }, 'unreachable', 1],
    ['the control is dead after a cut', { control: 'R', seen: rounds('A', 'A') }, 'controls-failed', 1],
  ])('if %s', async (_, script, code, requests) => {
    const { outcome, asked } = await beginWith(script);
    expect(outcome).toMatchObject({ code, exitCode: 3 });
    expect(asked).toHaveLength(requests);
  });
});
