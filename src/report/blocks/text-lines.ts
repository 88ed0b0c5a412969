import { styleText } from 'node:util';
import type { Layout } from '../layout.ts';
import type { Tone } from './line.ts';

/** A style for Node's `styleText`. */
export type Style = Parameters<typeof styleText>[0];

/** The style of each tone. */
export const STYLE: Readonly<Record<Tone, Style>> = {
  bad: ['bold', 'red'],
  serious: ['bold', 'magenta'],
  warning: ['bold', 'yellow'],
  good: ['bold', 'green'],
  plain: 'bold',
};

/** Applies a style to a text. */
export type Paint = (style: Style, text: string) => string;

/** Returns a function that styles text if the layout has colour. */
export function painter({ colour }: Layout): Paint {
  return (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
}

/** A command of this project with its options, within a sentence. */
const COMMAND = /npm run [\w:-]+(?: --(?: --[\w-]+(?: [^\s-]\S*)?)+)?/g;

/** Prevents commands that fit a line from being broken, so that they can be copied. */
function keepCommands(text: string, room: number): string {
  return text.replaceAll(COMMAND, (command) => (command.length <= room ? nonBreaking(command) : command));
}

/**
 * Wraps text to lines of a width in characters, indenting all but the first. A command that fits a line is not broken.
 * Non-breaking spaces become spaces.
 */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  for (const word of keepCommands(text, width - indent.length).split(' ')) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(word);
    // An indent alone is no line.
    else if (last.trim() === '' || last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}${word}`);
  }
  return lines.map((line) => line.replaceAll('\u00A0', ' '));
}

/** Wraps text as {@link wrap} does, and also breaks words that are longer than a line, such as addresses. */
export function foldAnyWord(text: string, width: number, indent = ''): string[] {
  const most = Math.max(1, width - indent.length);
  const words = text.split(' ').flatMap((word, i) => {
    // The first word may be a label that is padded to a column, which the rest of the line follows.
    const room = i === 0 ? width : most;
    if (word.length <= room) return [word];
    const label = /^.*\u00A0/.exec(word)?.[0] ?? '';
    const broken = word.slice(label.length).match(new RegExp(`.{1,${most}}`, 'gu')) ?? [];
    const [first = '', ...others] = broken;
    return label.length + first.length <= width ? [label + first, ...others] : [label, ...broken];
  });
  return wrap(words.join(' '), width, indent);
}

/** Prevents {@link wrap} from breaking a text. */
export function nonBreaking(text: string): string {
  return text.replaceAll(' ', '\u00A0');
}

/** Returns rows as lines, each column as wide as its widest cell. */
export function align(rows: readonly (readonly string[])[], gap = '  '): string[] {
  const columns = Math.max(0, ...rows.map(({ length }) => length));
  const widths = Array.from({ length: columns }, (_, i) =>
    Math.max(...rows.map((row) => row[i]?.length ?? 0)),
  );
  const fit = (row: readonly string[]): string => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(gap);
  return rows.map((row) => fit(row).trimEnd());
}

/** Splits a long command before its options, with backslashes as a POSIX shell takes them. */
export function foldCommand(command: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of command.split(/ (?=--[a-z])/)) {
    // Leaves room for the space and the backslash.
    if (line !== '' && line.length + word.length + 3 > width) {
      lines.push(`${line} \\`);
      line = `  ${word}`;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
