import { expect, it } from 'vitest';
import type { ContractRow } from '../src/contract/rows.ts';
import { CREDENTIALS, credentialNamed } from '../src/contract/credentials.ts';
import { eraOf, PRESENT } from '../src/contract/eras.ts';
import { OPERATIONS } from '../src/contract/operations.ts';
import { readRecordings, recordingSets } from '../src/evidence/recordings.ts';
import { declared } from './declared.ts';

const contract = await declared();

const key = ({ credential, operation }: Pick<ContractRow, 'credential' | 'operation'>) =>
  `${credential} ${operation}`;
const rowKey = (row: ContractRow) => `${row.era} ${key(row)}`;
const present = contract.rows.filter(({ era }) => era === PRESENT);
const published = recordingSets()
  .map((name) => readRecordings(name))
  .filter(({ info }) => info.origin === 'transcribed');
const recorded = new Set(
  published.flatMap(({ info, exchanges }) => exchanges.map((exchange) => `${info.era} ${key(exchange)}`)),
);

it('covers every credential and every operation', () => {
  expect(new Set(present.map(({ credential }) => credential))).toEqual(
    new Set(CREDENTIALS.map(({ name }) => name)),
  );
  expect(new Set(present.map(({ operation }) => operation))).toEqual(new Set(OPERATIONS.map(({ id }) => id)));
});

it('has one row per probe and era', () => {
  const keys = contract.rows.map(rowKey);
  expect(keys.filter((rowId, i) => keys.indexOf(rowId) !== i)).toEqual([]);
});

it('bases every row on a recording of its era or on other evidence', () => {
  const unfounded = contract.rows.filter((row) => !row.expected.basis && !recorded.has(rowKey(row)));
  expect(unfounded.map(rowKey)).toEqual([]);
});

it('gives no other evidence for a row that a recording shows', () => {
  const redundant = contract.rows.filter((row) => row.expected.basis && recorded.has(rowKey(row)));
  expect(redundant.map(rowKey)).toEqual([]);
});

it('gives every row without a recording a grade, a date, a source and a reason', () => {
  const parts = contract.rows.flatMap(({ expected }) => Object.values(expected.basis ?? {}));
  expect(parts.filter((part) => part === '')).toEqual([]);
  expect(parts.length).toBeGreaterThan(0);
});

it('uses every published recording', () => {
  const used = new Set(contract.rows.map(rowKey));
  expect([...recorded].filter((probe) => !used.has(probe))).toEqual([]);
});

it('judges recordings by the contract of their own date', () => {
  const strays = published.flatMap(({ info, exchanges }) =>
    exchanges
      .filter(({ meta }) => eraOf(meta.date) !== info.era)
      .map((exchange) => `${info.name} ${key(exchange)}`),
  );
  expect(strays).toEqual([]);
});

it('wants 401 for exactly those probes of invalid credentials that get something else', () => {
  const otherwise = present.filter(
    ({ credential, expected: { treatment, statuses } }) =>
      credentialNamed(credential).standing === 'invalid' &&
      !(treatment === 'refused' && statuses.join() === '401'),
  );
  expect(contract.wanted.map(key).toSorted()).toEqual(otherwise.map(key).toSorted());
});

it.each([2, 3, 5, 6, 7, 8, 9])('names claim %i of the thread', (number) => {
  expect(contract.claims.some((claim) => new RegExp(`claims?\\b.*\\b${number}\\b.*:`).test(claim))).toBe(
    true,
  );
});
