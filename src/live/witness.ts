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

/** How often the controls are asked until they count as failed, and how long between at most: nobody waits for a typing error. */
const TRIES = 4;
const PAUSE = 5000;

/** Failures of the same kind, each of them over at the next try, after which a site is not believed any more. */
const FLAWS = 3;

/** What it takes to ask the controls. */
export interface WitnessOptions {
  readonly controls: Controls;
  readonly ask: () => Promise<readonly ProbeAttempts[]>;
  /** Why nothing may be sent for the account of the settings, in a clause; undefined where it may. */
  readonly challenge: () => string | undefined;
  /** Whether a control was not answered as it must be so often that it may not be asked again. */
  readonly isSpent: () => boolean;
  readonly site: string;
  readonly limiter: RateLimiter;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Milliseconds until what would raise an alarm is asked again: what passes has passed by then. */
  readonly confirmAfter: number;
}

/**
 * Bears witness that the site still tells the valid token from none. A site that begins to answer everybody the same, for
 * whatever reason, would be taken for a change of Jira.
 */
export class Witness {
  readonly #options: WitnessOptions;
  readonly #flaws = new Map<string, number>();

  constructor(options: WitnessOptions) {
    this.#options = options;
  }

  /**
   * Asks the controls before anything else is. A site that cannot be reached is given up at once: the client has tried.
   *
   * @returns their answers
   * @throws Fault `unreachable` or `controls-failed`
   */
  async begin(): Promise<readonly ProbeAttempts[]> {
    const { clock, signal, confirmAfter, site, controls } = this.#options;
    for (let round = 1; ; round += 1) {
      const histories = await this.#ask();
      const fault = controlFault(histories, site, controls);
      if (!fault) return histories;
      const failure = controlFailure(histories, site, controls);
      if (fault.code === 'unreachable' || this.#isLast(round, failure)) throw fault;
      await clock.sleep(Math.min(confirmAfter, PAUSE), signal);
    }
  }

  async #ask(): Promise<readonly ProbeAttempts[]> {
    const { ask, challenge, site } = this.#options;
    const histories = challenge() === undefined ? await ask() : [];
    const closed = challenge();
    if (closed !== undefined) throw captchaFault(site, closed);
    return histories;
  }

  /**
   * Asks the controls again: what was answered since the last time may count only if they are as they were.
   *
   * @returns why it must not; undefined where it may
   */
  async vouch(): Promise<ControlFailure | undefined> {
    const { ask, controls, site, limiter, clock, signal, confirmAfter } = this.#options;
    for (let round = 1; ; round += 1) {
      const failure = controlFailure(await ask(), site, controls);
      // What ended the run is no fault of the site.
      if (!failure || limiter.stopped !== undefined) return undefined;
      if (this.#isLast(round, failure) || this.#notesFlaw(failure, round)) return failure;
      await clock.sleep(round === 1 ? Math.min(confirmAfter, PAUSE) : confirmAfter, signal);
    }
  }

  /** Whether there is nothing to be gained from asking once more: a CAPTCHA only gets worse. */
  #isLast(round: number, failure: ControlFailure | undefined): boolean {
    // The client has tried that thrice already.
    const tries = failure?.cause === 'unreachable' ? 2 : TRIES;
    const { limiter, isSpent } = this.#options;
    return round >= tries || failure?.cause === 'captcha' || limiter.stopped !== undefined || isSpent();
  }

  /** A site of which a part answers so, such as one of two ways out to it, fails now and then, always in the same way. */
  #notesFlaw({ like }: ControlFailure, round: number): boolean {
    const flaws = (this.#flaws.get(like) ?? 0) + (round === 1 ? 1 : 0);
    this.#flaws.set(like, flaws);
    return flaws >= FLAWS;
  }
}
