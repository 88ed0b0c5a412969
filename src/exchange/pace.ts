import type { Clock } from './clock.ts';

/** How politely a run asks. Times are in milliseconds. */
export interface Manners {
  readonly concurrency: number;
  /** Least time between the starts of two requests. */
  readonly gap: number;
  /** How often one request is sent at most, the first time included. */
  readonly attempts: number;
  /** First pause before another attempt; it doubles, and jitter takes up to half of it. */
  readonly backOff: number;
  /** The longest pause that a site may ask for; one that asks for more is left alone. */
  readonly patience: number;
  /** How many requests a run may send in all. */
  readonly maxRequests: number;
  /** After so many requests in a row without a usable answer the site is left alone. */
  readonly giveUpAfter: number;
}

/** Well below the measured burst limits of 350 requests a window of one second or more. */
export const MANNERS: Manners = {
  concurrency: 2,
  gap: 100,
  attempts: 3,
  backOff: 1000,
  patience: 120_000,
  maxRequests: 1000,
  giveUpAfter: 15,
};

/**
 * What all requests of a run go through: it spaces them, holds them back while the site asks for a pause, counts them
 * against the budget, and lets none through once the run has to stop.
 */
export class Pace {
  readonly manners: Manners;
  readonly #clock: Clock;
  /** Aborted where the run is interrupted. */
  readonly signal: AbortSignal;
  #next = 0;
  #sent = 0;
  #failures = 0;
  #stopped: string | undefined;

  constructor(manners: Manners, clock: Clock, signal: AbortSignal) {
    this.manners = manners;
    this.#clock = clock;
    this.signal = signal;
  }

  /** Requests sent so far. */
  get sent(): number {
    return this.#sent;
  }

  /** Why no request is sent any more, or undefined. */
  get stopped(): string | undefined {
    return this.signal.aborted ? 'the run was interrupted' : this.#stopped;
  }

  /** Lets no further request through. The first reason stays. */
  stop(reason: string): void {
    this.#stopped ??= reason;
  }

  /**
   * Waits for a turn. False: the run has stopped, and the request must not be sent.
   *
   * @param shut why this one request must not be sent, which can change while it waits
   */
  async turn(shut: () => string | undefined = () => undefined): Promise<boolean> {
    for (;;) {
      if (this.#sent >= this.manners.maxRequests) {
        this.stop(`the budget of ${this.manners.maxRequests} requests is used up (--max-requests)`);
      }
      if (this.stopped !== undefined || shut() !== undefined) return false;
      const wait = this.#next - this.#clock.now();
      if (wait <= 0) break;
      await this.#clock.sleep(wait, this.signal);
    }
    this.#next = this.#clock.now() + this.manners.gap;
    this.#sent += 1;
    return true;
  }

  /** Holds all requests back for a time that the site asked for. */
  pause(ms: number): void {
    if (ms > this.manners.patience) {
      this.stop(`the site asked for a pause of ${Math.ceil(ms / 1000)} s, longer than this run waits`);
    }
    this.#next = Math.max(this.#next, this.#clock.now() + ms);
  }

  /** The pause before another attempt, 1 for the second. */
  async backOff(attempt: number): Promise<void> {
    const most = this.manners.backOff * 2 ** (attempt - 1);
    await this.#clock.sleep(most * (1 - this.#clock.random() / 2), this.signal);
  }

  /** Counts whether answers are usable, and stops where none is for long. */
  note(usable: boolean, what: string): void {
    this.#failures = usable ? 0 : this.#failures + 1;
    if (this.#failures >= this.manners.giveUpAfter) {
      this.stop(`${this.#failures} requests in a row got no usable answer, the last one because ${what}`);
    }
  }
}
