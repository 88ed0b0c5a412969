import type { Probe } from '../contract/probe.ts';

/** A probe without an answer: it was not sent (`skipped`), or got no usable answer (`inconclusive`). */
export interface Unanswered extends Probe {
  readonly verdict: 'skipped' | 'inconclusive';
  readonly reason: string;
}
