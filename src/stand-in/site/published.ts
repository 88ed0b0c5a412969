import type { Published } from '../../catalogue/catalogue.ts';
import { hidesIssue, noIssue } from './issues.ts';
import { failure, type Operation } from './operation.ts';
import { pageOf } from './pages.ts';
import { hidesProject, noProject } from './projects.ts';

/** The id of a thing that is said to have been created. */
const CREATED = { id: '10999' };

const isCreated = ({ status, form }: Published): boolean => status === 201 && form.startsWith('{');

/** An empty body in the form of an operation. An operation without a described body gets an empty object, unless its status forbids one. */
function emptyBody({ form, status }: Published, parameter: (name: string) => unknown): object | undefined {
  if (status === 204 || status === 303) return undefined;
  if (form === '[]') return [];
  if (form === 'page') return pageOf([], parameter);
  const lists = form.replaceAll(/[{}-]/g, '').split(',').filter(Boolean);
  return Object.fromEntries(lists.map((name) => [name, []]));
}

/**
 * Returns the answer to an operation of which only the documents are known: success in its form, without any content; for an anonymous
 * caller 404 where the path names a thing, and 400 for a write. Which of them it is on Jira was not recorded operation by operation.
 */
export function answerPublished(published: Published): Operation {
  return (call) => {
    if (hidesIssue(call)) return noIssue();
    if (hidesProject(call)) return noProject(call);
    const isAnonymous = call.view.account === undefined;
    if (isAnonymous && Object.keys(call.path).length > 0)
      return failure(
        404,
        'The stand-in made this up: it does not exist, or anonymous callers may not see it.',
      );
    if (isAnonymous && !published.reads)
      return failure(400, 'The stand-in made this up: anonymous callers may not do this.');
    const body = emptyBody(published, call.parameter);
    return { status: published.status, body: isCreated(published) ? { ...CREATED, ...body } : body };
  };
}
