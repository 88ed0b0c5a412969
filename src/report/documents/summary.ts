import type { Change } from '../../change/change.ts';
import { atLeast, LEVELS } from '../../change/levels.ts';
import { probeKey } from '../../contract/probe.ts';
import { decidedIn, type Decided } from '../../findings/conclusion.ts';
import type { Finding, Findings } from '../../findings/finding.ts';
import { failing, inState } from '../../findings/findings.ts';
import type { CheckDocument } from './check/check-document.ts';
import type { DiffDocument } from './diff/diff-document.ts';
import type { Layout } from '../layout.ts';
import { timesOf } from '../../run/certainty.ts';
import { rowsWith } from './rows.ts';
import { checkFindings, diffFindings, findingsByChange } from './settled-document.ts';
import { count, groupBy } from './phrases.ts';

/** How many changes there are of each level, the worst first. */
export function levelCounts(changes: readonly Pick<Change, 'level'>[]): Record<string, number> {
  return Object.fromEntries(
    LEVELS.map((level) => [level, changes.filter((change) => change.level === level).length]),
  );
}

/** A change with what it is found to be. */
export interface ListedChange extends Change {
  readonly finding: Finding;
}

/** The changes that are listed one by one: all but `info`, unless they fail or the layout asks for all. */
export function listedChanges(document: DiffDocument, { all }: Pick<Layout, 'all'>): ListedChange[] {
  const findings = findingsByChange(document);
  return document.changes.flatMap((change) => {
    const finding = findings.get(change.fingerprint);
    return finding && (all || finding.fails || atLeast(change.level, 'notice'))
      ? [{ ...change, finding }]
      : [];
  });
}

/** What is only counted: "probe-added × 63, probe-removed × 69". Empty where nothing is. */
export function countUnlistedChanges(document: DiffDocument, layout: Pick<Layout, 'all'>): string {
  const listed = new Set(listedChanges(document, layout).map(({ fingerprint }) => fingerprint));
  const findings = findingsByChange(document);
  const quiet = document.changes.filter(
    ({ fingerprint }) => !listed.has(fingerprint) && findings.has(fingerprint),
  );
  return groupBy(quiet, ({ rule }) => rule)
    .map(([rule, group]) => `${rule} × ${group.length}`)
    .join(', ');
}

/** How many changes are told under a rule of the run instead, such as a fix. */
function toldElsewhere(document: DiffDocument): number {
  const findings = findingsByChange(document);
  return document.changes.filter(({ fingerprint }) => !findings.has(fingerprint)).length;
}

/** A comparison in one or two sentences: how many changes of which level, and how many of them are new. */
export function summariseDiff(document: DiffDocument): string {
  const { changes, unchanged, undecided, failOn } = document;
  const same = `${count(unchanged, 'probe')} unchanged.`;
  const open = undecided.length > 0 ? ` ${count(undecided.length, 'probe')} not decided.` : '';
  if (changes.length === 0) return `No change. ${same}${open}`;
  const tally = Object.entries(levelCounts(changes)).flatMap(([level, number]) =>
    number > 0 ? [`${number} ${level}`] : [],
  );
  const findings = diffFindings(document);
  const fresh = inState(findings, 'new').length;
  const fixed = inState(findings, 'fixed').length;
  const elsewhere = toldElsewhere(document);
  const parts = [
    fresh > 0 ? `${fresh} new at level ${failOn} or above` : 'none new',
    ...(fixed > 0 ? [`${fixed} fixed`] : []),
    ...(elsewhere > 0 ? [`${elsewhere} listed with the contract`] : []),
  ];
  return `${count(changes.length, 'change')} (${tally.join(', ')}), ${parts.join(', ')}. ${same}${open}`;
}

/** Acknowledgements that do nothing, a sentence each kind; those that have run out by name. Empty where there are none. */
export function describeIdleAcknowledgements({ idle }: DiffDocument, { all }: Pick<Layout, 'all'>): string[] {
  const { unmatched = [], expired = [] } = idle ?? {};
  const names = unmatched.map(({ fingerprint }) => fingerprint).join(', ');
  return [
    ...expired.map(
      ({ fingerprint, change, until }) =>
        `The acknowledgement ${fingerprint} (${change}) ran out on ${until}: the change counts as new again.`,
    ),
    ...(unmatched.length > 0
      ? [`${count(unmatched.length, 'acknowledgement')} match no change here${all ? `: ${names}` : ''}.`]
      : []),
  ];
}

/** How many findings of a run are in each state, and of what fails how many of each level. */
function failedWords(findings: Findings): string {
  const failed = failing(findings);
  const fixed = failed.filter(({ state }) => state === 'fixed').length;
  const bad = failed.filter(({ state }) => state !== 'fixed');
  const levels = Object.entries(levelCounts(bad)).flatMap(([level, number]) =>
    number > 0 ? [`${number} ${level}`] : [],
  );
  return [
    ...(bad.length > 0 ? [`FAILED: ${bad.length} new (${levels.join(', ')}).`] : []),
    ...(fixed > 0 ? [`FIXED by Atlassian: ${count(fixed, 'probe')}; the contract has to follow.`] : []),
  ].join(' ');
}

/** What a run means, in one sentence for each thing that is not well; empty where it passes. */
export function describeVerdict(findings: Findings): string {
  const { inconclusive } = findings;
  return [
    failedWords(findings),
    ...(inconclusive.length > 0
      ? [`NOT CONCLUDED: ${inconclusive.map((one) => one.replace(/\.$/, '')).join('; ')}.`]
      : []),
  ]
    .filter(Boolean)
    .join(' ');
}

/** What is told under a rule of the run: the changes are listed with the baseline, what was not decided by its reason. */
export function runFindings(document: CheckDocument): Finding[] {
  const changes = new Set(document.diff?.changes.map(({ fingerprint }) => fingerprint));
  return checkFindings(document).list.filter(
    ({ fingerprint, state }) => state !== 'undecided' && !changes.has(fingerprint),
  );
}

/** How many rows of the contract there are of each kind, each row counted once. */
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

/** What became of the rows of a run. A row that Atlassian's fix breaks counts as fixed alone. */
export function rowCounts(document: CheckDocument): RowCounts {
  const { rows } = document.run;
  const findings = checkFindings(document);
  const byProbe = new Map(findings.list.flatMap((one) => (one.probe ? [[probeKey(one.probe), one]] : [])));
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
    wantedFixed: findings.list.filter((one) => isFix(one) && one.fails).length,
  };
}

/** How sure a run is, in numbers of rows of the contract. */
export interface Sureness extends Decided {
  /** Answers that were asked for again and confirmed. */
  readonly confirmed: number;
  /** Answered in turn in the old way and in a new one, as other probes are. */
  readonly rollOut: number;
  /** Answered in several ways, for no reason that is known. */
  readonly flapping: number;
  readonly dissent: number;
}

/** How sure a run is: how much could not be decided, and how many probes did not always get the same answer. */
export function sureness({ run }: Pick<CheckDocument, 'run'>): Sureness {
  const rows = run.rows.filter(({ kind }) => kind === 'contract');
  return {
    ...decidedIn(run),
    confirmed: rows.filter(({ certainty }) => certainty && timesOf(certainty) !== undefined).length,
    rollOut: rows.filter(({ certainty }) => certainty?.rollOut).length,
    flapping: rows.filter(({ certainty }) => certainty?.flapping && !certainty.rollOut).length,
    dissent: rows.filter(({ certainty }) => certainty?.dissent).length,
  };
}

/** A run of the contract in a few sentences: what it means, then what became of its rows. */
export function summariseContract(document: CheckDocument): string {
  const findings = checkFindings(document);
  const { kept, broken, knownBroken, disproved, skipped } = rowCounts(document);
  const { asked, undecided: inconclusive, confirmed, rollOut, flapping, dissent } = sureness(document);
  const isBroken = inState(findings, 'new').some(
    ({ rule, also }) =>
      [rule, ...also.map((one) => one.rule)].includes('contract-broken') || rule === 'test-failed',
  );
  const optional: [number, string][] = [
    [knownBroken, 'broken and known'],
    [disproved, 'where our guess was wrong'],
  ];
  const parts = [
    `${count(kept, 'row')} as expected`,
    `${broken} broken`,
    ...optional.filter(([number]) => number > 0).map(([number, words]) => `${number} ${words}`),
    `${inconclusive} of ${asked} not decided`,
    `${skipped} skipped`,
  ];
  const sure = [
    ...(confirmed > 0 ? [`${count(confirmed, 'probe')} asked again and confirmed`] : []),
    ...(rollOut > 0 ? [`${count(rollOut, 'probe')} answered partly in a new way: rolled out in part`] : []),
    ...(flapping > 0 ? [`${count(flapping, 'probe')} answered now this, now that`] : []),
    ...(dissent > 0 ? [`${count(dissent, 'probe')} with one answer that did not agree with the others`] : []),
  ];
  return [
    describeVerdict(findings),
    `The contract is ${isBroken ? 'BROKEN' : 'kept'}: ${parts.join(', ')}.`,
    ...(sure.length > 0 ? [`How sure: ${sure.join(', ')}.`] : []),
  ]
    .filter(Boolean)
    .join(' ');
}

/** What Atlassian is asked for, and how far that is; empty where a run says nothing of it. */
export function summariseWanted(document: CheckDocument): string {
  const open = rowsWith(document.run.rows, 'wanted', 'broken').length;
  const { wantedFixed } = rowCounts(document);
  if (open + wantedFixed === 0) return '';
  return `Still open at Atlassian (JRACLOUD-93811): ${count(open, 'probe')}; newly fixed: ${wantedFixed}.`;
}
