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

/** Returns all findings of a run, acknowledged or not. */
function allFindings(run: Run, baseline: Snapshot | undefined): readonly Finding[] {
  const changes = baseline ? compare(baseline, snapshotOfRun(run)).changes : [];
  return findingsOfRun({ run, diff: { changes, failOn: 'info' } }).list;
}

/**
 * Returns the filter, and checks that it includes a probe of the findings.
 *
 * @throws Fault `usage` if it does not
 */
function checkedFilter(values: readonly OnlyValue[], run: string, findings: readonly Finding[]): ProbeFilter {
  const filter = filterOf(values, findings);
  const probes = findings.flatMap(({ probe }) => (probe ? [probe] : []));
  if (probes.some(filter.includes)) return filter;
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  throw nothingToAsk(
    filter,
    `${run} ${rules.length > 0 ? `only has findings of ${rules.join(', ')}` : 'found nothing'}`,
  );
}

/** The options that decide in which run, and against which baseline, a rule is looked up. */
type SiteFilterOptions = Pick<SiteOptions, 'site' | 'sites' | 'anonymise'> & {
  readonly only?: readonly OnlyValue[] | undefined;
  readonly baseline?: string | undefined;
};

/**
 * Returns the filter of a live run. The probes of a rule are those for which the newest whole run of the site, compared with the
 * baseline, has a finding of that rule.
 *
 * @returns undefined if everything is asked
 * @throws Fault `usage` if a rule leaves nothing to ask, `unknown-recordings` if a rule is named and there is no run yet
 */
export function liveFilter(options: SiteFilterOptions, session: Session): ProbeFilter | undefined {
  const { only, site, baseline } = options;
  if (!only) return undefined;
  if (!namesRule(only)) return filterOf(only);
  const name = newestRun(siteLabel(options, session));
  const before = baselineOf(baseline, acceptedBaseline(site, session.recordings), session.recordings);
  return checkedFilter(only, name, allFindings(readRun(runFile(name)), before));
}

/**
 * Returns a part of recordings as the subject of a check. The probes of a rule are those for which judging all of the recordings
 * gives a finding of that rule. The run has its own name, so that it does not replace the run of all recordings.
 *
 * @throws Fault `usage` if a rule leaves nothing to judge
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
