import { ok, textIn, type Operation, type StatusAndBody } from './operation.ts';
import { pageOf } from './pages.ts';
import { issueTypeJson, statusesJson, type View } from './view.ts';

const FIELDS = ['summary', 'status', 'issuetype', 'project', 'priority', 'assignee', 'reporter', 'created']
  .concat([
    'updated',
    'description',
    'labels',
    'components',
    'fixVersions',
    'resolution',
    'comment',
    'duedate',
  ])
  .map((id) => ({
    id,
    key: id,
    name: id.replace(/^./, (first) => first.toUpperCase()),
    custom: false,
    orderable: true,
    navigable: true,
    searchable: true,
    clauseNames: [id],
    schema: { type: 'string', system: id },
  }));

const same =
  (body: (view: View) => unknown): Operation =>
  ({ view }) =>
    ok(body(view));

/** A list that anonymous callers get empty. */
const forAccount =
  (
    items: readonly unknown[],
    answer: (items: readonly unknown[], call: Parameters<Operation>[0]) => unknown,
  ): Operation =>
  (call): StatusAndBody =>
    ok(answer(call.view.account ? items : [], call));

const page = (items: readonly unknown[]): Operation =>
  forAccount(items, (found, { parameter }) => pageOf(found, parameter));

export const SETTINGS_OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET /rest/api/3/serverInfo': same(({ base }) => ({
    baseUrl: base,
    version: '1001.0.0-STAND-IN',
    versionNumbers: [1001, 0, 0],
    deploymentType: 'Cloud',
    buildNumber: 100_000,
    serverTitle: 'The stand-in, which is not Jira',
  })),
  'GET /rest/api/3/avatar/{type}/system': same(() => ({ system: [{ id: '10040', isSystemAvatar: true }] })),
  // Filtered for an anonymous caller: https://github.com/sooperset/mcp-atlassian/issues/1690
  'GET /rest/api/3/issueLinkType': forAccount(
    [{ id: '10000', name: 'Blocks', inward: 'is blocked by', outward: 'blocks' }],
    (issueLinkTypes) => ({ issueLinkTypes }),
  ),
  'GET /rest/api/3/mypermissions': ({ view: { account, projects } }) =>
    ok({
      permissions: {
        BROWSE_PROJECTS: {
          id: '10',
          key: 'BROWSE_PROJECTS',
          havePermission: account !== undefined || projects.length > 0,
        },
      },
    }),
  'GET /rest/api/3/field': same(() => FIELDS),
  'GET /rest/api/3/priority': same(() => [{ id: '3', name: 'Medium' }]),
  'GET /rest/api/3/issuetype': same((view) => [issueTypeJson(view)]),
  'GET /rest/api/3/status': same((view) =>
    view.account !== undefined || view.projects.length > 0 ? statusesJson(view) : [],
  ),
  'GET /rest/api/3/permissions': same(() => ({
    permissions: { BROWSE_PROJECTS: { key: 'BROWSE_PROJECTS' } },
  })),
  'GET /rest/api/3/dashboard': same(() => ({
    startAt: 0,
    total: 1,
    dashboards: [{ id: '10000', name: 'Default' }],
  })),
  'GET /rest/api/3/filter/search': page([{ id: '10000', name: 'Mine' }]),
  'GET /rest/api/3/label': page(['example']),
  'GET /rest/api/3/configuration': same(() => ({ votingEnabled: true, watchingEnabled: true })),
  'GET /rest/api/3/field/search': ({ parameter }) =>
    ok(pageOf(textIn(parameter('type')).includes('custom') ? [] : FIELDS, parameter)),
  'GET /rest/api/3/role': same(() => [{ id: 10_002, name: 'Administrators' }]),
  'GET /rest/agile/1.0/board': page([{ id: 1, name: 'Example board', type: 'kanban' }]),
  'GET /rest/agile/1.0/board/{boardId}': same(() => ({ id: 1, name: 'Example board', type: 'kanban' })),
};
