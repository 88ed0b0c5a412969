import { isUnbounded, searchIssues } from './jql.ts';
import { failure, listIn, ok, textIn, type Operation } from './operation.ts';
import { sliceOf, tokenPage } from './pages.ts';
import { issueJson } from './view.ts';

/** Unbounded queries are refused for every caller, with or without a credential (measured 2026-09-03). */
const unbounded = (): ReturnType<Operation> => failure(400, 'Unbounded JQL queries are not allowed here.');

/**
 * The search that replaced `/search`. A value that the caller does not see finds nothing: measured 2026-09-01 with a rejected
 * token and a query that names a project. It is answered in every behaviour, although it did not exist in the older ones, since
 * the clients of today know no other.
 */
const searchByToken: Operation = ({ view, parameter }) => {
  const jql = textIn(parameter('jql'));
  if (isUnbounded(jql)) return unbounded();
  const page = tokenPage(searchIssues(jql, view).issues, parameter);
  if (!page) return failure(400, 'The stand-in made this up: the page token is not valid.');
  // Documented: without `fields`, only ids are returned.
  const names = listIn(parameter('fields')) ?? ['id'];
  const isIdOnly = names.length === 1 && names[0] === 'id';
  const { items, ...position } = page;
  return ok({
    issues: items.map((issue) => (isIdOnly ? { id: issue.id } : issueJson(view, issue, names))),
    ...position,
  });
};

const count: Operation = ({ view, parameter }) => {
  const jql = textIn(parameter('jql'));
  return isUnbounded(jql) ? unbounded() : ok({ count: searchIssues(jql, view).issues.length });
};

/**
 * The search that was removed in 2025: since then it answers 410 to every caller (measured 2025-09 to 2026-02). Before, a project
 * that the caller does not see was an error, with the same words for a caller without permission and for an anonymous one (measured
 * 2023-05-30 and 2024-07-02).
 */
const searchByPosition: Operation = ({ view, behaviour, parameter }) => {
  if (behaviour === '2026-09' || behaviour === 'wanted')
    return failure(410, 'The requested API has been removed. Migrate to /rest/api/3/search/jql.');
  const { issues, unknown } = searchIssues(textIn(parameter('jql')), view);
  if (unknown.length > 0)
    return failure(
      400,
      ...unknown.map(({ field, value }) => `The value '${value}' does not exist for the field '${field}'.`),
    );
  const { items, startAt, maxResults, total } = sliceOf(issues, parameter);
  const names = listIn(parameter('fields'));
  return ok({
    expand: 'schema,names',
    startAt,
    maxResults,
    total,
    issues: items.map((issue) => issueJson(view, issue, names)),
  });
};

export const SEARCH_OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET /rest/api/3/search': searchByPosition,
  'POST /rest/api/3/search': searchByPosition,
  'GET /rest/api/3/search/jql': searchByToken,
  'POST /rest/api/3/search/jql': searchByToken,
  'POST /rest/api/3/search/approximate-count': count,
};
