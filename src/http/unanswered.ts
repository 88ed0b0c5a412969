import type { Probe } from '../contract/probe.ts';

/** Why a probe has no answer: it was not asked, or nothing came back that says anything. */
export interface Unanswered extends Probe {
  readonly verdict: 'skipped' | 'inconclusive';
  readonly reason: string;
}
