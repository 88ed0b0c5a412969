import { describe, expect, it } from 'vitest';
import { operationKey } from '../classify/site-traits.ts';
import type { Contract } from '../contract/contract.ts';
import type { ContractRow } from '../contract/rows.ts';
import { CREDENTIALS, credentialNamed } from '../contract/credentials.ts';
import { PRESENT, type EraId } from '../contract/eras.ts';
import { refused } from '../contract/expectation.ts';
import { JIRA_OPERATIONS, operationOf, type OperationId } from '../contract/operations.ts';
import { probesOfQuestion } from '../contract/question.ts';
import { maxParts, partOfContract } from './split-contract.ts';

const MYSELF = 'GET /rest/api/3/myself';
const SEARCH = 'GET /rest/api/3/project/search';

const onSite = CREDENTIALS.filter(({ place }) => place === 'site');

const row = (
  credential: ContractRow['credential'],
  operation: OperationId,
  era: EraId = PRESENT,
): ContractRow => ({ era, credential, operation, expected: refused(401) });

/** Every credential of the site on every core operation, and three of them on each of the others. */
const rows = JIRA_OPERATIONS.flatMap(({ id, core }) =>
  (core ? onSite : onSite.slice(0, 3)).map(({ name }) => row(name, id)),
);

const CONTRACT: Contract = {
  rows: [...rows, row('valid', MYSELF, '2022-11'), row('gateway-scoped', MYSELF)],
  wanted: rows.filter(({ credential }) => credentialNamed(credential).standing === 'invalid'),
  questions: [
    { credential: 'revoked', by: MYSELF, notBy: SEARCH },
    { credential: 'expired', by: MYSELF, notBy: SEARCH },
  ],
};

const partsOf = (contract: Contract, count: number, era: EraId = PRESENT): Contract[] =>
  Array.from({ length: count }, (_, i) => partOfContract(contract, era, { index: i + 1, count }));

const text = (one: unknown): string => JSON.stringify(one);

const sorted = (list: readonly unknown[]): string[] => list.map(text).toSorted();

const present = (list: readonly ContractRow[]): ContractRow[] => list.filter(({ era }) => era === PRESENT);

const isCore = ({ operation }: ContractRow): boolean => operationOf(operation).core === true;

const most = maxParts(CONTRACT, PRESENT);

describe('the parts of a contract', () => {
  it.each([1, 2, 3, 7, most, most + 5])('contain each row and question exactly once: %i parts', (count) => {
    const parts = partsOf(CONTRACT, count);
    expect(sorted(parts.flatMap((part) => part.rows))).toEqual(sorted(present(CONTRACT.rows)));
    expect(sorted(parts.flatMap((part) => part.wanted))).toEqual(sorted(present(CONTRACT.wanted)));
    expect(sorted(parts.flatMap((part) => part.questions))).toEqual(sorted(CONTRACT.questions));
  });

  it('belong to one era', () => {
    const old = partsOf(CONTRACT, 2, '2022-11').flatMap((part) => part.rows);
    expect(old.map(({ era }) => era)).toEqual(['2022-11']);
  });

  it.each([2, 3, 7, most])('keep probes together that are judged together: %i parts', (count) => {
    const operations = partsOf(CONTRACT, count).map(
      (part) => new Set([...part.rows, ...part.wanted].map(operationKey)),
    );
    for (const operation of new Set(CONTRACT.rows.map(operationKey))) {
      expect(operations.filter((own) => own.has(operation))).toHaveLength(1);
    }
    for (const question of CONTRACT.questions) {
      const places = probesOfQuestion(question).map(operationKey);
      expect(operations.filter((own) => places.some((place) => own.has(place)))).toHaveLength(1);
    }
  });

  it('may separate two places of one operation', () => {
    const own = partsOf(CONTRACT, most).find(({ rows: [first] }) => first?.credential === 'gateway-scoped');
    expect(own?.rows).toHaveLength(1);
  });

  it('are not empty if there are enough operations', () => {
    expect(partsOf(CONTRACT, most).filter((part) => part.rows.length === 0)).toEqual([]);
    expect(partsOf(CONTRACT, most + 1).filter((part) => part.rows.length === 0)).toHaveLength(1);
  });

  it.each([
    ['one large operation', [20, 20, 20], [20, 20, 20]],
    ['the largest first', [1, 1, 2], [2, 2]],
    ['the smallest part next', [3, 2, 2, 1], [4, 4]],
  ])('are even: %s', (_, sizes, expected) => {
    const core = JIRA_OPERATIONS.filter((one) => one.core);
    const own = sizes.flatMap((size, i) =>
      onSite.slice(0, size).flatMap(({ name }) => (core[i] ? [row(name, core[i].id)] : [])),
    );
    const parts = partsOf({ rows: own, wanted: [], questions: [] }, expected.length);
    expect(parts.map((part) => part.rows.length)).toEqual(expected);
  });

  it('are even with --core as well, however large another operation is', () => {
    const core = JIRA_OPERATIONS.filter((one) => one.core).slice(0, 4);
    const large = JIRA_OPERATIONS.find((one) => !one.core);
    const own = [
      ...core.map(({ id }) => row('valid', id)),
      ...onSite.flatMap(({ name }) => (large ? [row(name, large.id)] : [])),
    ];
    const parts = partsOf({ rows: own, wanted: [], questions: [] }, 2);
    expect(parts.map((part) => part.rows.filter(isCore).length)).toEqual([2, 2]);
  });

  it('are not affected by a question about operations without rows', () => {
    const rowsOnly = { rows: [row('valid', MYSELF)], wanted: [], questions: [] };
    const about = (by: OperationId): Contract => ({
      ...rowsOnly,
      questions: [{ credential: 'revoked', by, notBy: SEARCH }],
    });
    expect(
      [rowsOnly, about(MYSELF), about('GET /rest/api/3/label')].map((one) => maxParts(one, PRESENT)),
    ).toEqual([1, 1, 1]);
  });

  it('are the same for every runner', () => {
    expect(partsOf(CONTRACT, 3)).toEqual(partsOf(structuredClone(CONTRACT), 3));
  });
});
