import { MEASURED_SITE } from '../classify/site-traits.ts';
import { classify } from '../classify/classify.ts';
import { compareProbes } from '../contract/probe.ts';
import type { RecordingSet } from '../evidence/recordings.ts';
import { refused } from '../contract/expectation.ts';
import type { RecordingSetInfo } from '../evidence/recording-schema.ts';
import type { RowResult } from './row-result.ts';
import type { Run } from './run.ts';
import { sourcesOf } from './row-sources.ts';

/** For tests: the run of a set of recordings if every exchange were the expected one. */
export function runOfRecordings({ info, exchanges }: RecordingSet): Run {
  return {
    schema: 'jira-token-contract/run/1',
    tool: 'a test',
    recordings: info,
    failures: [],
    rows: exchanges.toSorted(compareProbes).map((exchange) => {
      const answer = classify(exchange, MEASURED_SITE);
      const treatment = answer.treatment === 'inconclusive' ? 'refused' : answer.treatment;
      return {
        kind: 'contract',
        era: info.era,
        credential: exchange.credential,
        operation: exchange.operation,
        expected: { treatment, statuses: [answer.status] },
        verdict: answer.treatment === 'inconclusive' ? 'inconclusive' : 'kept',
        answer,
        sources: sourcesOf(exchange),
      };
    }),
  };
}

/** For tests: the description of a live run. */
export const LIVE_INFO: RecordingSetInfo & { readonly origin: 'recorded' } = {
  name: 'a',
  era: '2026-09',
  summary: 'a',
  dates: { from: '2026', to: '2026' },
  tool: 'a test',
  origin: 'recorded',
  site: 'https://a.example.com',
};

/** For tests: a live run with these rows. */
export function liveRunOf(rows: readonly RowResult[], more: Partial<Run> = {}): Run {
  return {
    schema: 'jira-token-contract/run/1',
    tool: 'a test',
    recordings: LIVE_INFO,
    failures: [],
    rows,
    ...more,
  };
}

/** For tests: a row of a revoked token that /myself should refuse, and its verdict. */
export function revokedRow(verdict: RowResult['verdict'], more: Partial<RowResult> = {}): RowResult {
  return {
    kind: 'contract',
    era: '2026-09',
    credential: 'revoked',
    operation: 'GET /rest/api/3/myself',
    expected: refused(401),
    verdict,
    sources: [],
    ...more,
  };
}
