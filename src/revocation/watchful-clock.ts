import type { Clock } from '../http/clock.ts';

/** Deviations of a pause, in milliseconds, that a busy machine does not explain: too long, or backwards. */
const MAX_DELAY = 5000;
const MAX_SETBACK = 1000;

/** A period in which this machine slept. */
export interface Nap {
  readonly from: number;
  readonly to: number;
}

/** A clock that detects, after every pause, whether this machine slept or its clock was set back. */
export class WatchfulClock implements Clock {
  readonly now: Clock['now'];
  readonly random: Clock['random'];
  readonly #clock: Clock;
  #naps: Nap[] = [];
  /** How far the clock was set back, in milliseconds; undefined if it was not. */
  setBack: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.now = clock.now;
    this.random = clock.random;
  }

  readonly sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
    const from = this.now();
    await this.#clock.sleep(ms, signal);
    const to = this.now();
    if (to > from + ms + MAX_DELAY) this.#naps.push({ from, to });
    if (to < from - MAX_SETBACK) this.setBack = from - to;
  };

  /** Returns the naps since the last call. */
  takeNaps(): Nap[] {
    const naps = this.#naps;
    this.#naps = [];
    return naps;
  }
}
