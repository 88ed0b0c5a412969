import { expect, it } from 'vitest';
import { brownOutsOf } from './brown-outs.ts';
import { timelines } from './timeline.ts';

const OPERATION = 'GET /rest/api/3/project';

/** The nights of one credential, from the first of the month on. */
const nights = (credential: 'valid' | 'revoked', ...answers: string[]) =>
  answers.map((answer, i) => ({
    credential,
    operation: OPERATION,
    at: `2026-11-0${i + 1}`,
    answer,
    seenBy: 'a test',
  })) as Parameters<typeof timelines>[0];

const IN = 'accepted 200';
const OUT = 'removed 410';

it.each([
  ['never gone', [IN, IN], []],
  ['gone for good', [IN, OUT, OUT], []],
  ['gone for two nights', [IN, OUT, OUT, IN], [['2026-11-02', '2026-11-03', 1]]],
  ['gone in some hours', [IN, 'brown-out 410', IN], [['2026-11-02', '2026-11-02', 1]]],
  ['gone in some hours, then for a night', [IN, 'brown-out 410', OUT, IN], [['2026-11-02', '2026-11-03', 1]]],
  ['gone twice', [IN, OUT, IN, OUT, IN], [['2026-11-02', '2026-11-04', 2]]],
  ['gone twice, the second time until now', [IN, OUT, IN, OUT], [['2026-11-02', '2026-11-02', 1]]],
  ['another answer for a night', [IN, 'refused 401', IN], []],
  ['410 in a line of before, as a treatment', [IN, 'ignored 410', IN], []],
])('an operation that was %s', (_, answers, expected) => {
  const found = brownOutsOf(timelines(nights('valid', ...answers)));
  expect(found.map(({ from, to, times }) => [from, to, times])).toEqual(expected);
});

it('is reported once, whichever of its probes show it', () => {
  const both = [...nights('valid', IN, OUT, IN), ...nights('revoked', 'refused 401', OUT, 'refused 401')];
  expect(brownOutsOf(timelines(both))).toEqual([
    { operation: OPERATION, from: '2026-11-02', to: '2026-11-02', times: 1 },
  ]);
});

it('starts with the first probe that shows it, ends with the last, and counts the most that one probe shows', () => {
  const both = [
    ...nights('valid', IN, IN, OUT, IN, OUT, IN),
    ...nights('revoked', 'refused 401', OUT, OUT, 'refused 401'),
  ];
  expect(brownOutsOf(timelines(both))).toEqual([
    { operation: OPERATION, from: '2026-11-02', to: '2026-11-05', times: 2 },
  ]);
});

it('is reported per operation, in the order of the tables', () => {
  const other = nights('valid', IN, OUT, IN).map((one) => ({
    ...one,
    operation: 'GET /rest/api/3/myself' as const,
  }));
  const found = brownOutsOf(timelines([...nights('valid', IN, IN, OUT, IN), ...other]));
  expect(found.map(({ operation, from }) => [operation, from])).toEqual([
    ['GET /rest/api/3/myself', '2026-11-02'],
    [OPERATION, '2026-11-03'],
  ]);
});
