import type { Change } from '../../change/change.ts';
import { atLeast, LEVELS } from '../../change/levels.ts';
import { probeKey } from '../../contract/probe.ts';
import { decidedIn, type Decided } from '../../findings/conclusion.ts';
import type { Finding } from '../../findings/finding.ts';
import type { CheckDocument } from './check/check-document.ts';
import type { DiffDocument } from './diff/diff-document.ts';
import type { Layout } from '../layout.ts';
import { confirmationCount } from '../../run/certainty.ts';
import { rowsWith } from './rows.ts';
import { checkFindings, findingsByChange } from './settled-document.ts';
import { count } from './phrases.ts';

/** Counts the changes of each level, most severe first. */
export function levelCounts(changes: readonly Pick<Change, 'level'>[]): Record<string, number> {
  return Object.fromEntries(
    LEVELS.map((level) => [level, changes.filter((change) => change.level === level).length]),
  );
}

/** A change with its finding. */
export interface ListedChange extends Change {
  readonly finding: Finding;
}

/** Returns the changes to list individually: those above `info`, and those that fail. */
export function listedChanges(document: DiffDocument): ListedChange[] {
  const findings = findingsByChange(document);
  return document.changes.flatMap((change) => {
    const finding = findings.get(change.fingerprint);
    return finding && (finding.fails || atLeast(change.level, 'notice')) ? [{ ...change, finding }] : [];
  });
}

/** Lists acknowledgements without effect: each expired one, and the number of those that match no change. */
export function describeIdleAcknowledgements({ idle }: DiffDocument, { all }: Pick<Layout, 'all'>): string[] {
  const { unmatched = [], expired = [] } = idle ?? {};
  const names = unmatched.map(({ fingerprint }) => fingerprint).join(', ');
  return [
    ...expired.map(
      ({ fingerprint, change, until }) =>
        `Acknowledgement ${fingerprint} (${change}) expired on ${until}: the change counts as new again.`,
    ),
    ...(unmatched.length > 0
      ? [`${count(unmatched.length, 'acknowledgement')} without a matching change${all ? `: ${names}` : ''}.`]
      : []),
  ];
}

/** Numbers of rows of the contract by result; each row is counted once. */
export interface RowCounts {
  readonly kept: number;
  readonly broken: number;
  readonly knownBroken: number;
  readonly disproved: number;
  readonly inconclusive: number;
  readonly skipped: number;
  readonly wantedFixed: number;
}

const isFix = (finding: Finding | undefined): boolean => finding?.rule === 'wanted-fixed';

/** Counts the rows of a run by result. A row that is broken by a fix of Atlassian's counts as fixed only. */
export function rowCounts(document: CheckDocument): RowCounts {
  const { rows } = document.run;
  const findings = checkFindings(document);
  const byProbe = new Map(
    findings.list.flatMap((finding) => (finding.probe ? [[probeKey(finding.probe), finding]] : [])),
  );
  const contract = rows.filter(({ kind }) => kind === 'contract');
  const number = (verdict: (typeof rows)[number]['verdict'], state?: 'known' | 'other'): number =>
    contract.filter((row) => {
      const finding = byProbe.get(probeKey(row));
      const isKnown = finding?.state === 'known';
      return (
        row.verdict === verdict && !isFix(finding) && (state === undefined || isKnown === (state === 'known'))
      );
    }).length;
  return {
    kept: rowsWith(rows, 'contract', 'kept').length,
    broken: number('broken', 'other'),
    knownBroken: number('broken', 'known'),
    disproved: number('disproved'),
    inconclusive: number('inconclusive'),
    skipped: number('skipped'),
    wantedFixed: findings.list.filter((finding) => isFix(finding) && finding.fails).length,
  };
}

/** Certainty of a run, in numbers of rows of the contract. */
export interface Sureness extends Decided {
  /** Confirmed by repeated requests. */
  readonly confirmed: number;
  /** Alternating between the old answer and a new one that other probes get as well: a partial roll-out. */
  readonly rollOut: number;
  /** Changing answers without a known reason. */
  readonly flapping: number;
  /** A single answer differed from the others. */
  readonly dissent: number;
}

/** Returns the certainty of a run: numbers of undecided rows, and of probes with varying answers. */
export function sureness({ run }: Pick<CheckDocument, 'run'>): Sureness {
  const rows = run.rows.filter(({ kind }) => kind === 'contract');
  return {
    ...decidedIn(run),
    confirmed: rows.filter(({ certainty }) => certainty && confirmationCount(certainty) !== undefined).length,
    rollOut: rows.filter(({ certainty }) => certainty?.rollOut).length,
    flapping: rows.filter(({ certainty }) => certainty?.flapping && !certainty.rollOut).length,
    dissent: rows.filter(({ certainty }) => certainty?.dissent).length,
  };
}

/** Summarises the fixes requested from Atlassian: still open and newly fixed. Empty if the run covers none. */
export function summariseWanted(document: CheckDocument): string {
  const open = rowsWith(document.run.rows, 'wanted', 'broken').length;
  const { wantedFixed } = rowCounts(document);
  if (open + wantedFixed === 0) return '';
  return `Still open at Atlassian (JRACLOUD-93811): ${count(open, 'probe')}; newly fixed: ${wantedFixed}.`;
}
