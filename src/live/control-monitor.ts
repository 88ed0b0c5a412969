import type { Clock } from '../http/clock.ts';
import type { RateLimiter } from '../http/rate-limiter.ts';
import {
  captchaFault,
  controlFailure,
  controlFault,
  type ControlFailure,
  type Controls,
} from './controls.ts';
import type { ProbeAttempts } from './probe-attempts.ts';

/** Attempts until the controls count as failed, and the longest pause between them in milliseconds: short, so that a typo is reported soon. */
const MAX_TRIES = 4;
const MAX_PAUSE = 5000;

/** Number of intermittent failures of the same kind after which the site is no longer trusted. */
const MAX_FLAWS = 3;

/** Options of a control monitor. */
export interface ControlMonitorOptions {
  readonly controls: Controls;
  readonly ask: () => Promise<readonly ProbeAttempts[]>;
  /** Returns why nothing may be sent for the account of the settings, as a clause; undefined if it may. */
  readonly challenge: () => string | undefined;
  /** Whether a control failed so often that it may not be sent again. */
  readonly isSpent: () => boolean;
  readonly site: string;
  readonly limiter: RateLimiter;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Milliseconds until a probe that raised an alarm is sent again: long enough for transient failures to pass. */
  readonly confirmAfter: number;
}

/**
 * Checks that the site still distinguishes the valid token from no token. Otherwise a site that begins to answer every request
 * the same way, for whatever reason, would be mistaken for a change in Jira.
 */
export class ControlMonitor {
  readonly #options: ControlMonitorOptions;
  readonly #flaws = new Map<string, number>();

  constructor(options: ControlMonitorOptions) {
    this.#options = options;
  }

  /**
   * Sends the controls before all other probes. An unreachable site is given up at once, because the client has already retried.
   *
   * @returns their answers
   * @throws Fault `unreachable` or `controls-failed` if the site cannot be judged
   */
  async checkAtStart(): Promise<readonly ProbeAttempts[]> {
    const { clock, signal, confirmAfter, site, controls } = this.#options;
    for (let round = 1; ; round += 1) {
      const histories = await this.#ask();
      const fault = controlFault(histories, site, controls);
      if (!fault) return histories;
      const failure = controlFailure(histories, site, controls);
      if (fault.code === 'unreachable' || this.#isLast(round, failure)) throw fault;
      await clock.sleep(Math.min(confirmAfter, MAX_PAUSE), signal);
    }
  }

  async #ask(): Promise<readonly ProbeAttempts[]> {
    const { ask, challenge, site } = this.#options;
    const histories = challenge() === undefined ? await ask() : [];
    const captcha = challenge();
    if (captcha !== undefined) throw captchaFault(site, captcha);
    return histories;
  }

  /**
   * Sends the controls again. Answers since the last check count only if the controls still behave as they must.
   *
   * @returns why those answers must not count; undefined if they may
   */
  async recheck(): Promise<ControlFailure | undefined> {
    const { ask, controls, site, limiter, clock, signal, confirmAfter } = this.#options;
    for (let round = 1; ; round += 1) {
      const failure = controlFailure(await ask(), site, controls);
      // If the run has ended, the failure is not the site's fault.
      if (!failure || limiter.stopped !== undefined) return undefined;
      if (this.#isLast(round, failure) || this.#isFlawed(failure, round)) return failure;
      await clock.sleep(round === 1 ? Math.min(confirmAfter, MAX_PAUSE) : confirmAfter, signal);
    }
  }

  /** Whether another try is pointless or harmful; with a CAPTCHA it would only make things worse. */
  #isLast(round: number, failure: ControlFailure | undefined): boolean {
    // The client has already tried three times.
    const tries = failure?.cause === 'unreachable' ? 2 : MAX_TRIES;
    const { limiter, isSpent } = this.#options;
    return round >= tries || failure?.cause === 'captcha' || limiter.stopped !== undefined || isSpent();
  }

  /** Counts a failure. If only part of the traffic fails, such as one of two routes, the same failure recurs now and then. */
  #isFlawed({ signature }: ControlFailure, round: number): boolean {
    const flaws = (this.#flaws.get(signature) ?? 0) + (round === 1 ? 1 : 0);
    this.#flaws.set(signature, flaws);
    return flaws >= MAX_FLAWS;
  }
}
