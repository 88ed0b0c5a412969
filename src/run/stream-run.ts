import { Fault } from '../fault.ts';
import { checked, parseJson } from '../storage/read-json.ts';
import { readLines } from '../storage/read-lines.ts';
import { byRowOrder, type RowResult } from './row-result.ts';
import { rowSchema } from './row-schema.ts';
import { readRun, runHeadSchema, type RunHead } from './run.ts';

/** A run whose rows are read as they are asked for. */
export interface RunStream {
  readonly head: RunHead;
  /** Opens the file when it is begun, and closes it when it is left. */
  readonly rows: AsyncIterable<RowResult>;
}

const ROWS = '"rows": [';

/** The lines after the rows. */
const ENDS = [']', '}'];

/** The lines before the rows, or undefined where the rows are not one a line and last, as `runText` has them. */
async function headLines(path: string): Promise<string[] | undefined> {
  const lines: string[] = [];
  let found = false;
  for await (const line of readLines(path)) {
    const text = line.trim();
    // In the layout of old, a row takes many lines, of which the first is a brace.
    if (found) return text === '{' ? undefined : lines;
    if (text === ROWS) found = true;
    else lines.push(line);
  }
  return found ? lines : undefined;
}

const broken = (place: string, why: string): Fault =>
  new Fault('bad-json', `${place}: ${why}. Restore the file, or make the run anew.`);

/** What stands in a row's line. The parser's own words would count lines from that one. */
function valueIn(place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw broken(place, 'it is no row, or is cut off');
  }
}

/** The rows after so many lines, each on its own, and after them nothing but the brackets that end the file. */
async function* rowsAfter(path: string, lines: number): AsyncGenerator<RowResult> {
  let number = 0;
  let ended = 0;
  let comma = false;
  let first = true;
  for await (const line of readLines(path)) {
    number += 1;
    const text = line.trim();
    if (number <= lines || text === '') continue;
    const place = `${path}, line ${number}`;
    if (ended > 0 || (text === ']' && !comma)) {
      if (text !== ENDS[ended]) throw broken(place, 'it goes on where the rows end');
      ended += 1;
    } else {
      if (!first && !comma) throw broken(place, 'there is no comma before it');
      comma = text.endsWith(',');
      first = false;
      yield checked(place, valueIn(place, comma ? text.slice(0, -1) : text), rowSchema);
    }
  }
  if (ended < ENDS.length) throw broken(`${path}, line ${number}`, 'the file is cut off after it');
}

/** The rows of a run that was read whole, in the order in which they are written today. */
async function* inOrder(rows: readonly RowResult[]): AsyncGenerator<RowResult> {
  yield* rows.toSorted(byRowOrder);
}

/**
 * Opens the file of a run, so that no more than one row of it is held at once. A file of another layout than `runText`
 * gives is read whole, and its rows are put in order.
 *
 * @throws Fault `unreadable-file`, `bad-json` or `bad-fixture`, naming file and line; for a row while the rows are read
 */
export async function streamRun(path: string): Promise<RunStream> {
  const lines = await headLines(path);
  if (!lines) {
    const { rows, ...head } = readRun(path);
    return { head, rows: inOrder(rows) };
  }
  const place = `${path}, lines 1 to ${lines.length}`;
  const head = checked(
    place,
    parseJson(place, `${lines.join('\n').trimEnd().replace(/,$/, '')}}`),
    runHeadSchema,
  );
  return { head, rows: rowsAfter(path, lines.length + 1) };
}
