import fc from 'fast-check';
import { SIGNAL_IDS } from '../classify/signals.ts';
import { CREDENTIALS } from '../contract/credentials.ts';
import { PRESENT } from '../contract/eras.ts';
import { isOperationId, OPERATIONS, type OperationId } from '../contract/operations.ts';
import { probeKey } from '../contract/probe.ts';
import { TREATMENTS } from '../contract/treatment.ts';
import type { Certainty } from './certainty.ts';
import { LARGE_HEAD } from './large-run.fixture.ts';
import { byRowOrder, VERDICTS, type RowResult } from './row-result.ts';
import type { Run } from './run.ts';

const operations: readonly OperationId[] = [
  ...OPERATIONS.slice(0, 3).map(({ id }) => id),
  ...['GET /rest/api/3/b', 'GET /rest/api/3/a'].filter(isOperationId),
];

const answer = fc.record(
  {
    status: fc.constantFrom(200, 401, 404, 503),
    treatment: fc.constantFrom(...TREATMENTS),
    mark: fc.constantFrom(...SIGNAL_IDS),
    loginReason: fc.constantFrom('AUTHENTICATED_FAILED', null),
    failureCategory: fc.constantFrom('FAILURE_CLIENT_AUTH', 'FAILURE_CLIENT_SCOPE_CHECK', null),
    mediaType: fc.constantFrom('text/html', null),
    shape: fc.constantFrom([], [{ id: 'number' }], 'text'),
  },
  { requiredKeys: ['status', 'treatment', 'mark'] },
);

const row: fc.Arbitrary<RowResult> = fc.record(
  {
    kind: fc.constantFrom('contract' as const, 'wanted' as const),
    era: fc.constant(PRESENT),
    // Few probes, so that two runs share most of them.
    credential: fc.constantFrom(...CREDENTIALS.slice(0, 4).map(({ name }) => name)),
    operation: fc.constantFrom(...operations),
    expected: fc.constant({ treatment: 'refused' as const, statuses: [401] }),
    verdict: fc.constantFrom(...VERDICTS),
    reason: fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
    answer,
    certainty: fc.constantFrom<Certainty[]>(
      { times: 3 },
      { times: 3, dissent: [200] },
      { times: 3, steady: [422, 422, 422] },
      { flapping: [401, 200, 401] },
      { flapping: [401, 200, 401], rollOut: true },
    ),
    sources: fc.constantFrom(
      [],
      [{ grade: 'measured' as const, date: '2026', source: 'https://example.com', note: '{\u2028},\n]' }],
    ),
  },
  { requiredKeys: ['kind', 'era', 'credential', 'operation', 'expected', 'verdict', 'sources'] },
);

/** For tests: an arbitrary run with its rows in order, some of them for operations that are not in the table. */
export const arbitraryRun: fc.Arbitrary<Run> = fc
  .uniqueArray(row, { selector: (result) => `${result.kind} ${probeKey(result)}`, maxLength: 30 })
  .map((rows) => ({ ...LARGE_HEAD, rows: rows.toSorted(byRowOrder) }));
