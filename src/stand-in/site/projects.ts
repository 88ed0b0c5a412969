import type { Project } from './corpus.ts';
import { pageOf } from './pages.ts';
import { failure, listIn, ok, textIn, type Call, type Operation, type StatusAndBody } from './operation.ts';
import { accountJson, issueTypeJson, projectJson, statusesJson } from './view.ts';

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Returns the project that a path names, if the caller sees it. */
function projectIn({ view, path }: Call): Project | undefined {
  const name = path['projectIdOrKey'] ?? path['projectKeyOrId'] ?? path['projectId'] ?? '';
  return view.projects.find(({ key, id }) => same(key, name) || id === name);
}

/** The answer for a project that does not exist, or that the caller may not see. */
export function noProject({ path }: Call): StatusAndBody {
  const name = path['projectIdOrKey'] ?? path['projectKeyOrId'] ?? path['projectId'] ?? '';
  return failure(404, `No project could be found with key '${name}'.`);
}

/** Whether a path names a project that the caller does not see. */
export function hidesProject(call: Call): boolean {
  const names = ['projectIdOrKey', 'projectKeyOrId', 'projectId'];
  return names.some((name) => name in call.path) && projectIn(call) === undefined;
}

const ofProject =
  (answer: (project: Project, call: Call) => StatusAndBody): Operation =>
  (call) => {
    const project = projectIn(call);
    return project ? answer(project, call) : noProject(call);
  };

const searchProjects: Operation = ({ view, parameter }) => {
  const query = textIn(parameter('query')).toLowerCase();
  const keys = listIn(parameter('keys'));
  const found = view.projects.filter(
    ({ key, name }) =>
      `${key} ${name}`.toLowerCase().includes(query) && (keys?.some((wanted) => same(wanted, key)) ?? true),
  );
  return ok(
    pageOf(
      found.map((project) => projectJson(view, project)),
      parameter,
    ),
  );
};

const roles = ofProject((project, { view: { account, base, version } }) =>
  account
    ? ok({ Administrators: `${base}/rest/api/${version}/project/${project.id}/role/10002` })
    : // Measured on a public project: the operation's own refusal, not that of a credential.
      failure(401, 'You cannot edit the configuration of this project.'),
);

export const PROJECT_OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET /rest/api/3/project': ({ view }) => ok(view.projects.map((project) => projectJson(view, project))),
  'GET /rest/api/3/project/search': searchProjects,
  'GET /rest/api/3/project/recent': ({ view }) =>
    ok(view.projects.slice(0, 20).map((project) => projectJson(view, project))),
  'GET /rest/api/3/project/{projectIdOrKey}': ofProject((project, { view }) =>
    ok({
      ...projectJson(view, project),
      description: '',
      ...(view.account && { lead: accountJson(view, view.account) }),
      components: [],
      issueTypes: [issueTypeJson(view)],
      versions: [],
      roles: {},
    }),
  ),
  'GET /rest/api/3/project/{projectIdOrKey}/versions': ofProject(() =>
    ok([{ id: '10100', name: '1.0', released: false }]),
  ),
  'GET /rest/api/3/project/{projectIdOrKey}/role': roles,
  'GET /rest/api/3/project/{projectIdOrKey}/statuses': ofProject((_project, { view }) =>
    ok([{ ...issueTypeJson(view), statuses: statusesJson(view) }]),
  ),
  // Reported 2022-02-08: a refusal by the operation itself.
  'POST /rest/api/3/project': ({ view: { account, base, version } }) =>
    account
      ? { status: 201, body: { self: `${base}/rest/api/${version}/project/10999`, id: 10_999, key: 'NEW' } }
      : failure(401, 'You are not authenticated. Authentication required to perform this operation.'),
};
