import { endingOf, ENDINGS, type Ending, type Entry } from '../../../history/entry.ts';
import type { Inline, Tone } from '../../blocks/blocks.ts';
import { count } from '../phrases.ts';

/** How the end of a run is shown: by a sign, which reads without colour, and by a tone. */
interface EndingLabel {
  readonly sign: string;
  readonly word: string;
  readonly tone: Tone;
}

/** The label of each ending of a run. */
export const ENDING_LABELS: Readonly<Record<Ending, EndingLabel>> = {
  kept: { sign: '✓', word: 'nothing new', tone: 'good' },
  fixed: { sign: '+', word: 'fixed by Atlassian', tone: 'good' },
  changed: { sign: 'x', word: 'new findings', tone: 'bad' },
  inconclusive: { sign: '?', word: 'not concluded', tone: 'warning' },
  misconfigured: { sign: '!', word: 'wrong settings', tone: 'serious' },
};

/** Returns the endings of some runs, in the order of the labels. */
export function endingsIn(entries: readonly Entry[]): Ending[] {
  const present = new Set(entries.map(endingOf));
  return ENDINGS.filter((ending) => present.has(ending));
}

/** Counts the endings of some runs: "2 × nothing new, 1 × not concluded". */
export function tallyEndings(entries: readonly Entry[]): string {
  return endingsIn(entries)
    .map((ending) => {
      const number = entries.filter((entry) => endingOf(entry) === ending).length;
      return `${number} × ${ENDING_LABELS[ending].word}`;
    })
    .join(', ');
}

/** Returns the endings of some runs as a strip, oldest first. */
export function stripOf(entries: readonly Entry[], noun: string): Inline {
  return {
    strip: {
      label: `${count(entries.length, noun)}, oldest first: ${tallyEndings(entries)}`,
      cells: entries.map((entry) => {
        const { sign, tone, word } = ENDING_LABELS[endingOf(entry)];
        return { sign, tone, title: `${entry.at.slice(0, 10)}: ${word}` };
      }),
    },
  };
}

/** Explains the signs in the strips of some runs. */
export function stripLegend(entries: readonly Entry[]): string {
  return endingsIn(entries)
    .map((ending) => `${ENDING_LABELS[ending].sign} ${ENDING_LABELS[ending].word}`)
    .join(' · ');
}
