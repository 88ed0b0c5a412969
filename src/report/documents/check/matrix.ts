import { CREDENTIALS } from '../../../contract/credentials.ts';
import { OPERATIONS } from '../../../contract/operations.ts';
import { probeKey } from '../../../contract/probe.ts';
import type { RowResult } from '../../../run/row-result.ts';
import type { Legend, MatrixCell, MatrixGrid } from '../../blocks/blocks.ts';
import type { CheckDocument } from './check-document.ts';
import { checkFindings } from '../settled-document.ts';

/** What a cell of the matrix shows: a letter for the treatment, so that it reads without colour. */
export type Letter = 'A' | 'I' | 'R' | '?' | 'a' | 'i' | 'r' | ' ';

/** One probe in the matrix. */
export interface Cell extends MatrixCell {
  readonly letter: Letter;
  /** `+`: fixed; `x`: breaks the contract; `~`: a guess was wrong; `!`: changed since the baseline; or a blank. */
  readonly sign: '+' | 'x' | '~' | '!' | ' ';
}

/** Credentials down, operations across; only those that the run speaks of. */
export interface Matrix extends MatrixGrid {
  readonly lines: readonly { readonly credential: string; readonly cells: readonly Cell[] }[];
}

/** The letter of what was seen. */
export const LETTERS = { accepted: 'A', ignored: 'I', refused: 'R', inconclusive: '?' } as const;

const EXPECTED = { accepted: 'a', ignored: 'i', refused: 'r' } as const;

/** What the letters and signs mean, in the order in which a legend gives them. */
export const LEGEND: Legend = [
  ['A', 'accepted'],
  ['I', 'ignored: runs as if nobody were logged in'],
  ['R', 'refused'],
  ['?', 'inconclusive'],
  ['a i r', 'expected so, but not on record'],
  ['!', 'changed since the baseline'],
  ['x', 'breaks the contract'],
  ['~', 'our guess was wrong'],
  ['+', 'fixed: what was asked for'],
];

const letterOf = ({ answer, verdict, expected }: RowResult): Letter => {
  if (answer) return LETTERS[answer.treatment];
  return verdict === 'inconclusive' ? '?' : EXPECTED[expected.treatment];
};

interface Marked {
  readonly changed: ReadonlySet<string>;
  readonly fixed: ReadonlySet<string>;
}

const cellOf = (row: RowResult | undefined, { changed, fixed }: Marked): Cell => {
  if (!row) return { letter: ' ', sign: ' ' };
  const letter = letterOf(row);
  if (fixed.has(probeKey(row))) return { letter, sign: '+' };
  if (row.verdict === 'broken') return { letter, sign: 'x' };
  if (row.verdict === 'disproved') return { letter, sign: '~' };
  return { letter, sign: changed.has(probeKey(row)) ? '!' : ' ' };
};

/** The probes that came out as Atlassian was asked to answer them. */
function fixedProbes(document: CheckDocument): ReadonlySet<string> {
  const fixes = checkFindings(document).list.filter(({ rule }) => rule === 'wanted-fixed');
  return new Set(fixes.flatMap(({ probe }) => (probe ? [probeKey(probe)] : [])));
}

/** The matrix of a run, with the probes marked that changed since the baseline, break the contract or are fixed. */
export function matrixOf(document: CheckDocument): Matrix {
  const { rows } = document.run;
  const changes = document.diff?.changes ?? [];
  const contract = rows.filter(({ kind }) => kind === 'contract');
  const byProbe = new Map<string, RowResult>(contract.map((row) => [probeKey(row), row]));
  const twoSided = changes.filter(({ before, after }) => before && after);
  const marked = { changed: new Set(twoSided.map(probeKey)), fixed: fixedProbes(document) };
  const asked = new Set<string>(contract.map(({ operation }) => operation));
  const known = OPERATIONS.filter(({ id }) => asked.has(id));
  // An operation of a sweep stands in no table of ours.
  const others = [...asked.difference(new Set(known.map(({ id }) => id)))];
  const columns = [...known, ...others.map((id) => ({ id, short: id }))];
  const names = CREDENTIALS.map(({ name }) => name).filter((name) =>
    contract.some(({ credential }) => credential === name),
  );
  return {
    columns,
    lines: names.map((credential) => ({
      credential,
      cells: columns.map(({ id }) => cellOf(byProbe.get(`${credential} ${id}`), marked)),
    })),
  };
}
