import { boxAnswers } from './box-answers.ts';
import { capitalise } from '../../capitalise.ts';
import type { Boxes, Card, Headline, Turn } from '../headline/model.ts';
import { STATES } from '../headline/states.ts';
import {
  code,
  details,
  heading,
  list,
  paragraph,
  strong,
  table,
  texts,
  type BasicBlock,
  type Block,
  type Inline,
  type Line,
} from './blocks.ts';

// How markup languages without colours and boxes show the headline, the boxes and the cards.

/** Returns the headline as a heading, with its state in words. */
export function headlineBlocks({ state, title, subtitle, counts }: Headline, level: 1 | 2): BasicBlock[] {
  const tally = counts.map(({ text }) => text).join(', ');
  const facts: Inline[] = [strong(STATES[state].word), tally === '' ? '' : `: ${tally}`];
  return [
    heading(level, `${STATES[state].sign} ${title}`),
    paragraph(...facts),
    ...(subtitle === '' ? [] : [paragraph(subtitle)]),
  ];
}

/** Returns the boxes as a list of questions and answers, with the commands folded below. */
export function boxesBlocks(boxes: Boxes): Block[] {
  const { whatNow } = boxes;
  const next = [
    ...(whatNow.standalone === undefined
      ? []
      : [paragraph('To send the first request yourself:'), code('sh', whatNow.standalone)]),
    ...whatNow.commands.flatMap(({ purpose, command }) => [paragraph(`${purpose}:`), code('sh', command)]),
  ];
  return [
    list(boxAnswers(boxes).map(([, term, text]): Line => [strong(`${term}:`), ' ', ...text])),
    ...(next.length > 0 ? [details('Commands', next)] : []),
  ];
}

/** Number of probes of a group that are listed by name. */
const MAX_LISTED = 3;

function turnItem({ before, after, probes, line }: Turn): Line {
  const words = before === undefined ? after : `${before} → ${after}`;
  const names = probes.slice(0, MAX_LISTED).map(({ credential, short }) => `${credential} ${short}`);
  const rest = probes.length - names.length;
  const listed = [...names, ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
  return [
    strong(words),
    ...(listed === '' ? [] : [`: ${listed}`]),
    ...(line.length === 0 ? [] : [' (', ...line, ')']),
  ];
}

/** Returns a card as a section: what happened, a small matrix, what it means and what to do. */
export function cardBlocks(card: Card): BasicBlock[] {
  const { level, title, count, rule, certainty, turns, matrix, impact, remediation } = card;
  const cells = (matrix?.lines ?? []).map(({ credential, cells: row }) =>
    texts(credential, ...row.map(({ letter, sign, text }) => text ?? `${letter}${sign}`.trim())),
  );
  return [
    heading(3, `${capitalise(level)}: ${title}`),
    paragraph([count, rule, ...(certainty === '' ? [] : [certainty])].join(' · ')),
    ...(turns.length === 0 ? [] : [list(turns.map(turnItem))]),
    ...(matrix ? [table(texts('', ...matrix.columns.map(({ short }) => short)), cells)] : []),
    ...(impact === '' ? [] : [paragraph(strong('It means:'), ` ${impact}`)]),
    ...(remediation === '' ? [] : [paragraph(strong('To do:'), ` ${remediation}`)]),
  ];
}
