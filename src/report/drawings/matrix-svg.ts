import { LEGEND, matrixOf, type Cell } from '../documents/check/matrix.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { lineText } from '../blocks/blocks.ts';
import { boxesOf } from '../headline/boxes.ts';
import { headlineOfCheck } from '../headline/headline.ts';
import { describeProvenance, reportTitle } from '../documents/phrases.ts';
import { caption, captionWidth } from './caption.ts';
import { box, FILL, INK, picture, text } from './draw.ts';

const SIZE = { cell: 21, margin: 16, names: 168, heads: 172, line: 20 };

/** Returns the colour of the frame of a mark: red for what is worse and new. */
function frame({ sign, isKnown = false }: Pick<Cell, 'sign' | 'isKnown'>): string {
  return isKnown ? INK.faint : sign === '+' ? INK.good : INK.bad;
}

function cellSvg({ letter, sign, isKnown = false }: Cell, x: number, y: number): string[] {
  const { cell } = SIZE;
  if (letter === ' ') return [box(x, y, cell, cell)];
  const marked = sign !== ' ';
  return [
    box(x, y, cell, cell, {
      fill: FILL[letter] ?? 'none',
      ...(marked && { stroke: frame({ sign, isKnown }), thick: 3 }),
    }),
    text(x + cell / 2, y + 15, `${letter}${sign.trim()}`, {
      anchor: 'middle',
      size: 12,
      bold: letter in FILL,
      fill: letter in FILL ? INK.text : INK.faint,
    }),
  ];
}

function legendSvg(y: number): string[] {
  const { cell, margin } = SIZE;
  return LEGEND.flatMap(([letter, means], i) => {
    const [x, top] = [margin + (i % 2) * 370, y + Math.floor(i / 2) * (cell + 4)];
    const swatch = letter.length === 1 ? letter : 'i';
    const marked = ['!', 'x', '~', '+'].includes(letter);
    return [
      box(x, top, cell, cell, {
        fill: FILL[swatch] ?? 'none',
        ...(marked && { stroke: letter === '+' ? INK.good : INK.bad, thick: 3 }),
      }),
      text(x + cell / 2, top + 15, swatch, { anchor: 'middle', bold: swatch in FILL }),
      text(x + cell + 8, top + 15, means),
    ];
  });
}

/** Draws the matrix of a run, readable at 800 pixels and without colour. */
export function matrixSvg(document: CheckDocument): string {
  const { run } = document;
  const { columns, lines } = matrixOf(document);
  const { cell, margin, names, heads, line } = SIZE;
  const left = margin + names;
  const top = margin + 4 * line + heads;
  const bottom = top + lines.length * cell + margin;
  const headline = headlineOfCheck(document);
  const sure = lineText(boxesOf(document).howSure);
  const width = Math.max(captionWidth(headline), left + columns.length * cell + margin);
  const height = bottom + Math.ceil(LEGEND.length / 2) * (cell + 4) + margin;
  const title = reportTitle(run.recordings);
  return picture(width, height, `${headline.title}. ${title}. ${sure}`, [
    ...caption(headline, margin, width, [sure]),
    text(margin, margin + 14 + 3 * line, `${title}, ${describeProvenance(run.recordings)}`, {
      fill: INK.faint,
    }),
    ...columns.map(({ short }, i) => text(left + i * cell + 15, top - 6, short, { upwards: true, size: 11 })),
    ...lines.flatMap(({ credential, cells }, row) => [
      text(left - 8, top + row * cell + 15, credential, { anchor: 'end' }),
      ...cells.flatMap((cellOfRow, i) => cellSvg(cellOfRow, left + i * cell, top + row * cell)),
    ]),
    ...legendSvg(bottom),
  ]);
}
