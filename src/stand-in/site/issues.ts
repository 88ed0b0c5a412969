import type { Issue } from './corpus.ts';
import { failure, listIn, ok, type Call, type Operation, type StatusAndBody } from './operation.ts';
import {
  accountJson,
  commentJson,
  issueJson,
  issueTypeJson,
  listOf,
  projectJson,
  statusesJson,
} from './view.ts';
import { issueNamed } from './jql.ts';

const issueIn = ({ view, path }: Call): Issue | undefined =>
  issueNamed(path['issueIdOrKey'] ?? path['issueKey'] ?? path['issueId'] ?? '', view.issues);

/** The answer for an issue that does not exist, or that the caller may not see. */
export function noIssue(): StatusAndBody {
  return failure(404, 'Issue does not exist or you do not have permission to see it.');
}

/** Whether a path names an issue that the caller does not see. */
export function hidesIssue(call: Call): boolean {
  return ['issueIdOrKey', 'issueKey'].some((name) => name in call.path) && issueIn(call) === undefined;
}

const ofIssue =
  (answer: (issue: Issue, call: Call) => StatusAndBody): Operation =>
  (call) => {
    const issue = issueIn(call);
    return issue ? answer(issue, call) : noIssue();
  };

/** Answers a write on an issue. An anonymous caller who sees the issue may not change it; Jira's words for that are not known. */
const writes = (answer: (issue: Issue, call: Call) => StatusAndBody): Operation =>
  ofIssue((issue, call) =>
    call.view.account
      ? answer(issue, call)
      : failure(403, 'The stand-in made this up: anonymous callers may not change this issue.'),
  );

const done = writes(() => ({ status: 204 }));

/** Number and key of an issue that is said to have been created. It is not: the corpus never changes. */
const CREATED = { id: '10999', key: 'EXAMPLE-999' };

const create: Operation = ({ view: { account, base, version } }) =>
  account
    ? { status: 201, body: { ...CREATED, self: `${base}/rest/api/${version}/issue/${CREATED.id}` } }
    : // The operation runs and refuses (measured 2026-09-30); its words are not known.
      failure(400, 'The stand-in made this up: anonymous callers may not create issues in this project.');

const transitions = ofIssue((_issue, { view }) =>
  ok({
    expand: 'transitions',
    transitions: view.account
      ? statusesJson(view).map((to, index) => ({
          id: String(11 + 10 * index),
          name: index === 0 ? 'Back to To Do' : 'Start',
          to,
          hasScreen: false,
          isGlobal: true,
          isInitial: false,
          isAvailable: true,
        }))
      : [],
  }),
);

const createMeta: Operation = ({ view }) =>
  ok({
    expand: 'projects',
    projects: view.account
      ? view.projects
          .slice(0, 1)
          .map((project) => ({ ...projectJson(view, project), issuetypes: [issueTypeJson(view)] }))
      : [],
  });

export const ISSUE_OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET /rest/api/3/issue/{issueIdOrKey}': ofIssue((issue, { view, parameter }) =>
    ok(issueJson(view, issue, listIn(parameter('fields')))),
  ),
  'PUT /rest/api/3/issue/{issueIdOrKey}': done,
  'DELETE /rest/api/3/issue/{issueIdOrKey}': done,
  'POST /rest/api/3/issue': create,
  'PUT /rest/api/3/issue/{issueIdOrKey}/assignee': done,
  'GET /rest/api/3/issue/{issueIdOrKey}/comment': ofIssue((issue, { view }) =>
    ok(listOf('comments', [commentJson(view, issue)])),
  ),
  'GET /rest/api/3/issue/{issueIdOrKey}/comment/{id}': ofIssue((issue, { view }) =>
    ok(commentJson(view, issue)),
  ),
  'POST /rest/api/3/issue/{issueIdOrKey}/comment': writes((issue, { view, parameter }) => ({
    status: 201,
    body: { ...commentJson(view, issue), id: '10999', body: parameter('body') ?? '' },
  })),
  'GET /rest/api/3/issue/{issueIdOrKey}/transitions': transitions,
  'POST /rest/api/3/issue/{issueIdOrKey}/transitions': done,
  'GET /rest/api/3/issue/{issueIdOrKey}/watchers': ofIssue((_issue, { view: { base, version } }) =>
    ok({
      self: `${base}/rest/api/${version}/issue/watchers`,
      isWatching: false,
      watchCount: 0,
      watchers: [],
    }),
  ),
  'POST /rest/api/3/issue/{issueIdOrKey}/watchers': done,
  'GET /rest/api/3/issue/{issueIdOrKey}/worklog': ofIssue(() => ok(listOf('worklogs', []))),
  'POST /rest/api/3/issue/{issueIdOrKey}/worklog': writes((issue, { view }) => ({
    status: 201,
    body: {
      id: '10999',
      issueId: issue.id,
      ...(view.account && { author: accountJson(view, view.account) }),
      timeSpent: '1m',
      timeSpentSeconds: 60,
    },
  })),
  'GET /rest/api/3/issue/createmeta': createMeta,
  'GET /rest/api/3/issue/createmeta/{projectIdOrKey}/issuetypes': ({ view }) =>
    ok(listOf('issueTypes', view.account && view.projects.length > 0 ? [issueTypeJson(view)] : [])),
};
