import { CREDENTIALS } from '../../../contract/credentials.ts';
import { OPERATIONS } from '../../../contract/operations.ts';
import { probeKey } from '../../../contract/probe.ts';
import type { Finding } from '../../../findings/finding.ts';
import type { RowResult } from '../../../run/row-result.ts';
import type { Legend, MatrixCell, MatrixGrid } from '../../blocks/blocks.ts';
import type { CheckDocument } from './check-document.ts';
import { checkFindings } from '../settled-document.ts';

/** Letter for the treatment of a probe, readable without colour; lower case if only expected. */
export type Letter = 'A' | 'I' | 'R' | '?' | 'a' | 'i' | 'r' | ' ';

/** A probe in the matrix. */
export interface Cell extends MatrixCell {
  readonly letter: Letter;
  /** `+`: fixed; `x`: breaks the contract; `~`: our guess was wrong; `!`: changed since the baseline; or a blank. */
  readonly sign: '+' | 'x' | '~' | '!' | ' ';
}

/** The matrix of a run: credentials down, operations across; only those that the run covers. */
export interface Matrix extends MatrixGrid {
  readonly lines: readonly { readonly credential: string; readonly cells: readonly Cell[] }[];
}

/** Letter of each observed treatment. */
export const LETTERS = { accepted: 'A', ignored: 'I', refused: 'R', inconclusive: '?' } as const;

const EXPECTED = { accepted: 'a', ignored: 'i', refused: 'r' } as const;

/** Meanings of the letters and signs, in the order of the legend. */
export const LEGEND: Legend = [
  ['A', 'accepted'],
  ['I', 'ignored: treated as anonymous'],
  ['R', 'refused'],
  ['?', 'inconclusive'],
  ['a i r', 'expected, but not on record'],
  ['!', 'changed since the baseline'],
  ['x', 'breaks the contract'],
  ['~', 'our guess was wrong'],
  ['+', 'fixed, as requested'],
];

const letterOf = ({ answer, verdict, expected }: RowResult): Letter => {
  if (answer) return LETTERS[answer.treatment];
  return verdict === 'inconclusive' ? '?' : EXPECTED[expected.treatment];
};

/** Keys of the probes to mark. */
interface Marked {
  readonly changed: ReadonlySet<string>;
  readonly fixed: ReadonlySet<string>;
  readonly known: ReadonlySet<string>;
}

const signOf = (row: RowResult, { changed, fixed }: Marked): Cell['sign'] => {
  if (fixed.has(probeKey(row))) return '+';
  if (row.verdict === 'broken') return 'x';
  if (row.verdict === 'disproved') return '~';
  return changed.has(probeKey(row)) ? '!' : ' ';
};

const cellOf = (row: RowResult | undefined, marked: Marked): Cell => {
  if (!row) return { letter: ' ', sign: ' ' };
  const cell = { letter: letterOf(row), sign: signOf(row, marked) };
  return marked.known.has(probeKey(row)) ? { ...cell, isKnown: true } : cell;
};

const keysOf = (findings: readonly Finding[]): ReadonlySet<string> =>
  new Set(findings.flatMap(({ probe }) => (probe ? [probeKey(probe)] : [])));

/** Returns the matrix of a run; probes that changed since the baseline, break the contract or are fixed are marked. */
export function matrixOf(document: CheckDocument): Matrix {
  const { rows } = document.run;
  const changes = document.diff?.changes ?? [];
  const contract = rows.filter(({ kind }) => kind === 'contract');
  const byProbe = new Map<string, RowResult>(contract.map((row) => [probeKey(row), row]));
  const inBoth = changes.filter(({ before, after }) => before && after);
  const { list } = checkFindings(document);
  const marked = {
    changed: new Set(inBoth.map(probeKey)),
    // Jira answers these as requested from Atlassian.
    fixed: keysOf(list.filter(({ rule }) => rule === 'wanted-fixed')),
    known: keysOf(list.filter(({ state }) => state === 'known')),
  };
  const covered = new Set<string>(contract.map(({ operation }) => operation));
  const known = OPERATIONS.filter(({ id }) => covered.has(id));
  // A sweep of all published operations covers some that are not in OPERATIONS.
  const others = [...covered.difference(new Set(known.map(({ id }) => id)))];
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
