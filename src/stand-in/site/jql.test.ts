import { describe, expect, it } from 'vitest';
import { COUNT, ISSUES, PROJECTS } from './corpus.ts';
import { isUnbounded, searchIssues } from './jql.ts';

const ALL = { issues: ISSUES, projects: PROJECTS };
const NOTHING = { issues: [], projects: [] };

const keysOf = (jql: string, visible = ALL): string[] =>
  searchIssues(jql, visible).issues.map(({ key }) => key);

describe('a search', () => {
  it.each([
    ['project = EXAMPLE', COUNT],
    ['project = "example" ORDER BY created DESC', COUNT],
    ["project in ('Example', PROJAB)", COUNT],
    ['project = 10000', COUNT],
    ['project = PROJAB', 0],
    ['project = NOWHERE', 0],
    ['assignee = currentUser() AND resolution = Unresolved', COUNT],
    ['created >= -30d order by key', COUNT],
    ['issuetype = Task', COUNT],
    ['project != EXAMPLE', COUNT],
  ])('of %s finds %i issues', (jql, count) => {
    expect(keysOf(jql)).toHaveLength(count);
  });

  it.each([
    ['key = EXAMPLE-7', ['EXAMPLE-7']],
    ['issuekey = "EXAMPLE-7"', ['EXAMPLE-7']],
    ['key in (EXAMPLE-1, example-2) AND project = EXAMPLE', ['EXAMPLE-1', 'EXAMPLE-2']],
    ['id = 10003', ['EXAMPLE-3']],
    ['key = EXAMPLE-7 AND project = PROJAB', []],
  ])('of %s finds %j', (jql, keys) => {
    expect(keysOf(jql)).toEqual(keys);
  });

  it('names what the caller does not see', () => {
    expect(searchIssues('project = EXAMPLE AND key = NO-1', ALL).unknown).toEqual([
      { field: 'key', value: 'NO-1' },
    ]);
    expect(searchIssues('project = EXAMPLE', NOTHING)).toEqual({
      issues: [],
      unknown: [{ field: 'project', value: 'EXAMPLE' }],
    });
  });

  it.each([
    ['', true],
    ['  ', true],
    ['ORDER BY created', true],
    ['order by key desc', true],
    ['project = EXAMPLE', false],
    ['created >= -30d ORDER BY created', false],
  ])('with %j is unbounded: %s', (jql, unbounded) => {
    expect(isUnbounded(jql)).toBe(unbounded);
  });
});
