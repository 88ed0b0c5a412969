import { behaviourOf, type Answer } from '../../classify/answer.ts';
import type { DiffDocument } from '../documents/diff/diff-document.ts';
import { STATE_LABELS } from '../documents/states.ts';
import { headlineOfDiff } from '../headline/headline.ts';
import { listedChanges, type ListedChange } from '../documents/summary.ts';
import { LETTERS } from '../documents/check/matrix.ts';
import { describeProvenance, probeLabels } from '../documents/phrases.ts';
import { caption, captionWidth } from './caption.ts';
import { box, FILL, INK, picture, text } from './draw.ts';

const SIZE = { row: 26, margin: 16, line: 20, credential: 150, operation: 220, answer: 150 };

/** Maximum number of changes in a picture; other formats list all. */
const MAX_CHANGES = 40;

const answerSvg = (answer: Answer | null, x: number, y: number): string[] => {
  if (!answer) return [text(x + 8, y + 17, '–')];
  const letter = LETTERS[answer.treatment];
  return [
    box(x, y + 2, SIZE.answer, SIZE.row - 4, { fill: FILL[letter] ?? 'none' }),
    text(x + 8, y + 17, `${letter}  ${behaviourOf(answer)}`, { bold: true }),
  ];
};

function changeSvg(change: ListedChange, y: number): string[] {
  const { margin, credential, operation, answer } = SIZE;
  const [name, short] = probeLabels(change);
  const before = margin + credential + operation;
  const after = before + answer + 40;
  return [
    text(margin, y + 17, name),
    text(margin + credential, y + 17, short),
    ...answerSvg(change.before, before, y),
    text(before + answer + 20, y + 17, '→', { anchor: 'middle', bold: true }),
    ...answerSvg(change.after, after, y),
    text(after + answer + 10, y + 17, STATE_LABELS[change.finding.state], {
      bold: change.finding.fails,
      fill: change.finding.fails ? INK.bad : INK.faint,
    }),
  ];
}

/** Draws the changes of a comparison: before and after. */
export function diffSvg(document: DiffDocument): string {
  const { base, head } = document;
  const changes = listedChanges(document).filter(({ before, after }) => before && after);
  const { margin, line, row } = SIZE;
  const top = margin + 4 * line + 8;
  const rest = changes.length - MAX_CHANGES;
  const shown = changes.slice(0, MAX_CHANGES);
  const height = top + shown.length * row + (rest > 0 ? line : 0) + margin;
  const headline = headlineOfDiff(document);
  const width = captionWidth(headline);
  return picture(width, height, headline.title, [
    ...caption(headline, margin, width),
    text(margin, margin + 14 + 2 * line, `Before: ${base.name}, ${describeProvenance(base)}`, {
      fill: INK.faint,
    }),
    text(margin, margin + 14 + 3 * line, `After: ${head.name}, ${describeProvenance(head)}`, {
      fill: INK.faint,
    }),
    ...shown.flatMap((change, i) => changeSvg(change, top + i * row)),
    ...(rest > 0 ? [text(margin, top + shown.length * row + 14, `and ${rest} more`)] : []),
  ]);
}
