import type { Change } from '../../change/change.ts';
import { atLeast, LEVELS } from '../../change/levels.ts';
import { probeKey } from '../../contract/probe.ts';
import { decidedIn, type Decided } from '../../findings/conclusion.ts';
import type { Finding, Findings } from '../../findings/finding.ts';
import { failingFindings, inState } from '../../findings/findings.ts';
import type { CheckDocument } from './check/check-document.ts';
import type { DiffDocument } from './diff/diff-document.ts';
import type { Layout } from '../layout.ts';
import { confirmationCount } from '../../run/certainty.ts';
import { rowsWith } from './rows.ts';
import { checkFindings, diffFindings, findingsByChange } from './settled-document.ts';
import { count, groupBy } from './phrases.ts';

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

/** Returns the changes to list individually: those above `info`, those that fail, and with `all` every change. */
export function listedChanges(document: DiffDocument, { all }: Pick<Layout, 'all'>): ListedChange[] {
  const findings = findingsByChange(document);
  return document.changes.flatMap((change) => {
    const finding = findings.get(change.fingerprint);
    return finding && (all || finding.fails || atLeast(change.level, 'notice'))
      ? [{ ...change, finding }]
      : [];
  });
}

/** Counts the changes that are not listed, by rule: "probe-added × 63, probe-removed × 69". Empty if all are listed. */
export function countUnlistedChanges(document: DiffDocument, layout: Pick<Layout, 'all'>): string {
  const listed = new Set(listedChanges(document, layout).map(({ fingerprint }) => fingerprint));
  const findings = findingsByChange(document);
  const unlisted = document.changes.filter(
    ({ fingerprint }) => !listed.has(fingerprint) && findings.has(fingerprint),
  );
  return groupBy(unlisted, ({ rule }) => rule)
    .map(([rule, group]) => `${rule} × ${group.length}`)
    .join(', ');
}

/** Counts the changes that a rule of the run, such as a fix, reports instead. */
function countReportedByRun(document: DiffDocument): number {
  const findings = findingsByChange(document);
  return document.changes.filter(({ fingerprint }) => !findings.has(fingerprint)).length;
}

/** Summarises a comparison: number of changes by level, and how many are new. */
export function summariseDiff(document: DiffDocument): string {
  const { changes, unchanged, undecided, failOn } = document;
  const rest = [
    `${count(unchanged, 'probe')} unchanged.`,
    ...(undecided.length > 0 ? [`${count(undecided.length, 'probe')} undecided.`] : []),
  ].join(' ');
  if (changes.length === 0) return `No changes. ${rest}`;
  const tally = Object.entries(levelCounts(changes)).flatMap(([level, number]) =>
    number > 0 ? [`${number} ${level}`] : [],
  );
  const findings = diffFindings(document);
  const isNew = inState(findings, 'new').length;
  const fixed = inState(findings, 'fixed').length;
  const byRun = countReportedByRun(document);
  const parts = [
    isNew > 0 ? `${isNew} new at level ${failOn} or above` : 'none new',
    ...(fixed > 0 ? [`${fixed} fixed`] : []),
    ...(byRun > 0 ? [`${byRun} listed with the contract`] : []),
  ];
  return `${count(changes.length, 'change')} (${tally.join(', ')}), ${parts.join(', ')}. ${rest}`;
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

/** Counts the failing findings by level, and the fixes. */
function countFailures(findings: Findings): string {
  const failed = failingFindings(findings);
  const fixed = failed.filter(({ state }) => state === 'fixed').length;
  const bad = failed.filter(({ state }) => state !== 'fixed');
  const levels = Object.entries(levelCounts(bad)).flatMap(([level, number]) =>
    number > 0 ? [`${number} ${level}`] : [],
  );
  return [
    ...(bad.length > 0 ? [`FAILED: ${bad.length} new (${levels.join(', ')}).`] : []),
    ...(fixed > 0 ? [`FIXED by Atlassian: ${count(fixed, 'probe')}. Update the contract.`] : []),
  ].join(' ');
}

/** Describes why a run does not pass: a sentence for failures, fixes and missing conclusions each. Empty if it passes. */
export function describeVerdict(findings: Findings): string {
  const { inconclusive } = findings;
  return [
    countFailures(findings),
    ...(inconclusive.length > 0
      ? [`NOT CONCLUDED: ${inconclusive.map((reason) => reason.replace(/\.$/, '')).join('; ')}.`]
      : []),
  ]
    .filter(Boolean)
    .join(' ');
}

/** Returns the findings to list with the run. Changes are listed with the comparison, undecided rows by reason. */
export function runFindings(document: CheckDocument): Finding[] {
  const changes = new Set(document.diff?.changes.map(({ fingerprint }) => fingerprint));
  return checkFindings(document).list.filter(
    ({ fingerprint, state }) => state !== 'undecided' && !changes.has(fingerprint),
  );
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

/** Summarises a run: its verdict, the results of its rows and its certainty. */
export function summariseContract(document: CheckDocument): string {
  const findings = checkFindings(document);
  const { kept, broken, knownBroken, disproved, skipped } = rowCounts(document);
  const { asked, undecided: inconclusive, confirmed, rollOut, flapping, dissent } = sureness(document);
  const isBroken = inState(findings, 'new').some(
    ({ rule, also }) =>
      [rule, ...also.map((match) => match.rule)].includes('contract-broken') || rule === 'test-failed',
  );
  const optional: [number, string][] = [
    [knownBroken, 'broken and acknowledged'],
    [disproved, 'where our guess was wrong'],
  ];
  const parts = [
    `${count(kept, 'row')} as expected`,
    `${broken} broken`,
    ...optional.filter(([number]) => number > 0).map(([number, label]) => `${number} ${label}`),
    `${inconclusive} of ${asked} undecided`,
    `${skipped} skipped`,
  ];
  const certainty = [
    ...(confirmed > 0 ? [`${count(confirmed, 'probe')} confirmed by repeated requests`] : []),
    ...(rollOut > 0 ? [`${count(rollOut, 'probe')} partly with a new answer (partial roll-out)`] : []),
    ...(flapping > 0 ? [`${count(flapping, 'probe')} with changing answers`] : []),
    ...(dissent > 0 ? [`${count(dissent, 'probe')} with one differing answer`] : []),
  ];
  return [
    describeVerdict(findings),
    `The contract is ${isBroken ? 'BROKEN' : 'kept'}: ${parts.join(', ')}.`,
    ...(certainty.length > 0 ? [`Certainty: ${certainty.join(', ')}.`] : []),
  ]
    .filter(Boolean)
    .join(' ');
}

/** Summarises the fixes requested from Atlassian: still open and newly fixed. Empty if the run covers none. */
export function summariseWanted(document: CheckDocument): string {
  const open = rowsWith(document.run.rows, 'wanted', 'broken').length;
  const { wantedFixed } = rowCounts(document);
  if (open + wantedFixed === 0) return '';
  return `Still open at Atlassian (JRACLOUD-93811): ${count(open, 'probe')}; newly fixed: ${wantedFixed}.`;
}
