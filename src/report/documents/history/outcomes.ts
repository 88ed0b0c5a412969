import type { Entry, Outcome } from '../../../history/entry.ts';
import type { Tone } from '../../blocks/blocks.ts';

/** How an outcome is shown: by a sign, which reads without colour, and by a tone. */
export interface OutcomeLabel {
  readonly sign: string;
  readonly word: string;
  readonly tone: Tone;
}

/** The label of each outcome of a run. */
export const OUTCOME_LABELS: Readonly<Record<Outcome, OutcomeLabel>> = {
  kept: { sign: '✓', word: 'nothing new', tone: 'good' },
  changed: { sign: 'x', word: 'changed', tone: 'bad' },
  inconclusive: { sign: '?', word: 'not concluded', tone: 'warning' },
  misconfigured: { sign: '!', word: 'wrong settings', tone: 'serious' },
};

/** Returns the outcomes in some runs, in the order of the labels. */
export function outcomesIn(entries: readonly Entry[]): Outcome[] {
  const present = new Set(entries.map(({ outcome }) => outcome));
  return (Object.keys(OUTCOME_LABELS) as Outcome[]).filter((outcome) => present.has(outcome));
}
