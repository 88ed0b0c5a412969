import type { OperationId } from '../contract/operations.ts';

/** The status and body of an answer, before it is serialised. */
export interface StatusAndBody {
  readonly status: number;
  readonly body: unknown;
}

/** The answers of an operation to the account and to anonymous requests. */
interface Bodies {
  readonly account: StatusAndBody;
  readonly anonymous: StatusAndBody;
}

const ok = (body: unknown): StatusAndBody => ({ status: 200, body });

const sameForAll = (body: unknown): Bodies => ({ account: ok(body), anonymous: ok(body) });

const missing = (message: string): StatusAndBody => ({
  status: 404,
  body: { errorMessages: [message], errors: {} },
});

/** An operation for the account only; other requests are refused before a body is created. */
const accountOnly = (body: unknown): Bodies => ({
  account: ok(body),
  anonymous: { status: 401, body: null },
});

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

const MYSELF = accountOnly(OWNER);

const PROJECTS = { account: ok([PROJECT]), anonymous: ok([]) };

/**
 * The bodies of the stand-in. Their values are made up. Which operation answers an anonymous request with 404 and which with an
 * empty list was measured (see `known` in the table of operations); the shapes are those of Atlassian's API description.
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
  'GET /rest/api/3/serverInfo': sameForAll({
    baseUrl: 'https://jira-site.example.com',
    version: '1001.0.0-STAND-IN',
    deploymentType: 'Cloud',
    serverTitle: 'The stand-in, which is not Jira',
  }),
  'GET /rest/api/3/avatar/{type}/system': sameForAll({ system: [{ id: '10040', isSystemAvatar: true }] }),
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
  'GET /rest/api/3/field': sameForAll([{ id: 'summary', name: 'Summary', custom: false }]),
  'GET /rest/api/3/priority': sameForAll([{ id: '3', name: 'Medium' }]),
  'GET /rest/api/3/issuetype': sameForAll([{ id: '10001', name: 'Task', subtask: false }]),
  'GET /rest/api/3/status': { account: ok([{ id: '1', name: 'To Do' }]), anonymous: ok([]) },
  'GET /rest/api/3/permissions': sameForAll({ permissions: { BROWSE_PROJECTS: { key: 'BROWSE_PROJECTS' } } }),
  'GET /rest/api/3/dashboard': sameForAll({
    startAt: 0,
    total: 1,
    dashboards: [{ id: '10000', name: 'Default' }],
  }),
  'GET /rest/api/3/filter/search': {
    account: ok(page([{ id: '10000', name: 'Mine' }])),
    anonymous: ok(page([])),
  },
  'GET /rest/api/3/users/search': { account: ok([OWNER]), anonymous: ok([]) },
  'GET /rest/api/3/label': accountOnly(page(['example'])),
  'GET /rest/api/3/configuration': accountOnly({ votingEnabled: true, watchingEnabled: true }),
  'GET /rest/api/3/field/search': accountOnly(page([{ id: 'summary', name: 'Summary' }])),
  'GET /rest/api/3/role': accountOnly([{ id: 10_002, name: 'Administrators' }]),
  'GET /rest/agile/1.0/board': accountOnly(page([{ id: 1, name: 'Example board', type: 'kanban' }])),
  'GET https://api.atlassian.com/admin/v1/orgs': accountOnly({
    data: [{ id: 'stand-in', type: 'orgs' }],
    links: {},
  }),
};
