import { compare } from '../change/compare.ts';
import type { ProbeFilter } from '../contract/probe-filter.ts';
import type { Finding } from '../findings/finding.ts';
import { findingsOfRun } from '../findings/findings.ts';
import { filterOf, namesRule, type OnlyValue } from '../findings/only.ts';
import { infoOf, type Answers } from '../run/answers.ts';
import { judgeContract, judgedRun } from '../run/judge-contract.ts';
import { readRun, type Run } from '../run/run.ts';
import { PARTIAL } from '../run/run-name.ts';
import { runFile, snapshotOfRun, type Snapshot } from '../run/snapshot.ts';
import { declared } from '../../specs/declared.ts';
import { acceptedBaseline } from './baselines.ts';
import { newestRun } from './newest-run.ts';
import { nothingToAsk } from './nothing-to-ask.ts';
import type { Session } from './session.ts';
import { siteLabel, type SiteOptions } from './site.ts';
import { baselineOf, type Subject } from './subject.ts';

/** Everything that a run found, whether it is acknowledged or not. */
function allFindings(run: Run, baseline: Snapshot | undefined): readonly Finding[] {
  const changes = baseline ? compare(baseline, snapshotOfRun(run)).changes : [];
  return findingsOfRun({ run, diff: { changes, failOn: 'info' } }).list;
}

/** @throws Fault `usage` if no probe in which the rules were found is left */
function checkedFilter(values: readonly OnlyValue[], run: string, findings: readonly Finding[]): ProbeFilter {
  const filter = filterOf(values, findings);
  const probes = findings.flatMap(({ probe }) => (probe ? [probe] : []));
  if (probes.some(filter.includes)) return filter;
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  throw nothingToAsk(
    filter,
    `${run} ${rules.length > 0 ? `has findings under ${rules.join(', ')} only` : 'found nothing'}`,
  );
}

/** Of which site the filter is, and with which baseline its newest run is compared. */
type SiteFilterOptions = Pick<SiteOptions, 'site' | 'sites' | 'anonymise'> & {
  readonly only?: readonly OnlyValue[] | undefined;
  readonly baseline?: string | undefined;
};

/**
 * The filter of a live run. The probes of a rule are those that the newest whole run of the site found under it, compared with
 * the baseline.
 *
 * @returns undefined if everything is asked
 * @throws Fault `usage` if a rule leaves nothing to ask, `unknown-recordings` if a rule is named and there is no run yet
 */
export function liveFilter(options: SiteFilterOptions, session: Session): ProbeFilter | undefined {
  const { only, site, baseline } = options;
  if (!only) return undefined;
  if (!namesRule(only)) return filterOf(only);
  const name = newestRun(siteLabel(options, session));
  const before = baselineOf(baseline, acceptedBaseline(site), session.recordings);
  return checkedFilter(only, name, allFindings(readRun(runFile(name)), before));
}

/**
 * A part of recordings as the subject of a check. The probes of a rule are those that judging all of the recordings finds under
 * it. The run has a name of its own, so that it does not replace the run of all of them.
 *
 * @throws Fault `usage` if a rule leaves nothing
 */
export async function filteredRecordings(subject: Subject, only: readonly OnlyValue[]): Promise<Subject> {
  const { answers, baseline } = subject;
  if ('seen' in answers) return subject;
  const info = infoOf(answers);
  const findings = namesRule(only)
    ? allFindings(judgedRun(judgeContract(await declared(), answers), info), baseline)
    : [];
  const filter = namesRule(only) ? checkedFilter(only, info.name, findings) : filterOf(only);
  const name = `${subject.name}${PARTIAL}`;
  const part: Answers = {
    recordings: { ...answers.recordings, info: { ...info, name, only: [...filter.words] } },
  };
  return { answers: part, name, baseline, filter };
}
