import { styleText } from 'node:util';
import type { Layout } from '../layout.ts';

/** A style as node's `styleText` takes it. */
export type Style = Parameters<typeof styleText>[0];

/** Paints text where the layout has colour, and leaves it alone where it has none. */
export type Paint = (style: Style, text: string) => string;

/** The painter of a layout. */
export function painter({ colour }: Layout): Paint {
  return (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
}

/** Words in lines of a width, all but the first behind an indent. A non-breaking space holds words together. */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(word);
    else if (last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}${word}`);
  }
  return lines.map((line) => line.replaceAll('\u00A0', ' '));
}

/** Keeps words on one line when they are wrapped. */
export function nonBreaking(text: string): string {
  return text.replaceAll(' ', '\u00A0');
}

/** Rows of cells, each column as wide as its widest cell. */
export function align(rows: readonly (readonly string[])[], gap = '  '): string[] {
  const columns = Math.max(0, ...rows.map(({ length }) => length));
  const widths = Array.from({ length: columns }, (_, i) =>
    Math.max(...rows.map((row) => row[i]?.length ?? 0)),
  );
  const fit = (row: readonly string[]): string => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(gap);
  return rows.map((row) => fit(row).trimEnd());
}

/** A command that goes on over several lines, as a shell takes it, where it is too long for one. */
export function foldCommand(command: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of command.split(/ (?=--[a-z])/)) {
    // Room for the space and the backslash that end a line.
    if (line !== '' && line.length + word.length + 3 > width) {
      lines.push(`${line} \\`);
      line = `  ${word}`;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
