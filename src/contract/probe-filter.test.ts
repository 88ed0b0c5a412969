import { describe, expect, it } from 'vitest';
import type { Contract } from './contract.ts';
import { refused } from './expectation.ts';
import { filteredContract } from './probe-filter.ts';
import type { Probe } from './probe.ts';
import type { ContractRow } from './rows.ts';

const MYSELF = 'GET /rest/api/3/myself';
const LIST = 'GET /rest/api/3/project';

const row = (credential: Probe['credential'], operation: Probe['operation']): ContractRow => ({
  era: '2026-09',
  credential,
  operation,
  expected: refused(401),
});

const CONTRACT: Contract = {
  rows: [row('valid', MYSELF), row('revoked', MYSELF), row('revoked', LIST)],
  wanted: [row('revoked', LIST), row('mistyped', LIST)],
  questions: [{ credential: 'revoked', by: MYSELF, notBy: LIST }],
};

const left = (includes: (probe: Probe) => boolean): readonly number[] => {
  const { rows, wanted, questions } = filteredContract(CONTRACT, { includes });
  return [rows.length, wanted.length, questions.length];
};

describe('a filtered contract', () => {
  it.each<[string, (probe: Probe) => boolean, readonly number[]]>([
    ['all', () => true, [3, 2, 1]],
    ['nothing', () => false, [0, 0, 0]],
    ['a credential', ({ credential }) => credential === 'revoked', [2, 1, 0]],
    ['an operation', ({ operation }) => operation === MYSELF, [2, 0, 0]],
    ['all probes of the question', ({ credential }) => credential !== 'mistyped', [3, 1, 1]],
  ])('has what a filter for %s includes, and questions only as a whole', (_, includes, numbers) => {
    expect(left(includes)).toEqual(numbers);
  });
});
