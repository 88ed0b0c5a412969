import type { Boxes } from '../headline/model.ts';
import type { Line } from './line.ts';

/** An answer of the four boxes: the id of its box on a page, its heading and its text. */
export type BoxAnswer = readonly [id: string, heading: string, text: Line];

/** Returns the answers of the four boxes, in their order. */
export function boxAnswers({ howBad, howSure, sinceWhen, whatNow }: Boxes): readonly BoxAnswer[] {
  return [
    ['how-bad', 'How bad', howBad],
    ['how-sure', 'How sure', howSure],
    ['since-when', 'Since when', sinceWhen],
    ['what-now', 'What now', whatNow.line],
  ];
}
