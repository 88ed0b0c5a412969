import type { Probe } from '../contract/probe.ts';
import type { Exchange } from '../evidence/exchange.ts';

/** Why a probe has no answer: it was not asked, or nothing came back that says anything. */
export interface Unanswered extends Probe {
  readonly verdict: 'skipped' | 'inconclusive';
  readonly reason: string;
}

/** Who answers a probe: a set of recordings, or what a live site has just said. */
export interface Answerer {
  /** Whether there is an answer to the probe. */
  readonly has: (probe: Probe) => boolean;
  /**
   * The answer to a probe.
   *
   * @throws Fault `unreplayed-request` where there is none
   */
  readonly ask: (probe: Probe) => Promise<Exchange>;
  /** Why there is none, where the answerer knows. */
  readonly why: (probe: Probe) => Unanswered | undefined;
  /** Gives back what the answerer holds open. */
  readonly close: () => Promise<void>;
}
