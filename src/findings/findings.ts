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

/** The changes of a comparison, each with its acknowledgement if it has one, and the level from which on a change fails. */
export interface Compared {
  readonly changes: readonly Change[];
  readonly failOn: Level;
}

/** The input of the decision. */
export interface Judged {
  readonly run: Run;
  /** The comparison with the baseline; null if there is none. */
  readonly diff: Compared | null;
  /** The acknowledgements in force today. */
  readonly known?: readonly Acknowledgement[] | undefined;
  /** Evidence of the run that is older than allowed, a sentence each. */
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
 * Returns the findings of a comparison.
 *
 * @param known the acknowledgements in force today, if the changes do not have theirs yet
 */
export function findingsOfDiff(diff: Compared, known: readonly Acknowledgement[] = []): Findings {
  return concluded(mergeParts(partsOfDiff(diff), known), []);
}

/** Returns the findings of a run. The only place that decides what is new, known, fixed, failing and undecided. */
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

/** Returns the findings in one state. */
export function inState({ list }: Findings, state: Finding['state']): Finding[] {
  return list.filter((finding) => finding.state === state);
}

/** Returns the findings that fail the run. */
export function failingFindings({ list }: Findings): Finding[] {
  return list.filter(({ fails }) => fails);
}

/** Returns the findings for machine formats: without undecided probes and those in one snapshot only, unless they fail. */
export function findingsForMachines({ list }: Findings): Finding[] {
  return list.filter(
    ({ fails, rule, state }) =>
      fails || (state !== 'undecided' && rule !== 'probe-added' && rule !== 'probe-removed'),
  );
}

/** Returns all fingerprints that an acknowledgement may name in a run, whatever the run is compared with. */
export function runFingerprints(run: Run): string[] {
  return findingsOfRows(run, () => true).map(({ fingerprint }) => fingerprint);
}

/** Returns all fingerprints that an acknowledgement may name among findings. */
export function fingerprintsOf({ list }: Findings): string[] {
  return list.flatMap(({ fingerprint, also }) => [fingerprint, ...also.map((aspect) => aspect.fingerprint)]);
}
