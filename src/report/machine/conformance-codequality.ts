import { digest } from '../../change/fingerprint.ts';
import type { ConformanceResult, ScenarioResult } from '../../conformance/result.ts';
import { isFailing, type Verdict } from '../../conformance/verdicts.ts';
import { jsonText } from '../../json.ts';
import { messageOf } from '../documents/conformance/failures.ts';

/** The file at which issues are shown: that of the uses and known failures. */
const PLACE = { path: 'conformance.yml', lines: { begin: 1 } };

const SEVERITY: Partial<Record<Verdict, string>> = { acted: 'critical', leaked: 'critical', silent: 'major' };

/** What is known stays in the report, as information: an issue that disappears is shown as solved. */
const issueOf = (one: ScenarioResult): object => ({
  description: `${one.use}, ${one.scenario}, against the stand-in: ${messageOf(one)}`,
  check_name: one.verdict,
  fingerprint: digest([one.use, one.scenario, one.verdict]),
  severity: one.isUnexpected ? (SEVERITY[one.verdict] ?? 'minor') : 'info',
  location: PLACE,
});

/** Renders a run for GitLab Code Quality: an issue for each failure. */
export function conformanceCodeQuality({ results, inconclusive }: ConformanceResult): string {
  const reasons = inconclusive.map((reason, i) => ({
    // An empty report would show every issue as solved.
    description: `not concluded: ${reason}`,
    check_name: 'not-concluded',
    fingerprint: digest(['not-concluded', i]),
    severity: 'major',
    location: PLACE,
  }));
  const failing = results.filter((one) => isFailing(one.verdict) || one.isUnexpected);
  return jsonText([...reasons, ...failing.map(issueOf)]);
}
