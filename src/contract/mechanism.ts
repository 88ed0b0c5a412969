import type { Basis } from './basis.ts';
import type { ContractTable } from './rows.ts';
import type { EraId } from './eras.ts';
import { ignored, known, refused, type Expectation } from './expectation.ts';
import { JIRA_OPERATIONS, type KnownOperation, type OperationId } from './operations.ts';
import { SWEEP } from './sources.ts';

const BY_MECHANISM: Basis = {
  grade: 'inferred',
  date: '2026-09-30',
  source: SWEEP,
  note: 'Nobody published this probe. A credential that Jira cannot resolve is treated as none, and what the operation does for none was measured.',
};

/** What Atlassian itself says of a caller whose authentication is incorrect: of this one operation of 616. */
const DOCUMENTED: Partial<Record<OperationId, Basis>> = {
  'GET /rest/api/3/issuetype': {
    grade: 'documented',
    date: '2026-07-21',
    source: 'https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-types/',
    note: 'Atlassian describes that incorrect authentication falls back to anonymous, and gives no status.',
  },
};

/** Which operations a table is filled with. */
export type Scope = 'core' | 'all';

const within = (scope: Scope): readonly KnownOperation[] =>
  JIRA_OPERATIONS.filter(({ core }) => scope === 'all' || core);

const forAll = (
  table: readonly KnownOperation[],
  expect: (operation: KnownOperation) => Expectation,
): ContractTable => Object.fromEntries(table.map((operation) => [operation.id, expect(operation)]));

/** The same expectation of every Jira operation that existed in an era. */
export function everyOperation(expected: Expectation, era: EraId): ContractTable {
  return forAll(
    JIRA_OPERATIONS.filter(({ since }) => since === undefined || since <= era),
    () => expected,
  );
}

/** The same expectation of every operation in a scope. */
export function operations(scope: Scope, expected: Expectation): ContractTable {
  return forAll(within(scope), () => expected);
}

/**
 * What a caller gets whom Jira takes for anonymous: an operation that runs for everybody runs, with a status
 * of its own that is not on record; every other one answers the generic 401. Rows of a table that somebody
 * did measure are written after it and take its place.
 */
export function asAnonymous(scope: Scope, basis: Basis = BY_MECHANISM): ContractTable {
  return forAll(within(scope), ({ id, anonymous }) => {
    const own = basis === BY_MECHANISM ? (DOCUMENTED[id] ?? basis) : basis;
    return known(anonymous === 'runs' ? ignored() : refused(401), own);
  });
}

/** The operations of a scope that run for an anonymous caller. */
export function openOperations(scope: Scope): OperationId[] {
  return within(scope).flatMap(({ id, anonymous }) => (anonymous === 'runs' ? [id] : []));
}
