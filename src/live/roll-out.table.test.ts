import { expect, it } from 'vitest';
import type { OperationId } from '../contract/operations.ts';
import type { Exchange, RecordedMeta } from '../evidence/exchange.ts';
import { markRollOut } from './roll-out.ts';

const OPERATIONS: readonly OperationId[] = [
  'GET /rest/api/3/project',
  'GET /rest/api/3/field',
  'GET /rest/api/3/label',
  'GET /rest/api/3/role',
  'GET /rest/api/3/myself',
];

/** A probe whose new answer is 401. */
type Sure = Partial<Omit<RecordedMeta, 'origin'>>;

const ONCE: Sure = { flapping: [401, 200, 200] };
const TWICE: Sure = { flapping: [401, 200, 401] };
/** 401 was believed, in spite of a 200. */
const BELIEVED: Sure = { dissent: [200] };
/** 401 was believed, in spite of another 401, of another treatment. */
const ALIKE: Sure = { dissent: [401] };
const ALWAYS: Sure = { times: 3 };
/** It flaps between two answers of one status. */
const SAME: Sure = { flapping: [401, 401, 401] };

const exchanges = (sures: readonly Sure[]): Exchange[] =>
  sures.map((sure, i) => ({
    credential: 'revoked',
    operation: OPERATIONS[i] ?? 'GET /rest/api/3/status',
    response: { status: 401 },
    meta: { origin: 'recorded', date: '2026-11-24T03:00:00Z', ...sure },
  }));

it.each<[string, readonly Sure[], readonly number[]]>([
  ['nothing', [], []],
  ['one that came twice', [TWICE], []],
  ['two that came twice', [TWICE, TWICE], [0, 1]],
  ['one that came twice, and one once', [TWICE, ONCE], []],
  ['two that came twice, and one once', [TWICE, ONCE, TWICE], [0, 1, 2]],
  ['one that came twice, and one that was believed', [TWICE, BELIEVED], [0]],
  ['one that came once, and two that were believed', [ONCE, BELIEVED, BELIEVED], [0]],
  ['one that came once, and one that was believed', [ONCE, BELIEVED], []],
  ['some that were believed', [BELIEVED, BELIEVED, BELIEVED], []],
  ['one that came once, and two that disagreed on no status', [ONCE, ALIKE, ALIKE], []],
  ['one that came once, and two that always agreed', [ONCE, ALWAYS, ALWAYS], []],
  ['some of one status each', [SAME, SAME, TWICE], []],
  ['two that came twice, and one of one status', [TWICE, SAME, TWICE], [0, 2]],
  ['four that came once', [ONCE, ONCE, ONCE, ONCE], []],
  ['five that came once', [ONCE, ONCE, ONCE, ONCE, ONCE], [0, 1, 2, 3, 4]],
  ['four that came once, and one that was believed', [ONCE, ONCE, BELIEVED, ONCE, ONCE], [0, 1, 3, 4]],
  ['four that came once, and one that disagreed on no status', [ONCE, ONCE, ONCE, ONCE, ALIKE], []],
])('of the same new answer, a roll-out is seen in %s', (_, sures, expected) => {
  const before = exchanges(sures);
  const after = markRollOut(before);
  expect(after.flatMap(({ meta }, i) => ('rollOut' in meta ? [i] : []))).toEqual(expected);
  const marked = before.map((one, i) =>
    expected.includes(i) ? { ...one, meta: { ...one.meta, rollOut: true } } : one,
  );
  expect(after).toEqual(marked);
});

it('what was written down by hand counts for nothing', () => {
  const [first, second] = exchanges([TWICE, TWICE]);
  if (!first || !second) throw new Error('no exchanges');
  const transcribed: Exchange = {
    ...second,
    meta: {
      origin: 'transcribed',
      date: '2026',
      grade: 'reported',
      source: 'https://example.com/',
      note: 'a',
    },
  };
  expect(markRollOut([first, transcribed])).toEqual([first, transcribed]);
});
