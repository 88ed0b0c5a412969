import type { OperationId } from '../contract/operations.ts';

/** What an operation answers, before it is written as JSON. */
export interface StatusAndBody {
  readonly status: number;
  readonly body: unknown;
}

/** What an operation answers to the account, and to whoever is not logged in. */
interface Bodies {
  readonly account: StatusAndBody;
  readonly anonymous: StatusAndBody;
}

const ok = (body: unknown): StatusAndBody => ({ status: 200, body });

const forAll = (body: unknown): Bodies => ({ account: ok(body), anonymous: ok(body) });

const missing = (message: string): StatusAndBody => ({
  status: 404,
  body: { errorMessages: [message], errors: {} },
});

/** Runs for the account alone; nobody else gets as far as to see a body. */
const closed = (body: unknown): Bodies => ({ account: ok(body), anonymous: { status: 401, body: null } });

const AVATARS = { '48x48': 'https://avatar.example.com/stand-in/48.png' };

const OWNER = {
  self: 'https://jira-site.example.com/rest/api/3/user?accountId=stand-in',
  accountId: '000000:00000000-0000-4000-8000-00000000abcd',
  emailAddress: 'owner@example.com',
  displayName: 'Stand In Owner',
  avatarUrls: AVATARS,
  active: true,
  timeZone: 'Etc/UTC',
  locale: 'en_US',
};

const PROJECT = { id: '10000', key: 'EXAMPLE', name: 'Example', avatarUrls: AVATARS, isPrivate: true };

const page = (values: readonly unknown[]): object => ({
  startAt: 0,
  maxResults: 50,
  total: values.length,
  isLast: true,
  values,
});

const NO_PROJECT = missing("No project could be found with key 'EXAMPLE'.");

const MYSELF = closed(OWNER);

const PROJECTS = { account: ok([PROJECT]), anonymous: ok([]) };

/**
 * The bodies of the stand-in. Their values are made up; which operation answers 404 and which an empty list to a caller
 * who is not logged in was measured (see `known` in the table of operations), the forms are those of
 * Atlassian's API description.
 */
export const BODIES: Record<OperationId, Bodies> = {
  'GET /rest/api/3/myself': MYSELF,
  'GET /rest/api/2/myself': MYSELF,
  'GET /rest/api/3/project': PROJECTS,
  'GET /rest/api/2/project': PROJECTS,
  'GET /rest/api/3/project/search': { account: ok(page([PROJECT])), anonymous: ok(page([])) },
  'GET /rest/api/3/project/{projectIdOrKey}': { account: ok(PROJECT), anonymous: NO_PROJECT },
  'GET /rest/api/3/project/{projectIdOrKey}/versions': {
    account: ok([{ id: '10100', name: '1.0', released: false }]),
    anonymous: NO_PROJECT,
  },
  'GET /rest/api/3/project/{projectIdOrKey}/role': {
    account: ok({ Administrators: 'https://jira-site.example.com/rest/api/3/project/10000/role/10002' }),
    anonymous: NO_PROJECT,
  },
  'GET /rest/api/3/serverInfo': forAll({
    baseUrl: 'https://jira-site.example.com',
    version: '1001.0.0-STAND-IN',
    deploymentType: 'Cloud',
    serverTitle: 'The stand-in, which is not Jira',
  }),
  'GET /rest/api/3/avatar/{type}/system': forAll({ system: [{ id: '10040', isSystemAvatar: true }] }),
  // Filtered for an anonymous caller: https://github.com/sooperset/mcp-atlassian/issues/1690
  'GET /rest/api/3/issueLinkType': {
    account: ok({ issueLinkTypes: [{ id: '10000', name: 'Blocks' }] }),
    anonymous: ok({ issueLinkTypes: [] }),
  },
  'GET /rest/api/3/search/jql': {
    account: ok({ issues: [{ id: '10001', key: 'EXAMPLE-1' }], isLast: true }),
    anonymous: ok({ issues: [], isLast: true }),
  },
  'GET /rest/api/3/issue/{issueIdOrKey}': {
    account: ok({ id: '10001', key: 'EXAMPLE-1', fields: { summary: 'An example', assignee: OWNER } }),
    anonymous: missing('Issue does not exist or you do not have permission to see it.'),
  },
  'GET /rest/api/3/mypermissions': {
    account: ok({ permissions: { BROWSE_PROJECTS: { id: '10', havePermission: true } } }),
    anonymous: ok({ permissions: { BROWSE_PROJECTS: { id: '10', havePermission: false } } }),
  },
  'GET /rest/api/3/field': forAll([{ id: 'summary', name: 'Summary', custom: false }]),
  'GET /rest/api/3/priority': forAll([{ id: '3', name: 'Medium' }]),
  'GET /rest/api/3/issuetype': forAll([{ id: '10001', name: 'Task', subtask: false }]),
  'GET /rest/api/3/status': { account: ok([{ id: '1', name: 'To Do' }]), anonymous: ok([]) },
  'GET /rest/api/3/permissions': forAll({ permissions: { BROWSE_PROJECTS: { key: 'BROWSE_PROJECTS' } } }),
  'GET /rest/api/3/dashboard': forAll({
    startAt: 0,
    total: 1,
    dashboards: [{ id: '10000', name: 'Default' }],
  }),
  'GET /rest/api/3/filter/search': {
    account: ok(page([{ id: '10000', name: 'Mine' }])),
    anonymous: ok(page([])),
  },
  'GET /rest/api/3/users/search': { account: ok([OWNER]), anonymous: ok([]) },
  'GET /rest/api/3/label': closed(page(['example'])),
  'GET /rest/api/3/configuration': closed({ votingEnabled: true, watchingEnabled: true }),
  'GET /rest/api/3/field/search': closed(page([{ id: 'summary', name: 'Summary' }])),
  'GET /rest/api/3/role': closed([{ id: 10_002, name: 'Administrators' }]),
  'GET /rest/agile/1.0/board': closed(page([{ id: 1, name: 'Example board', type: 'kanban' }])),
  'GET https://api.atlassian.com/admin/v1/orgs': closed({
    data: [{ id: 'stand-in', type: 'orgs' }],
    links: {},
  }),
};
