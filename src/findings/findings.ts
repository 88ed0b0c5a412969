import type { Acknowledgement } from '../change/acknowledgements.ts';
import type { Change } from '../change/change.ts';
import type { Level } from '../change/levels.ts';
import { probeKey } from '../contract/probe.ts';
import type { Certainty } from '../run/certainty.ts';
import type { Run } from '../run/run.ts';
import { reasonsOf } from './conclusion.ts';
import type { Finding, Findings } from './finding.ts';
import { mergeParts } from './merge-findings.ts';
import { findingOfChange, findingsOfRows, type PartialFinding } from './partial-findings.ts';

/** The changes of a comparison, those that are known with their acknowledgement, and from which level on one fails. */
export interface Compared {
  readonly changes: readonly Change[];
  readonly failOn: Level;
}

/** What there is to decide on. */
export interface Judged {
  readonly run: Run;
  /** The comparison with the baseline; null where there is none. */
  readonly diff: Compared | null;
  /** The acknowledgements that count today. */
  readonly known?: readonly Acknowledgement[] | undefined;
  /** What the run relies on that is older than it may be, a sentence each. */
  readonly old?: readonly string[] | undefined;
}

const concluded = (list: readonly Finding[], inconclusive: readonly string[]): Findings => ({
  list,
  inconclusive,
  exitCode: list.some(({ fails }) => fails) ? 1 : inconclusive.length > 0 ? 3 : 0,
});

const partsOfDiff = (
  { changes, failOn }: Compared,
  certainties: ReadonlyMap<string, Certainty | undefined> = new Map(),
): PartialFinding[] =>
  changes.map((change) => findingOfChange(change, failOn, certainties.get(probeKey(change))));

/**
 * What a comparison found.
 *
 * @param known the acknowledgements that count today, where the changes do not have theirs yet
 */
export function findingsOfDiff(diff: Compared, known: readonly Acknowledgement[] = []): Findings {
  return concluded(mergeParts(partsOfDiff(diff), known), []);
}

/** What a run of the contract found: the one place that decides what is new, known, fixed, failing and undecided. */
export function findingsOfRun({ run, diff, known = [], old = [] }: Judged): Findings {
  const certainties = new Map(
    run.rows.filter(({ certainty }) => certainty).map((row) => [probeKey(row), row.certainty]),
  );
  const changed = new Set(diff?.changes.filter(({ before, after }) => before && after).map(probeKey));
  const parts = [
    ...findingsOfRows(run, (probe) => changed.has(probeKey(probe))),
    ...(diff ? partsOfDiff(diff, certainties) : []),
  ];
  return concluded(mergeParts(parts, known), [...reasonsOf(run), ...old]);
}

/** The findings in one state. */
export function inState({ list }: Findings, state: Finding['state']): Finding[] {
  return list.filter((one) => one.state === state);
}

/** What fails. */
export function failing({ list }: Findings): Finding[] {
  return list.filter(({ fails }) => fails);
}

/** What a list for machines names: not what was undecided, nor a probe that is on one side only, unless it fails. */
export function listed({ list }: Findings): Finding[] {
  return list.filter(
    ({ fails, rule, state }) =>
      fails || (state !== 'undecided' && rule !== 'probe-added' && rule !== 'probe-removed'),
  );
}

/** All fingerprints by which an acknowledgement may name something in a run, whatever it is compared with. */
export function runFingerprints(run: Run): string[] {
  return findingsOfRows(run, () => true).map(({ fingerprint }) => fingerprint);
}

/** All fingerprints by which an acknowledgement may name a finding. */
export function fingerprintsOf({ list }: Findings): string[] {
  return list.flatMap(({ fingerprint, also }) => [fingerprint, ...also.map((one) => one.fingerprint)]);
}
