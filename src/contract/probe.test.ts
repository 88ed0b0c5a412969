import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CREDENTIALS } from './credentials.ts';
import { isOperationId, OPERATIONS, type OperationId } from './operations.ts';
import { compareProbes, probeKey } from './probe.ts';

const strange = ['GET /b', 'GET /a', 'GET /Z', 'GET https://api.atlassian.com/a'].filter(isOperationId);

const probe = fc.record({
  // Few, so that probes often share one.
  credential: fc.constantFrom(...CREDENTIALS.slice(0, 3).map(({ name }) => name)),
  operation: fc.constantFrom<OperationId>(...OPERATIONS.slice(0, 3).map(({ id }) => id), ...strange),
});

it('orders any two probes, and ranks only equal ones the same', () => {
  fc.assert(
    fc.property(probe, probe, (a, b) => {
      expect(Math.sign(compareProbes(a, b))).toBe(-Math.sign(compareProbes(b, a)) + 0);
      expect(compareProbes(a, b) === 0).toBe(probeKey(a) === probeKey(b));
    }),
  );
});

it('sorts to the same list from any order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(probe, { selector: probeKey }), (probes) => {
      expect(probes.toReversed().toSorted(compareProbes)).toEqual(probes.toSorted(compareProbes));
    }),
  );
});

it('puts operations outside the table last, by their text', () => {
  const last = OPERATIONS.at(-1)?.id;
  const ids = [...strange, ...(last ? [last] : [])];
  const sorted = ids
    .map((operation) => ({ credential: 'valid' as const, operation }))
    .toSorted(compareProbes);
  expect(sorted.map(({ operation }) => operation)).toEqual([last, ...strange.toSorted()]);
});
