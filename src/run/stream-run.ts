import { Fault } from '../fault.ts';
import { parseWithSchema, parseJson } from '../storage/read-json.ts';
import { readLines } from '../storage/read-lines.ts';
import { byRowOrder, type RowResult } from './row-result.ts';
import { rowSchema } from './row-schema.ts';
import { readRun, runHeadSchema, type RunHead } from './run.ts';

/** A run whose rows are read on demand. */
export interface RunStream {
  readonly head: RunHead;
  /** Iterating opens the file; ending the iteration closes it. */
  readonly rows: AsyncIterable<RowResult>;
}

const ROWS = '"rows": [';

/** The lines after the rows. */
const CLOSING_LINES = [']', '}'];

/** Returns the lines before the rows; undefined unless the rows come last with one row per line, as in `runText`. */
async function headLines(path: string): Promise<string[] | undefined> {
  const lines: string[] = [];
  let found = false;
  for await (const line of readLines(path)) {
    const text = line.trim();
    // In an older layout, a row takes many lines, the first of which is a brace.
    if (found) return text === '{' ? undefined : lines;
    if (text === ROWS) found = true;
    else lines.push(line);
  }
  return found ? lines : undefined;
}

const damaged = (place: string, why: string): Fault =>
  new Fault('bad-json', `${place}: ${why}. Restore the file, or run the check again.`);

/** Parses the line of a row. The parser's own message would have the wrong line number. */
function parseRow(place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(place, 'the line is not a row, or is truncated');
  }
}

/** Yields the rows after the first `lines` lines, and checks that only the closing lines follow. */
async function* rowsAfter(path: string, lines: number): AsyncGenerator<RowResult> {
  let number = 0;
  let closed = 0;
  let comma = false;
  let first = true;
  for await (const line of readLines(path)) {
    number += 1;
    const text = line.trim();
    if (number <= lines || text === '') continue;
    const place = `${path}, line ${number}`;
    if (closed > 0 || (text === ']' && !comma)) {
      if (text !== CLOSING_LINES[closed]) throw damaged(place, 'unexpected text after the rows');
      closed += 1;
    } else {
      if (!first && !comma) throw damaged(place, 'the comma before it is missing');
      comma = text.endsWith(',');
      first = false;
      yield parseWithSchema(place, parseRow(place, comma ? text.slice(0, -1) : text), rowSchema);
    }
  }
  if (closed < CLOSING_LINES.length)
    throw damaged(`${path}, line ${number}`, 'the file is truncated after it');
}

/** Yields the rows of a run that was read at once, in the current order. */
async function* inOrder(rows: readonly RowResult[]): AsyncGenerator<RowResult> {
  yield* rows.toSorted(byRowOrder);
}

/**
 * Opens the file of a run so that only one row is in memory at a time. A file in another layout than that of `runText` is read
 * at once, and its rows are sorted.
 *
 * @throws Fault `unreadable-file`, `bad-json` or `bad-fixture` with file and line; for an invalid row only when it is read
 */
export async function streamRun(path: string): Promise<RunStream> {
  const lines = await headLines(path);
  if (!lines) {
    const { rows, ...head } = readRun(path);
    return { head, rows: inOrder(rows) };
  }
  const place = `${path}, lines 1 to ${lines.length}`;
  const head = parseWithSchema(
    place,
    parseJson(place, `${lines.join('\n').trimEnd().replace(/,$/, '')}}`),
    runHeadSchema,
  );
  return { head, rows: rowsAfter(path, lines.length + 1) };
}
