import { describe, expect, it } from 'vitest';
import {
  addressOfOperation,
  findOperation,
  isOperationId,
  JIRA_OPERATIONS,
  operationOf,
  OPERATIONS,
  type Operation,
  type OperationId,
} from './operations.ts';
import { GRADES } from './basis.ts';
import { ERAS } from './eras.ts';

const operations: readonly Operation[] = OPERATIONS;

const idsWhere = (holds: (operation: Operation) => unknown): string[] =>
  operations.filter(holds).map(({ id }) => id);

describe('the id of an operation', () => {
  it.each([
    ...OPERATIONS.map(({ id }) => id),
    'GET /rest/api/3/anything',
    'GET /rest/agile/1.0/epic/{epicIdOrKey}/issue',
    'GET https://api.atlassian.com/admin/v2/orgs/{orgId}',
  ])('may be %s', (id) => {
    expect(isOperationId(id)).toBe(true);
  });

  it.each([
    '',
    'GET',
    '/rest/api/3/myself',
    'get /rest/api/3/myself',
    'DELETE /rest/api/3/issue/{issueIdOrKey}',
    'GET rest/api/3/myself',
    'GET  /rest/api/3/myself',
    'GET /rest/api/3/my self',
    'GET /rest/api/3/myself ',
    'xGET /rest/api/3/myself',
    'HEAD\nGET /rest/api/3/myself',
    'GET https://api.atlassian.com',
    'GET xhttps://api.atlassian.com/x',
    'GET https://apixatlassian.com/x',
    'GET https://api.atlassianxcom/x',
    'GET /rest/api/3/myself\n',
    'GET /$(reboot)',
    'GET /`reboot`',
    'GET /"; reboot; "',
    'GET /<script>',
    'GET https://example.com/rest/api/3/myself',
    'GET https://api.atlassian.com.example.com/x',
    'GET https://api.atlassian.com@example.com/x',
    'GET http://api.atlassian.com/x',
  ])('cannot be %j, which is active in a shell or markup, or leads elsewhere', (id) => {
    expect(isOperationId(id)).toBe(false);
  });
});

it('gives the same address as the table', () => {
  for (const { id, path, admin } of operations) {
    // Not in the table, so only the id is used.
    const other = `${id}/x`;
    expect(isOperationId(other) && addressOfOperation(other)).toEqual({
      path: `${path}/x`,
      ...(admin && { admin }),
    });
  }
});

describe('the table of operations', () => {
  it.each(operations.map((operation) => [operation.id, operation] as const))(
    '%s has its path in its id, and evidence for its anonymous answer',
    (id, { path, admin, known, short }) => {
      expect(id).toBe(admin ? `GET https://api.atlassian.com${path}` : `GET ${path}`);
      expect(addressOfOperation(id as OperationId)).toBe(operationOf(id as OperationId));
      expect(GRADES).toContain(known.grade);
      expect(known.note.trim()).not.toBe('');
      expect(short.length).toBeLessThan(30);
      if (known.grade === 'inferred') return;
      expect(known.source).toMatch(/^https:\/\/\S+$/);
      expect(known.date).toMatch(/^20[12]\d-\d\d-\d\d$/);
    },
  );

  it('is measured for every operation except the Admin API', () => {
    expect(idsWhere(({ known }) => known.grade !== 'measured')).toEqual(idsWhere(({ admin }) => admin));
    expect(idsWhere(({ anonymous }) => anonymous === 'unknown')).toEqual(idsWhere(({ admin }) => admin));
  });

  it('has unique short names, and replacements for deprecated operations', () => {
    for (const key of ['id', 'path', 'short'] as const) {
      expect(new Set(operations.map((one) => one[key])).size).toBe(operations.length);
    }
    expect(idsWhere(({ deprecated }) => deprecated !== undefined && !isOperationId(deprecated))).toEqual([]);
    expect(idsWhere(({ deprecated }) => deprecated)).toEqual([
      'GET /rest/api/3/project',
      'GET /rest/api/3/priority',
    ]);
  });

  it('lists the operations that refuse a caller who is not logged in', () => {
    expect(idsWhere(({ anonymous }) => anonymous === 'refused')).toEqual([
      'GET /rest/api/3/myself',
      'GET /rest/api/3/label',
      'GET /rest/api/3/configuration',
      'GET /rest/api/3/field/search',
      'GET /rest/api/3/role',
      'GET /rest/agile/1.0/board',
      'GET /rest/api/2/myself',
    ]);
  });

  it('lists the operations that return the account of the caller, in both versions', () => {
    expect(idsWhere(({ returnsAccount }) => returnsAccount)).toEqual([
      'GET /rest/api/3/myself',
      'GET /rest/api/2/myself',
    ]);
  });

  it('lists the core operations', () => {
    expect(idsWhere(({ core }) => core)).toEqual([
      'GET /rest/api/3/myself',
      'GET /rest/api/3/project',
      'GET /rest/api/3/project/search',
      'GET /rest/api/3/project/{projectIdOrKey}',
      'GET /rest/api/3/serverInfo',
      'GET /rest/api/3/search/jql',
      'GET /rest/api/3/issue/{issueIdOrKey}',
      'GET /rest/api/3/label',
      'GET /rest/agile/1.0/board',
    ]);
  });

  it('dates the search by JQL, and bounds its query, because an unbounded one answers 400', () => {
    expect(idsWhere(({ since }) => since !== undefined)).toEqual(['GET /rest/api/3/search/jql']);
    const { since, query } = operationOf('GET /rest/api/3/search/jql');
    expect(ERAS.map(({ id }) => id)).toContain(since);
    expect(query).toMatchObject({ jql: expect.stringMatching(/>=/) });
  });

  it('separates the operations of Jira from the Admin API', () => {
    expect(JIRA_OPERATIONS.map(({ id }) => id)).toEqual(idsWhere(({ id }) => id.startsWith('GET /rest/')));
  });

  it('is searched by id; an unknown one is an error in a fixture', () => {
    expect(findOperation('GET /rest/api/3/myself')?.short).toBe('v3 myself');
    expect(findOperation('GET /rest/api/3/nothing')).toBeUndefined();
    expect(() => operationOf('GET /rest/api/3/nothing' as OperationId)).toThrow(
      expect.objectContaining({ code: 'bad-fixture' }),
    );
  });
});

const PROJECT = ['properties', 'roles', 'landingPageInfo.attributes', 'components[].metadata'];
const ISSUE = [
  'fields',
  'names',
  'properties',
  'renderedFields',
  'schema',
  'versionedRepresentations',
  'editmeta.fields',
  'transitions[].fields',
  'changelog.histories[].historyMetadata.extraData',
];

const below = (place: string, paths: readonly string[]): string[] => paths.map((path) => place + path);

/** An item shared with projects contains them twice. */
const shared = (place: string): string[] => [
  ...below(`${place}editPermissions[].project.`, PROJECT),
  ...below(`${place}sharePermissions[].project.`, PROJECT),
];

// Their keys are names of people, roles and fields of a site, which no recording may store.
describe('the maps of a body', () => {
  it.each<[OperationId, string[]]>([
    ['GET /rest/api/3/project', below('[].', PROJECT)],
    ['GET /rest/api/2/project', below('[].', PROJECT)],
    ['GET /rest/api/3/project/search', below('values[].', PROJECT)],
    ['GET /rest/api/3/project/{projectIdOrKey}', PROJECT],
    ['GET /rest/api/3/project/{projectIdOrKey}/role', ['']],
    ['GET /rest/api/3/avatar/{type}/system', ['system[].urls']],
    ['GET /rest/api/3/issue/{issueIdOrKey}', ISSUE],
    ['GET /rest/api/3/search/jql', ['names', 'schema', ...below('issues[].', ISSUE)]],
    ['GET /rest/api/3/mypermissions', ['permissions']],
    ['GET /rest/api/3/permissions', ['permissions']],
    ['GET /rest/api/3/field', ['[].schema.configuration']],
    ['GET /rest/api/3/field/search', ['values[].schema.configuration']],
    ['GET /rest/api/3/dashboard', shared('dashboards[].')],
    ['GET /rest/api/3/filter/search', shared('values[].')],
  ])('are known for %s', (id, maps) => {
    expect(operationOf(id).maps?.toSorted()).toEqual(maps.toSorted());
  });

  it('do not exist for the other operations', () => {
    expect(idsWhere(({ maps }) => maps !== undefined)).toHaveLength(14);
  });
});
