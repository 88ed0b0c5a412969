import { AS_MEASURED } from '../classify/site-traits.ts';
import { classify } from '../classify/classify.ts';
import { byTableOrder } from '../contract/probe.ts';
import type { RecordingSet } from '../evidence/recordings.ts';
import type { Run } from './run.ts';
import { sourcesOf } from './row-sources.ts';

/** For tests: the run of a set of recordings if every exchange were the expected one. */
export function runSpecsless({ info, exchanges }: RecordingSet): Run {
  return {
    schema: 'jira-token-contract/run/1',
    tool: 'a test',
    recordings: info,
    failures: [],
    rows: exchanges.toSorted(byTableOrder).map((exchange) => {
      const answer = classify(exchange, AS_MEASURED);
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
