import type { ClientsFigures, Noticed, Share } from '../../clients/figures.ts';
import { fixSentence } from '../documents/clients/clients-sentence.ts';
import { box, FILL, fitted, picture, text } from './draw.ts';

const SIZE = { width: 800, margin: 16, row: 34, bar: 13, name: 250, share: 90 };

/** Characters of a line of the caption, at the usual size. */
const LINE = 118;

/** The two bars of a client: how the site answers, and the colour. */
const BARS: readonly (readonly ['asItIs' | 'wanted', string])[] = [
  ['asItIs', FILL['I'] ?? 'none'],
  ['wanted', FILL['R'] ?? 'none'],
];

/** Breaks a sentence into lines. */
function broken(sentence: string): string[] {
  const lines = [''];
  for (const word of sentence.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + word.length >= LINE) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}

const full = SIZE.width - 2 * SIZE.margin - SIZE.name - SIZE.share;

function barSvg({ number, of }: Share, fill: string, y: number): string[] {
  const left = SIZE.margin + SIZE.name;
  const width = of === 0 ? 0 : (number / of) * full;
  return [
    box(left, y, full, SIZE.bar),
    ...(width >= 1 ? [box(left, y, width, SIZE.bar, { fill })] : []),
    text(left + full + 8, y + SIZE.bar - 2, `${number} of ${of}`),
  ];
}

function rowSvg(name: string, noticed: Noticed, y: number, bold: boolean): string[] {
  return [
    text(SIZE.margin, y + SIZE.bar + 4, fitted(name, SIZE.name - 8, { bold }), { bold }),
    ...BARS.flatMap(([site, fill], i) => barSvg(noticed[site], fill, y + i * SIZE.bar)),
  ];
}

/** Draws what a fix would do: in how many cases each client notices a dead token, as it is and with 401. */
export function clientsSvg(figures: ClientsFigures): string {
  const { margin, row, width } = SIZE;
  const captions = broken(fixSentence(figures));
  const legend = margin + 26 + captions.length * 18;
  const top = legend + 30;
  const rows = [
    { name: 'All', noticed: figures.noticed, bold: true },
    ...figures.clients.map((client) => ({ ...client, bold: false })),
  ];
  const title = 'In how many cases clients notice a dead token';
  return picture(width, top + rows.length * row + margin, title, [
    text(margin, margin + 14, title, { size: 15, bold: true }),
    ...captions.map((line, i) => text(margin, margin + 34 + i * 18, line)),
    box(margin, legend, SIZE.bar, SIZE.bar, { fill: BARS[0]?.[1] ?? 'none' }),
    text(margin + 20, legend + 11, 'Jira as it is'),
    box(margin + 120, legend, SIZE.bar, SIZE.bar, { fill: BARS[1]?.[1] ?? 'none' }),
    text(margin + 140, legend + 11, 'with 401 for every invalid token'),
    ...rows.flatMap(({ name, noticed, bold }, i) => rowSvg(name, noticed, top + i * row, bold)),
  ]);
}
