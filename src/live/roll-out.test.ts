import { expect, it } from 'vitest';
import type { OperationId } from '../contract/operations.ts';
import type { Exchange } from '../evidence/exchange.ts';
import { markRollOut } from './roll-out.ts';

const PATHS: readonly OperationId[] = [
  'GET /rest/api/3/project',
  'GET /rest/api/3/field',
  'GET /rest/api/3/label',
];

const probes = (...turns: readonly (readonly number[])[]): Exchange[] =>
  turns.map((flapping, i) => ({
    credential: 'revoked',
    operation: PATHS[i] ?? 'GET /rest/api/3/role',
    response: { status: flapping.at(0) ?? 200 },
    meta: { origin: 'recorded', date: '2026-11-24T03:00:00Z', ...(flapping.length > 1 && { flapping }) },
  }));

/** The same on one operation, the first of a token that works. */
const onOne = (...turns: readonly (readonly number[])[]): Exchange[] =>
  probes(...turns).map((one, i) => ({
    ...one,
    operation: 'GET /rest/api/3/project',
    credential: i === 0 ? 'valid' : one.credential,
  }));

const marked = (exchanges: readonly Exchange[]): boolean[] =>
  markRollOut(exchanges).map(({ meta }) => 'rollOut' in meta);

it.each([
  ['several probes flap to the same answer', probes([401, 200, 401], [401, 404, 401]), [true, true]],
  ['another one was met once', probes([401, 200, 401], [401, 200, 401], [401, 200, 200]), [true, true, true]],
  ['one that agrees stays as it is', probes([401, 200, 401], [401, 200, 401], [200]), [true, true, false]],
  ['to another answer with the same status', probes([200, 200, 200], [200, 200, 200]), [false, false]],
  [
    'many flap to the same answer, each once',
    probes([401, 200, 200], [401, 200, 200], [401, 200, 200], [401, 200, 200], [401, 200, 200]),
    [true, true, true, true, true],
  ],
  ['a single one proves nothing', probes([401, 200, 401], [401, 200, 200]), [false, false]],
  ['to different answers is no roll-out', probes([401, 200, 401], [403, 200, 403]), [false, false]],
])('%s', (_, exchanges, expected) => {
  expect(marked(exchanges)).toEqual(expected);
});

it('does not mark an operation that was temporarily gone, which is a brown-out', () => {
  expect(marked(onOne([410, 410, 200, 200], [410, 410, 200]))).toEqual([false, false]);
  // Replicas that differ answer in turn.
  expect(marked(onOne([410, 200, 410, 200], [410, 200, 410]))).toEqual([true, true]);
});
