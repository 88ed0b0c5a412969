import type { Identity } from '../contract/identity.ts';
import { atGateway as authorizationAtGateway } from '../contract/authorization.ts';
import { OPERATIONS, type KnownOperation } from '../contract/operations.ts';
import { REPLIES, type Behaviour, type Reply, type State } from './behaviours.ts';
import { BODIES, type StatusAndBody } from './bodies.ts';
import { loginFailed } from './resolve.ts';
import { connect403, edge401, gateway401, generic401, jsonAnswer, type StandInResponse } from './response.ts';

/** What of a request decides over its answer. */
export interface SiteRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly accept: string | undefined;
  readonly state: State;
}

/** The site that answers. */
export interface Site {
  readonly origin: string;
  readonly cloudId: string;
  readonly identity: Identity;
  readonly behaviour: Behaviour;
  readonly accountIdHeader: boolean;
  readonly isRevoked: (token: string) => boolean;
}

const ACCOUNT_ID = '000000%3A00000000-0000-4000-8000-00000000abcd';

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/g, '[^/]+')}$`);

const KNOWN: readonly KnownOperation[] = OPERATIONS;

/** More literal templates first: `/project/search` is also a `/project/{projectIdOrKey}`. */
const ROUTES = KNOWN.toSorted((a, b) => a.path.split('{').length - b.path.split('{').length).map(
  (operation) => ({ operation, pattern: patternOf(operation.path) }),
);

const routeOf = (path: string): KnownOperation | undefined =>
  ROUTES.find(({ pattern }) => pattern.test(path))?.operation;

const accountMarks = ({ accountIdHeader }: Site): Record<string, string> => ({
  ...(accountIdHeader && { 'x-aaccountid': ACCOUNT_ID }),
  'x-ratelimit-limit': '350',
  'x-ratelimit-remaining': '349',
  'set-cookie': 'atlassian.xsrf.token=stand-in_lin; Path=/; Secure',
});

const strangerMarks = (state: State): Record<string, string> => ({
  ...(loginFailed(state) && { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' }),
  'set-cookie': 'atlassian.xsrf.token=stand-in_lout; Path=/; Secure',
});

const withMarks = (response: StandInResponse, marks: Record<string, string>): StandInResponse => ({
  ...response,
  headers: { ...response.headers, ...marks },
});

const write = ({ status, body }: StatusAndBody): StandInResponse => jsonAnswer(status, body);

/** JQL that names no bound is refused to everybody. */
const isUnbounded = ({ id }: KnownOperation, query: URLSearchParams): boolean =>
  id.endsWith('/search/jql') && !query.has('jql');

function asAnonymous(
  operation: KnownOperation,
  { accept, state }: SiteRequest,
  { origin }: Site,
): StandInResponse {
  const response =
    operation.anonymous === 'runs' ? write(BODIES[operation.id].anonymous) : generic401(origin, accept);
  return withMarks(response, strangerMarks(state));
}

/** What the edge says before anything looks at the route, so that an unknown one gets it as well. */
const AT_EDGE = { 'edge-401': edge401, 'connect-403': connect403 } as const;

const isAtEdge = (reply: Reply): reply is keyof typeof AT_EDGE => Object.hasOwn(AT_EDGE, reply);

const REPLY: Record<
  Exclude<Reply, keyof typeof AT_EDGE>,
  (operation: KnownOperation, asked: SiteRequest, site: Site) => StandInResponse
> = {
  account: (operation, _asked, site) => withMarks(write(BODIES[operation.id].account), accountMarks(site)),
  anonymous: asAnonymous,
  'generic-401': (_operation, { accept, state }, { origin }) =>
    withMarks(generic401(origin, accept), strangerMarks(state)),
};

function onSite(asked: SiteRequest, site: Site): StandInResponse {
  const operation = routeOf(asked.path);
  const reply = REPLIES[site.behaviour][asked.state];
  if (isAtEdge(reply)) return AT_EDGE[reply]();
  if (!operation || operation.admin) return jsonAnswer(404, { errorMessages: ['Not found'], errors: {} });
  if ((reply === 'account' || reply === 'anonymous') && isUnbounded(operation, asked.query)) {
    return jsonAnswer(400, { errorMessages: ['Unbounded JQL queries are not allowed here.'], errors: {} });
  }
  return REPLY[reply](operation, asked, site);
}

/**
 * The gateway drops nobody to anonymous: https://github.com/stablyai/orca/pull/20092. A service account's token works as
 * Bearer, and gets 401 with Basic (measured 2026-03-07 and 2026-03-08).
 */
function atGateway(asked: SiteRequest, site: Site): StandInResponse {
  const { identity, cloudId, isRevoked } = site;
  const prefix = `/ex/jira/${cloudId}`;
  const { authorization } = asked;
  const operation = asked.path.startsWith(`${prefix}/`)
    ? routeOf(asked.path.slice(prefix.length))
    : undefined;
  if (!operation) return jsonAnswer(404, { code: 404, message: 'Not Found' });
  const is = (token: string): boolean =>
    token !== '' &&
    authorization === authorizationAtGateway(identity.scopedEmail, token) &&
    !isRevoked(token);
  if (is(identity.scopedToken) || is(identity.serviceToken)) return write(BODIES[operation.id].account);
  return is(identity.underScopedToken)
    ? gateway401('Unauthorized; scope does not match', 'FAILURE_CLIENT_SCOPE_CHECK')
    : gateway401('Unauthorized', 'FAILURE_CLIENT_AUTH');
}

function atAdmin({ authorization }: SiteRequest, { identity, isRevoked }: Site): StandInResponse {
  const key = [identity.adminKey, identity.watchedAdminKey].find((one) => authorization === `Bearer ${one}`);
  const works = key !== undefined && !isRevoked(key);
  return works
    ? write(BODIES['GET https://api.atlassian.com/admin/v1/orgs'].account)
    : { ...gateway401('Unauthorized', 'FAILURE_CLIENT_AUTH'), body: '{"code":401,"message":"Unauthorized"}' };
}

/** The answer to a request, by where it went. */
export function answerRequest(asked: SiteRequest, site: Site): StandInResponse {
  if (asked.path === '/_edge/tenant_info') return jsonAnswer(200, { cloudId: site.cloudId });
  if (asked.path.startsWith('/ex/jira/')) return atGateway(asked, site);
  if (asked.path.startsWith('/admin/')) return atAdmin(asked, site);
  if (asked.path === '/') {
    const to = asked.state === 'account' ? '/jira/for-you' : '/login.jsp?os_destination=%2F';
    return { status: 302, headers: { location: to }, body: '' };
  }
  return onSite(asked, site);
}
