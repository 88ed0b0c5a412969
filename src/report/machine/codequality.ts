import { digest } from '../../change/fingerprint.ts';
import type { Level } from '../../change/levels.ts';
import type { Finding, Findings } from '../../findings/finding.ts';
import { findingsForMachines } from '../../findings/findings.ts';
import { jsonText } from '../../json.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import type { DiffDocument } from '../documents/diff/diff-document.ts';
import type { NotConcludedDocument } from '../documents/night/night-document.ts';
import { notConcludedLabel } from '../documents/night/night-phrases.ts';
import { siteLabel } from '../documents/phrases.ts';
import { checkFindings, diffFindings } from '../documents/settled-document.ts';
import { fullMessage, probeLabel } from '../documents/states.ts';
import { RUNNER, specRow, type SpecRow } from './spec-row.ts';

type Severity = 'info' | 'minor' | 'major' | 'critical' | 'blocker';

/** An issue, as GitLab reads it: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format. */
interface Issue {
  readonly description: string;
  readonly check_name: string;
  /** GitLab compares the issues of two branches by it, and shows one issue of those that share it. */
  readonly fingerprint: string;
  readonly severity: Severity;
  /** The path starts at the root of the repository, without `./`. */
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const SEVERITY: Record<Level, Severity> = {
  critical: 'critical',
  major: 'major',
  minor: 'minor',
  notice: 'info',
  info: 'info',
};

/**
 * Returns the severity of a finding. A failing one is at least minor, even if it is a fix. What is known stays in the report, as
 * information: an issue that disappears is shown as solved, which an acknowledged one is not.
 */
const severityOf = ({ fails, level }: Finding): Severity =>
  !fails ? 'info' : SEVERITY[level] === 'info' ? 'minor' : SEVERITY[level];

const at = ({ path, line }: SpecRow): Issue['location'] => ({ path, lines: { begin: line } });

/**
 * Returns the issues of findings.
 *
 * @param subject what was asked, as the descriptions name it
 * @param key what stays the same of it from night to night: several sites may have the same finding
 */
function issuesOf(findings: Findings, subject: string, key = subject): Issue[] {
  const reasons = findings.inconclusive.map((reason, i): Issue => ({
    // An empty report would show every issue as solved.
    description: `${subject}: not concluded: ${reason}`,
    check_name: 'not-concluded',
    fingerprint: digest(['not-concluded', key, i]),
    severity: 'major',
    location: at(RUNNER),
  }));
  const times = new Map<string, number>();
  const found = findingsForMachines(findings).map((finding): Issue => {
    const { rule, probe, fingerprint, title } = finding;
    // A removed operation is one change, which every credential shows.
    const number = times.get(fingerprint) ?? 0;
    times.set(fingerprint, number + 1);
    const label = probeLabel(finding);
    return {
      description: `${subject}: ${label === '' ? '' : `${label}: `}${fullMessage(finding) || title}`,
      check_name: rule,
      fingerprint: digest([fingerprint, key, number]),
      severity: severityOf(finding),
      location: at(probe ? specRow(probe) : RUNNER),
    };
  });
  return [...reasons, ...found];
}

/** Renders a run for GitLab Code Quality. Each issue points to its row of the contract. */
export function checkCodeQuality(document: CheckDocument): string {
  const { recordings } = document.run;
  const { origin, name } = recordings;
  const subject = siteLabel(recordings.origin === 'transcribed' ? name : recordings.site, origin);
  return jsonText(issuesOf(checkFindings(document), subject));
}

/** Renders a comparison for GitLab Code Quality. */
export function diffCodeQuality(document: DiffDocument): string {
  const { name, origin } = document.head;
  return jsonText(issuesOf(diffFindings(document), siteLabel(name, origin), ''));
}

/** Renders a run that did not start: one issue, with the reason. */
export function notConcludedCodeQuality(document: NotConcludedDocument): string {
  const findings = { list: [], inconclusive: [document.reason], exitCode: 3 } as const;
  return jsonText(issuesOf(findings, notConcludedLabel(document)));
}
