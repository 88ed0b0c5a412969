import { MEASURED_SITE } from '../classify/site-traits.ts';
import { classify } from '../classify/classify.ts';
import { compareProbes } from '../contract/probe.ts';
import type { RecordingSet } from '../evidence/recordings.ts';
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
