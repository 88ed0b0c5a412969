import { credentialNamed } from '../../contract/credentials.ts';
import { probeKey } from '../../contract/probe.ts';
import type { Change } from '../../change/change.ts';
import { atLeast } from '../../change/levels.ts';
import type { RowResult } from '../../run/row-result.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { rowsWith } from '../documents/rows.ts';

/** A probe of a bug report, with its change if there is one. */
export interface ReportedProbe {
  readonly row: RowResult;
  readonly change: Change | undefined;
}

const isWorse = ({ level, rule, before, after }: Change): boolean =>
  before !== null && after !== null && atLeast(level, 'minor') && rule !== 'guard-tightened';

/**
 * Returns the probes to report: those that changed for the worse; if there are none, those that break the contract; if
 * there are none, those with invalid credentials that await a fix by Atlassian.
 */
export function reportedProbes(document: CheckDocument): ReportedProbe[] {
  const { run, diff } = document;
  const changes = new Map(diff?.changes.filter(isWorse).map((change) => [probeKey(change), change]));
  const answered = run.rows.filter(({ kind, answer }) => kind === 'contract' && answer);
  const open = new Set(rowsWith(run.rows, 'wanted', 'broken').map(probeKey));
  const choices: ((row: RowResult) => boolean)[] = [
    (row) => changes.has(probeKey(row)),
    (row) => row.verdict === 'broken',
    (row) => open.has(probeKey(row)) && credentialNamed(row.credential).standing === 'invalid',
  ];
  const chosen = choices.map((choice) => answered.filter(choice)).find(({ length }) => length > 0) ?? [];
  return chosen.map((row) => ({ row, change: changes.get(probeKey(row)) }));
}
