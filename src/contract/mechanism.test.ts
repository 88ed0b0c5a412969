import { describe, expect, it } from 'vitest';
import { accepted } from './expectation.ts';
import { asAnonymous, everyOperation, openOperations, operations } from './mechanism.ts';
import { JIRA_OPERATIONS, operationOf, OPERATIONS, type Operation, type OperationId } from './operations.ts';

const all: readonly Operation[] = OPERATIONS;
const CORE = all.filter(({ core }) => core).map(({ id }) => id);
const JIRA = JIRA_OPERATIONS.map(({ id }) => id);
const SEARCH = 'GET /rest/api/3/search/jql';
const ADMIN = 'GET https://api.atlassian.com/admin/v1/orgs';

describe('a table for every operation', () => {
  it('covers what existed in its era: the search by JQL came in 2026', () => {
    const expected = accepted(200);
    expect(Object.keys(everyOperation(expected, '2026-09'))).toEqual(JIRA);
    expect(Object.keys(everyOperation(expected, '2022-11'))).toEqual(JIRA.filter((id) => id !== SEARCH));
    expect(everyOperation(expected, '2022-11')['GET /rest/api/3/myself']).toBe(expected);
  });

  it('covers the core or all of Jira, never the Admin API', () => {
    const expected = accepted(200);
    expect(Object.keys(operations('core', expected))).toEqual(CORE);
    expect(Object.keys(operations('all', expected))).toEqual(JIRA);
    expect(JIRA).not.toContain(ADMIN);
    expect(new Set(Object.values(operations('all', expected)))).toEqual(new Set([expected]));
  });
});

const runs = (id: OperationId): boolean => operationOf(id).anonymous === 'runs';

describe('a caller whom Jira treats as anonymous', () => {
  const table = asAnonymous('all');

  it('gets the anonymous answer: the operation runs with its own status, or answers 401', () => {
    for (const [id, { treatment, statuses }] of Object.entries(table)) {
      const isOpen = runs(id as OperationId);
      expect([id, treatment, statuses]).toEqual([id, isOpen ? 'ignored' : 'refused', isOpen ? [] : [401]]);
    }
    expect(Object.keys(table)).toEqual(JIRA);
    expect(Object.keys(asAnonymous('core'))).toEqual(CORE);
  });

  it('is inferred, except for the one operation that Atlassian documents', () => {
    const documented = Object.entries(table).filter(([, { basis }]) => basis?.grade !== 'inferred');
    expect(documented.map(([id, { basis }]) => [id, basis?.grade])).toEqual([
      ['GET /rest/api/3/issuetype', 'documented'],
    ]);
  });

  it('uses the given evidence instead, if there is any', () => {
    const basis = { grade: 'reported', date: '2020', source: 'https://example.com', note: 'n' } as const;
    const bases = Object.values(asAnonymous('all', basis)).map((expected) => expected.basis);
    expect(new Set(bases)).toEqual(new Set([basis]));
  });

  it('can run the open operations', () => {
    expect(openOperations('core')).toEqual((CORE as OperationId[]).filter(runs));
    expect(openOperations('all')).toEqual(JIRA.filter(runs));
    expect(openOperations('core').length).toBeLessThan(openOperations('all').length);
  });
});
