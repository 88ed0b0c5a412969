import type { Entry, Outcome } from '../../../history/entry.ts';
import type { Inline, Tone } from '../../blocks/blocks.ts';
import { count } from '../phrases.ts';

/** How an outcome is shown: by a sign, which reads without colour, and by a tone. */
interface OutcomeLabel {
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

const isOutcome = (name: string): name is Outcome => Object.hasOwn(OUTCOME_LABELS, name);

/** Returns the outcomes in some runs, in the order of the labels. */
export function outcomesIn(entries: readonly Entry[]): Outcome[] {
  const present = new Set(entries.map(({ outcome }) => outcome));
  return Object.keys(OUTCOME_LABELS)
    .filter(isOutcome)
    .filter((outcome) => present.has(outcome));
}

/** Returns the outcomes of some runs as a strip, oldest first. */
export function stripOf(entries: readonly Entry[], noun: string): Inline {
  const tally = outcomesIn(entries).map((outcome) => {
    const number = entries.filter((entry) => entry.outcome === outcome).length;
    return `${number} ${OUTCOME_LABELS[outcome].word}`;
  });
  return {
    strip: {
      label: `${count(entries.length, noun)}, oldest first: ${tally.join(', ')}`,
      cells: entries.map(({ outcome, at }) => {
        const { sign, tone, word } = OUTCOME_LABELS[outcome];
        return { sign, tone, title: `${at.slice(0, 10)}: ${word}` };
      }),
    },
  };
}

/** Explains the signs in the strips of some runs. */
export function stripLegend(entries: readonly Entry[]): string {
  return outcomesIn(entries)
    .map((outcome) => `${OUTCOME_LABELS[outcome].sign} ${OUTCOME_LABELS[outcome].word}`)
    .join(' · ');
}
