import type { Clock } from '../http/clock.ts';

/** So much longer than asked for, or so far back, a pause is no accident of a busy machine. */
const LATE = 5000;
const BACK = 1000;

/** A time in which this machine slept. */
export interface Nap {
  readonly from: number;
  readonly to: number;
}

/** A clock that notices in every pause whether this machine slept meanwhile, or somebody set its clock back. */
export class WatchfulClock implements Clock {
  readonly now: Clock['now'];
  readonly random: Clock['random'];
  readonly #clock: Clock;
  #naps: Nap[] = [];
  /** By how much the clock was set back, in milliseconds. */
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
    if (to > from + ms + LATE) this.#naps.push({ from, to });
    if (to < from - BACK) this.setBack = from - to;
  };

  /** The naps since this was last asked. */
  takeNaps(): Nap[] {
    const naps = this.#naps;
    this.#naps = [];
    return naps;
  }
}
