import type { VariableStatus } from '../../../config/examine.ts';
import { ALL_VARIABLES } from '../../../config/variables.ts';
import type { Tone } from '../../blocks/blocks.ts';
import { foldAnyWord, painter, type Style } from '../../blocks/text-lines.ts';
import type { Layout } from '../../layout.ts';
import type { CredentialCheckup } from './diagnosis.ts';

type State = VariableStatus['state'] | CredentialCheckup['state'];

/** Sign, word and tone of each state. */
export const STATES: Readonly<
  Record<State, { readonly sign: string; readonly word: string; readonly tone: Tone }>
> = {
  set: { sign: '✓', word: 'ok', tone: 'good' },
  'not set': { sign: '–', word: 'not set', tone: 'plain' },
  wrong: { sign: 'x', word: 'wrong', tone: 'bad' },
  hint: { sign: '?', word: 'check', tone: 'warning' },
  'as claimed': { sign: '✓', word: 'as claimed', tone: 'good' },
  otherwise: { sign: 'x', word: 'not as claimed', tone: 'bad' },
  'not decided': { sign: '?', word: 'not decided', tone: 'warning' },
  'not provided': { sign: '–', word: 'not provided', tone: 'plain' },
};

export const STYLE: Partial<Record<Tone, Style>> = {
  bad: ['bold', 'red'],
  warning: ['bold', 'yellow'],
  good: 'green',
};

/** One line of a list: a name, its state, and a text. */
export interface Row {
  readonly name: string;
  readonly state: State;
  readonly word: string;
  readonly says: string;
}

/** Returns the name of a variable with its prefix, which names of the machine do not have, and unknown names already have. */
export function fullName(variable: string, prefix: string): string {
  const known = ALL_VARIABLES.find(({ name }) => name === variable);
  return known && !known.machine ? prefix + variable : variable;
}

export const wordsOf = ({ word, says }: Row): string => [word, says].filter(Boolean).join(': ');

/** Indent of text that does not fit beside a name. */
const INDENT = '    ';

/** Formats a row: the text beside the name, or below it. A word that would be broken beside the name begins further left. */
function rowText(row: Row, width: number, margin: number, below: boolean): string[] {
  const own = `${STATES[row.state].sign} ${row.name}`;
  const words = wordsOf(row);
  if (below) return [...foldAnyWord(own, width, '  '), ...foldAnyWord(INDENT + words, width, INDENT)];
  const isTooLong = words.split(' ').some(({ length }) => length > width - margin);
  const indent = isTooLong ? INDENT : ' '.repeat(margin);
  return foldAnyWord(own.padEnd(margin).replaceAll(' ', '\u00A0') + words, width, indent);
}

/** Formats rows, in a column of names and one of texts if there is room. */
export function rowLines(rows: readonly Row[], layout: Layout, below: boolean): string[] {
  const paint = painter(layout);
  const margin = Math.max(0, ...rows.map(({ name }) => name.length)) + 4;
  return rows.flatMap((row) => {
    const { sign, tone } = STATES[row.state];
    const style = STYLE[tone];
    const [first = '', ...others] = rowText(row, layout.width, margin, below);
    return [style ? paint(style, sign) + first.slice(sign.length) : first, ...others];
  });
}
