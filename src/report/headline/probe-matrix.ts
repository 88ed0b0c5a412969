import type { Answer } from '../../classify/answer.ts';
import { CREDENTIALS } from '../../contract/credentials.ts';
import { findOperation, OPERATIONS } from '../../contract/operations.ts';
import type { MatrixCell, MatrixGrid } from '../blocks/line.ts';
import { LETTERS } from '../documents/check/matrix.ts';
import { count } from '../documents/phrases.ts';
import { credentialsOf, operationsOf, type Event } from './events.ts';

/** Number of columns up to which a small matrix shows each; more are counted in a last column. */
const MAX_COLUMNS = 8;

const BLANK: MatrixCell = { letter: ' ', sign: ' ' };

const inOrder = (ids: readonly string[], table: readonly string[]): string[] => [
  ...table.filter((id) => ids.includes(id)),
  ...ids.filter((id) => !table.includes(id)),
];

const turnText = (before: Answer | null, after: Answer | null): string =>
  before && before.status !== after?.status
    ? `${before.status}→${after?.status ?? '–'}`
    : String(after?.status ?? '–');

function cellOf(event: Event | undefined): MatrixCell {
  if (!event) return BLANK;
  const { before, after, finding } = event;
  const letter = after ? LETTERS[after.treatment] : '?';
  return { letter, sign: finding.fails ? '!' : ' ', text: turnText(before, after) };
}

/** Returns the matrix of only the credentials and operations that events touch; undefined for a single probe. */
export function probeMatrix(events: readonly Event[]): MatrixGrid | undefined {
  const ids = inOrder(
    operationsOf(events),
    OPERATIONS.map(({ id }) => id),
  );
  const names = inOrder(
    credentialsOf(events),
    CREDENTIALS.map(({ name }) => name),
  );
  if (ids.length * names.length < 2) return undefined;
  const byProbe = new Map(
    events.map((event) => [
      `${event.finding.probe?.credential ?? ''} ${event.finding.probe?.operation ?? ''}`,
      event,
    ]),
  );
  const shown = ids.length > MAX_COLUMNS ? ids.slice(0, MAX_COLUMNS - 1) : ids;
  const rest = ids.slice(shown.length);
  const restCell = (name: string): MatrixCell => {
    const hidden = rest.flatMap((id) => byProbe.get(`${name} ${id}`) ?? []);
    const [first] = hidden;
    return first ? { ...cellOf(first), text: `${hidden.length} more` } : BLANK;
  };
  return {
    columns: [
      ...shown.map((id) => ({ id, short: findOperation(id)?.short ?? id })),
      ...(rest.length > 0
        ? [{ id: `${count(rest.length, 'operation')} more`, short: `+${rest.length}` }]
        : []),
    ],
    lines: names.map((credential) => ({
      credential,
      cells: [
        ...shown.map((id) => cellOf(byProbe.get(`${credential} ${id}`))),
        ...(rest.length > 0 ? [restCell(credential)] : []),
      ],
    })),
  };
}
