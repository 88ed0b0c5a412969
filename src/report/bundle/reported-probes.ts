import { credentialNamed } from '../../contract/credentials.ts';
import { probeKey } from '../../contract/probe.ts';
import type { Change } from '../../change/change.ts';
import { atLeast } from '../../change/levels.ts';
import type { RowResult } from '../../run/row-result.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { rowsWith } from '../documents/rows.ts';

/** What a bug report is about: probes that were answered, each with the change that it went through. */
export interface ReportedProbe {
  readonly row: RowResult;
  readonly change: Change | undefined;
}

const isWorse = ({ level, rule, before, after }: Change): boolean =>
  before !== null && after !== null && atLeast(level, 'minor') && rule !== 'guard-tightened';

/**
 * The probes to report, those first for which there is most to say: what changed for the worse, else what breaks the
 * contract, else what is wanted of Atlassian and not so.
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
