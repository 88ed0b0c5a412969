import { describe, expect, it } from 'vitest';
import { basic } from '../contract/authorization.ts';
import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import { answerRequest } from './answer-request.ts';
import type { Answer } from './asked.ts';
import { BEHAVIOURS, type Behaviour, type State } from './behaviours.ts';
import { NO_BODY } from './read-body.ts';
import { resolve } from './resolve.ts';
import { publishedOperations, readCatalogue, type Published } from '../catalogue/catalogue.ts';
import type { Content } from './site/corpus.ts';

const { email, apiToken, revokedToken } = SYNTHETIC_IDENTITY;

const CALLERS = {
  account: basic(email, apiToken),
  dead: basic(email, revokedToken),
  none: undefined,
} as const;

type Caller = keyof typeof CALLERS;

const ORIGIN = 'http://127.0.0.1:1';

interface Asked {
  readonly caller?: Caller;
  readonly behaviour?: Behaviour;
  readonly content?: Content;
  readonly body?: unknown;
}

/** Asks a method and path of a site in memory. */
function ask(
  request: string,
  { caller = 'account', behaviour = '2026-09', content = 'private', body }: Asked,
): Answer {
  const [method = '', address = ''] = request.split(' ');
  const url = new URL(address, ORIGIN);
  const authorization = CALLERS[caller];
  const state: State = resolve(authorization, SYNTHETIC_IDENTITY, () => false);
  return answerRequest(
    {
      method,
      path: url.pathname,
      query: url.searchParams,
      body: body === undefined ? NO_BODY : { value: body, isWrongType: false },
      authorization,
      accept: 'application/json',
      state,
      origin: ORIGIN,
      host: 'both',
    },
    {
      identity: SYNTHETIC_IDENTITY,
      cloudId: 'cloud',
      behaviour,
      content,
      accountIdHeader: true,
      isRevoked: () => false,
    },
  );
}

const bodyOf = ({ response }: Answer): Record<string, unknown> => JSON.parse(response.body);

const filled = ({ method, path }: Published): string =>
  `${method} ${path
    .replaceAll(/\{issue\w*\}/g, 'EXAMPLE-1')
    .replaceAll(/\{project\w*\}/g, 'EXAMPLE')
    .replaceAll(/\{\w+\}/g, '1')}`;

const PUBLISHED = publishedOperations(readCatalogue());

/** Whom an operation answers in an era: the documents say who may run it, the behaviour what a dead token is. */
const answeredFor = ({ anonymous }: Published, caller: Caller, behaviour: Behaviour): string => {
  if (caller === 'account') return 'account';
  const isRefused = caller === 'dead' && (behaviour === '2019-11' || behaviour === 'wanted');
  return anonymous && !isRefused ? 'anonymous' : 'refused';
};

/** Statuses that were reported or measured otherwise than the documents make one expect. */
const OWN_WAYS: Readonly<Record<string, readonly number[]>> = {
  'POST /rest/api/3/project anonymous': [401],
  'GET /rest/api/3/search account': [200, 410],
  'POST /rest/api/3/search account': [200, 410],
  'GET /rest/api/3/search anonymous': [200, 410],
  'POST /rest/api/3/search anonymous': [200, 410],
  'GET /rest/api/3/search/jql account': [400],
  'POST /rest/api/3/search/jql account': [400],
  'GET /rest/api/3/search/jql anonymous': [400],
  'POST /rest/api/3/search/jql anonymous': [400],
  'POST /rest/api/3/search/approximate-count account': [400],
  'POST /rest/api/3/search/approximate-count anonymous': [400],
  'GET /rest/api/3/user account': [404],
  'GET /rest/api/3/user anonymous': [404],
  'GET /rest/api/3/issue/{issueIdOrKey}/comment/{id} account': [200, 404],
};

function isExpected(published: Published, who: string, status: number): boolean {
  const own = OWN_WAYS[`${published.method} ${published.path} ${who}`];
  if (own) return own.includes(status);
  if (who === 'refused') return status === 401;
  if (who === 'account') return status >= 200 && status < 400;
  if (published.path.includes('{')) return status === 404 || (status === 200 && published.reads);
  return published.reads ? status === published.status : status === 400;
}

describe.each(BEHAVIOURS)('every published operation, as of %s', (behaviour) => {
  it.each(['account', 'dead', 'none'] as const)('answers by its security: %s', (caller) => {
    const wrong = PUBLISHED.flatMap((published) => {
      const { response, answeredFor: who } = ask(filled(published), { caller, behaviour });
      const expected = answeredFor(published, caller, behaviour);
      return who === expected && isExpected(published, who, response.status)
        ? []
        : [`${published.method} ${published.path}: ${response.status} for ${who}, not ${expected}`];
    });
    expect(wrong).toEqual([]);
  });
});

describe('the versions of the API', () => {
  it.each(['project/search', 'myself', 'issue/EXAMPLE-1', 'field'])('are alike: %s', (path) => {
    const [two, three, latest] = ['2', '3', 'latest'].map((version) =>
      Object.keys(bodyOf(ask(`GET /rest/api/${version}/${path}`, {}))),
    );
    expect(two).toEqual(three);
    expect(latest).toEqual(three);
  });

  it('write texts as documents in version 3, and plain in version 2', () => {
    const descriptions = ['3', '2'].map((version) => {
      const { fields } = bodyOf(ask(`GET /rest/api/${version}/issue/EXAMPLE-1?fields=description`, {}));
      return (fields as Record<string, unknown>)['description'];
    });
    expect(descriptions).toEqual([expect.objectContaining({ type: 'doc' }), expect.any(String)]);
  });

  it('have no other number', () => {
    expect(ask('GET /rest/api/4/myself', {}).response.status).toBe(404);
  });
});

const projects = (content: Content, caller: Caller): unknown =>
  bodyOf(ask('GET /rest/api/3/project/search', { content, caller }))['total'];

const issue = (content: Content, caller: Caller): number =>
  ask('GET /rest/api/2/issue/EXAMPLE-1', { content, caller }).response.status;

describe('what the site contains', () => {
  it.each([
    ['private', 'account', 60, 200],
    ['private', 'dead', 0, 404],
    ['private', 'none', 0, 404],
    ['public', 'account', 60, 200],
    ['public', 'dead', 60, 200],
    ['public', 'none', 60, 200],
    ['empty', 'account', 0, 404],
    ['empty', 'dead', 0, 404],
  ] as const)('%s: %s sees %i projects, and an issue with %i', (content, caller, total, status) => {
    expect([projects(content, caller), issue(content, caller)]).toEqual([total, status]);
  });

  it('never shows an email to anonymous callers', () => {
    const { response } = ask('GET /rest/api/3/issue/EXAMPLE-1', { content: 'public', caller: 'none' });
    expect(response.status).toBe(200);
    expect(response.body).not.toContain(email);
  });

  it.each(['project', 'project/search', 'search/jql?jql=project=EXAMPLE', 'users/search', 'issue/EXAMPLE-1'])(
    'is hidden from a dead token, whose answer is that of an empty site: %s',
    (path) => {
      const [dead, empty] = [
        ask(`GET /rest/api/3/${path}`, { caller: 'dead' }),
        ask(`GET /rest/api/3/${path}`, { caller: 'none', content: 'empty' }),
      ].map(({ response: { status, body } }) => ({ status, body }));
      expect(dead).toEqual(empty);
    },
  );
});

describe('the search that was removed', () => {
  it.each([
    ['2019-12', 'account', 'project = EXAMPLE', 200],
    ['2022-11', 'account', 'project = NOWHERE', 400],
    ['2022-11', 'dead', 'project = EXAMPLE', 400],
    ['2022-11', 'dead', 'assignee = currentUser()', 200],
    ['2019-11', 'dead', 'project = EXAMPLE', 401],
    ['2026-09', 'account', 'project = EXAMPLE', 410],
    ['2026-09', 'dead', 'project = EXAMPLE', 410],
    ['wanted', 'account', 'project = EXAMPLE', 410],
    ['wanted', 'dead', 'project = EXAMPLE', 401],
  ] as const)('as of %s, %s asks %s: %i', (behaviour, caller, jql, status) => {
    const query = new URLSearchParams({ jql }).toString();
    expect(ask(`GET /rest/api/2/search?${query}`, { behaviour, caller }).response.status).toBe(status);
    expect(ask('POST /rest/api/2/search', { behaviour, caller, body: { jql } }).response.status).toBe(status);
  });
});

describe('the other routes', () => {
  it.each([
    // The session refuses good tokens as well.
    ['GET /rest/auth/1/session', 'account', 401, 'account'],
    ['GET /rest/auth/1/session', 'dead', 401, 'anonymous'],
    ['POST /gateway/api/graphql', 'account', 200, 'account'],
    ['POST /gateway/api/graphql', 'dead', 401, 'refused'],
    ['OPTIONS /rest/api/3/serverInfo', 'account', 200, 'account'],
    ['OPTIONS /rest/api/3/serverInfo', 'dead', 401, 'refused'],
    ['GET /rest/api/3/nothing', 'account', 404, 'account'],
    ['DELETE /rest/api/3/myself', 'account', 405, 'account'],
    ['PUT /rest/api/3/issue/EXAMPLE-1', 'account', 204, 'account'],
    ['PUT /rest/api/3/issue/EXAMPLE-1', 'none', 404, 'anonymous'],
    ['POST /rest/api/3/issue', 'account', 201, 'account'],
    ['POST /rest/api/3/issue', 'none', 400, 'anonymous'],
    ['POST /rest/api/3/issue/EXAMPLE-1/transitions', 'account', 204, 'account'],
    // What does not exist is not found by the account either, in any operation that names it.
    ['GET /rest/api/3/issue/EXAMPLE-999', 'account', 404, 'account'],
    ['GET /rest/api/3/issue/EXAMPLE-999/editmeta', 'account', 404, 'account'],
    ['PUT /rest/api/3/issue/EXAMPLE-999', 'account', 404, 'account'],
    ['GET /rest/api/3/project/NOWHERE', 'account', 404, 'account'],
    ['GET /rest/api/3/project/NOWHERE/components', 'account', 404, 'account'],
    ['GET /rest/api/3/project/NOWHERE/permissionscheme', 'account', 404, 'account'],
    ['GET /rest/api/3/issue/%E0%A4%A', 'account', 404, 'account'],
  ] as const)('%s by %s: %i, for %s', (request, caller, status, who) => {
    const { response, answeredFor: forWhom } = ask(request, { caller });
    expect([response.status, forWhom]).toEqual([status, who]);
  });

  it('name what was created', () => {
    const created = bodyOf(ask('POST /rest/api/3/issue', { body: { fields: {} } }));
    expect(created).toEqual({ id: expect.any(String), key: expect.any(String), self: expect.any(String) });
  });

  it('name the account in GraphQL, as a scanner looks for it', () => {
    const body = bodyOf(ask('POST /gateway/api/graphql', { body: { query: '{ me { user { name } } }' } }));
    expect(body).toMatchObject({ data: { me: { user: { name: expect.any(String) } } } });
  });
});
