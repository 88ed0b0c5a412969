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
  note: 'No public source shows this probe. Jira treats a credential that it cannot resolve like a missing one, and how the operation answers a missing credential was measured.',
};

/** What Atlassian itself documents about a caller with incorrect authentication: only this one of 616 operations. */
const DOCUMENTED: Partial<Record<OperationId, Basis>> = {
  'GET /rest/api/3/issuetype': {
    grade: 'documented',
    date: '2026-07-21',
    source: 'https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-types/',
    note: 'Atlassian documents that incorrect authentication falls back to anonymous, without giving a status.',
  },
};

/** Which operations a table covers. */
export type Scope = 'core' | 'all';

const within = (scope: Scope): readonly KnownOperation[] =>
  JIRA_OPERATIONS.filter(({ core }) => scope === 'all' || core);

const forAll = (
  table: readonly KnownOperation[],
  expect: (operation: KnownOperation) => Expectation,
): ContractTable => Object.fromEntries(table.map((operation) => [operation.id, expect(operation)]));

/** Returns the same expectation for every Jira operation that existed in an era. */
export function everyOperation(expected: Expectation, era: EraId): ContractTable {
  return forAll(
    JIRA_OPERATIONS.filter(({ since }) => since === undefined || since <= era),
    () => expected,
  );
}

/** Returns the same expectation for every operation in a scope. */
export function operations(scope: Scope, expected: Expectation): ContractTable {
  return forAll(within(scope), () => expected);
}

/**
 * Returns what a caller gets whom Jira treats as anonymous: an operation that is open to everyone runs, with a status
 * that is not on record; every other operation answers the generic 401. Measured rows of a table are listed after
 * these and override them.
 */
export function asAnonymous(scope: Scope, basis: Basis = BY_MECHANISM): ContractTable {
  return forAll(within(scope), ({ id, anonymous }) => {
    const own = basis === BY_MECHANISM ? (DOCUMENTED[id] ?? basis) : basis;
    return known(anonymous === 'runs' ? ignored() : refused(401), own);
  });
}

/** Returns the operations of a scope that run for an anonymous caller. */
export function openOperations(scope: Scope): OperationId[] {
  return within(scope).flatMap(({ id, anonymous }) => (anonymous === 'runs' ? [id] : []));
}
