import type { Clock } from './clock.ts';

/** How politely a run asks. Times are in milliseconds. */
export interface Politeness {
  readonly concurrency: number;
  /** Least time between the starts of two requests. */
  readonly minInterval: number;
  /** How often one request is sent at most, the first time included. */
  readonly maxAttempts: number;
  /** First pause before another attempt; it doubles, and jitter takes up to half of it. */
  readonly backOff: number;
  /** The longest pause that a site may ask for; one that asks for more is left alone. */
  readonly maxRetryAfter: number;
  /** The longest time that all pauses a site asks for may take together. */
  readonly maxTotalRetryAfter: number;
  /** The longest time that the whole run may take. */
  readonly maxTime: number;
  /** How many requests a run may send in all. */
  readonly maxRequests: number;
}

/** Well below the measured burst limits of 350 requests a window of one second or more. */
export const DEFAULT_POLITENESS: Politeness = {
  concurrency: 2,
  minInterval: 100,
  maxAttempts: 3,
  backOff: 1000,
  maxRetryAfter: 120_000,
  maxTotalRetryAfter: 150_000,
  maxTime: 240_000,
  maxRequests: 1000,
};

const seconds = (ms: number): string => `${Math.ceil(ms / 1000)} s`;

/**
 * What all requests of a run go through: it spaces them, holds them back while the site asks for a pause, counts them
 * against the budget, and lets none through once the run has to stop.
 */
export class RateLimiter {
  readonly politeness: Politeness;
  readonly #clock: Clock;
  /** Aborted where the run is interrupted. */
  readonly signal: AbortSignal;
  #next = 0;
  #sent = 0;
  #paused = 0;
  readonly #until: number;
  #stopped: string | undefined;

  constructor(manners: Politeness, clock: Clock, signal: AbortSignal) {
    this.politeness = manners;
    this.#clock = clock;
    this.signal = signal;
    this.#until = clock.now() + manners.maxTime;
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
  async acquire(shut: () => string | undefined = () => undefined): Promise<boolean> {
    for (;;) {
      if (this.#sent >= this.politeness.maxRequests) {
        this.stop(`the budget of ${this.politeness.maxRequests} requests is used up (--max-requests)`);
      }
      if (this.#clock.now() >= this.#until) {
        this.stop(
          `the run has taken ${seconds(this.politeness.maxTime)}, which is all the time it has (--max-time)`,
        );
      }
      if (this.stopped !== undefined || shut() !== undefined) return false;
      const wait = this.#next - this.#clock.now();
      if (wait <= 0) break;
      await this.#clock.sleep(wait, this.signal);
    }
    this.#next = this.#clock.now() + this.politeness.minInterval;
    this.#sent += 1;
    return true;
  }

  /**
   * Holds all requests back for a time that the site asked for.
   *
   * @param limit the limit that the site names as the reason
   */
  pause(ms: number, limit?: string): void {
    const { maxRetryAfter: patience, maxTotalRetryAfter: patienceInAll } = this.politeness;
    const now = this.#clock.now();
    const why = limit === undefined ? '' : ` (limit ${limit})`;
    // Pauses that overlap are one.
    const longer = Math.max(0, now + ms - Math.max(this.#next, now));
    if (ms > patience) {
      this.stop(
        `the site asked for a pause of ${seconds(ms)}${why}, longer than this run waits (${seconds(patience)})`,
      );
    } else if (this.#paused + longer > patienceInAll) {
      this.stop(
        `the site asked for pauses of ${seconds(this.#paused + longer)} in all${why}, longer than this run waits (${seconds(patienceInAll)})`,
      );
    }
    this.#paused += longer;
    this.#next = Math.max(this.#next, now + ms);
  }

  /** The pause before another attempt, 1 for the second. */
  async backOff(attempt: number): Promise<void> {
    const most = this.politeness.backOff * 2 ** (attempt - 1);
    await this.#clock.sleep(most * (1 - this.#clock.random() / 2), this.signal);
  }
}
