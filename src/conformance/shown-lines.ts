import { redactReceived } from '../secrets/redaction.ts';

/** Number of lines of an output that a result holds, and of characters of a line. */
export const MAX_SHOWN = { lines: 40, characters: 400 } as const;

const cut = (line: string): string =>
  line.length <= MAX_SHOWN.characters
    ? line
    : `${line.slice(0, MAX_SHOWN.characters).replace(/[\uD800-\uDBFF]$/, '')}…`;

/** Returns the first and the last lines of an output as a result holds them: redacted as a whole before it is cut. */
export function shownLines(output: string): string[] {
  const clean = redactReceived(output).toWellFormed().trimEnd();
  const lines = clean === '' ? [] : clean.split('\n');
  const half = MAX_SHOWN.lines / 2;
  return (
    lines.length <= MAX_SHOWN.lines ? lines : [...lines.slice(0, half), '…', ...lines.slice(-half)]
  ).map(cut);
}
