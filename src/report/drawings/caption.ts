import type { Headline } from '../headline/model.ts';
import { countWords } from '../headline/headline-line.ts';
import { STATES } from '../headline/states.ts';
import type { Tone } from '../blocks/line.ts';
import { cut } from '../headline/words.ts';
import { INK, text } from './draw.ts';

/** Colour of each tone, legible on white. */
const TONE_INK: Readonly<Record<Tone, string>> = {
  bad: INK.bad,
  serious: '#5e4db2',
  warning: '#974f0c',
  good: INK.good,
  plain: INK.text,
};

/** Smallest width of a picture. */
const MIN_WIDTH = 800;

/** Width of a bold character of 15 pixels, and of a usual one of 12, on average, rounded up. */
const CHARACTER = { bold: 11, usual: 6.8 };

/** Returns the width that a picture needs for the title of its headline. */
export function captionWidth({ title }: Headline): number {
  return Math.max(MIN_WIDTH, (title.length + 4) * CHARACTER.bold);
}

/** Distance of two lines. */
const LINE = 20;

/** Draws a headline on the first lines of a picture: what happened, the numbers, and further lines. */
export function caption(
  headline: Headline,
  margin: number,
  width: number,
  more: readonly string[] = [],
): string[] {
  const { state, title, subtitle } = headline;
  const { sign, tone } = STATES[state];
  const lines = [[countWords(headline), subtitle].filter(Boolean).join(' · '), ...more];
  const most = Math.floor((width - 2 * margin) / CHARACTER.usual);
  return [
    text(margin, margin + 14, `${sign} ${title}`, { size: 15, bold: true, fill: TONE_INK[tone] }),
    ...lines.map((line, i) => text(margin, margin + 34 + i * LINE, cut(line, most))),
  ];
}
