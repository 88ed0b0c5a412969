import type { Clock } from './clock.ts';

/** How considerate a run is of the site. Times are in milliseconds. */
export interface Politeness {
  readonly concurrency: number;
  /** Minimum time between the starts of two requests. */
  readonly minInterval: number;
  /** Maximum number of times a request is sent, including the first. */
  readonly maxAttempts: number;
  /** Pause before the second attempt. It doubles with each further attempt; jitter subtracts up to half. */
  readonly backOff: number;
  /** Longest single pause a site may ask for. If it asks for more, the run stops. */
  readonly maxRetryAfter: number;
  /** Longest total of the pauses a site may ask for. */
  readonly maxTotalRetryAfter: number;
  /** Longest time the whole run may take. */
  readonly maxTime: number;
  /** Maximum number of requests of a run. */
  readonly maxRequests: number;
}

/** The default politeness: well below the measured burst limits of 350 requests per window of one second or more. */
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
 * Paces all requests of a run: it spaces them, delays them while the site asks for a pause, counts them against the budget,
 * and allows none once the run has to stop.
 */
export class RateLimiter {
  readonly politeness: Politeness;
  readonly #clock: Clock;
  /** Aborted when the run is interrupted. */
  readonly signal: AbortSignal;
  #next = 0;
  #sent = 0;
  #paused = 0;
  readonly #deadline: number;
  #stopped: string | undefined;

  constructor(politeness: Politeness, clock: Clock, signal: AbortSignal) {
    this.politeness = politeness;
    this.#clock = clock;
    this.signal = signal;
    this.#deadline = clock.now() + politeness.maxTime;
  }

  /** Number of requests sent so far. */
  get sent(): number {
    return this.#sent;
  }

  /** Why the run sends no more requests, or undefined. */
  get stopped(): string | undefined {
    return this.signal.aborted ? 'the run was interrupted' : this.#stopped;
  }

  /** Stops the run: no further request is allowed. Only the first reason counts. */
  stop(reason: string): void {
    this.#stopped ??= reason;
  }

  /**
   * Waits until a request may be sent.
   *
   * @param refusal returns why this request must not be sent, or undefined; it may change during the wait
   * @returns false if the request must not be sent, because it was refused or the run has stopped
   */
  async acquire(refusal: () => string | undefined = () => undefined): Promise<boolean> {
    for (;;) {
      if (this.#sent >= this.politeness.maxRequests) {
        this.stop(`the budget of ${this.politeness.maxRequests} requests is used up (--max-requests)`);
      }
      if (this.#clock.now() >= this.#deadline) {
        this.stop(`the run has used up its time limit of ${seconds(this.politeness.maxTime)} (--max-time)`);
      }
      if (this.stopped !== undefined || refusal() !== undefined) return false;
      const wait = this.#next - this.#clock.now();
      if (wait <= 0) break;
      await this.#clock.sleep(wait, this.signal);
    }
    this.#next = this.#clock.now() + this.politeness.minInterval;
    this.#sent += 1;
    return true;
  }

  /**
   * Delays all requests because the site asked for a pause. Stops the run if the pause is too long.
   *
   * @param ms the length of the pause, in milliseconds
   * @param limit the rate limit that the site gives as the reason
   */
  pause(ms: number, limit?: string): void {
    const { maxRetryAfter, maxTotalRetryAfter } = this.politeness;
    const now = this.#clock.now();
    const why = limit === undefined ? '' : ` (limit ${limit})`;
    // Overlapping pauses count once.
    const added = Math.max(0, now + ms - Math.max(this.#next, now));
    if (ms > maxRetryAfter) {
      this.stop(
        `the site asked for a pause of ${seconds(ms)}${why}, longer than this run waits (${seconds(maxRetryAfter)})`,
      );
    } else if (this.#paused + added > maxTotalRetryAfter) {
      this.stop(
        `the site asked for pauses of ${seconds(this.#paused + added)} in all${why}, longer than this run waits (${seconds(maxTotalRetryAfter)})`,
      );
    }
    this.#paused += added;
    this.#next = Math.max(this.#next, now + ms);
  }

  /** Waits before another attempt. @param attempt number of the attempt that failed, from 1 */
  async backOff(attempt: number): Promise<void> {
    const longest = this.politeness.backOff * 2 ** (attempt - 1);
    await this.#clock.sleep(longest * (1 - this.#clock.random() / 2), this.signal);
  }
}
