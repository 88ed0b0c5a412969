import type { Identity } from '../contract/identity.ts';
import { gatewayAuthorization as authorizationAtGateway } from '../contract/authorization.ts';
import { OPERATIONS, type KnownOperation } from '../contract/operations.ts';
import { REPLIES, type Behaviour, type Reply, type State } from './behaviours.ts';
import { BODIES, type StatusAndBody } from './bodies.ts';
import { loginFailed } from './resolve.ts';
import { connect403, edge401, gateway401, generic401, jsonAnswer, type StandInResponse } from './response.ts';

/** The parts of a request that determine its answer. */
export interface SiteRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly accept: string | undefined;
  readonly state: State;
}

/** The state of the site that answers. */
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

/** Routes with fewer parameters first, because `/project/search` also matches `/project/{projectIdOrKey}`. */
const ROUTES = KNOWN.toSorted((a, b) => a.path.split('{').length - b.path.split('{').length).map(
  (operation) => ({ operation, pattern: patternOf(operation.path) }),
);

const routeOf = (path: string): KnownOperation | undefined =>
  ROUTES.find(({ pattern }) => pattern.test(path))?.operation;

const accountHeaders = ({ accountIdHeader }: Site): Record<string, string> => ({
  ...(accountIdHeader && { 'x-aaccountid': ACCOUNT_ID }),
  'x-ratelimit-limit': '350',
  'x-ratelimit-remaining': '349',
  'set-cookie': 'atlassian.xsrf.token=stand-in_lin; Path=/; Secure',
});

const anonymousHeaders = (state: State): Record<string, string> => ({
  ...(loginFailed(state) && { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' }),
  'set-cookie': 'atlassian.xsrf.token=stand-in_lout; Path=/; Secure',
});

const withHeaders = (response: StandInResponse, extra: Record<string, string>): StandInResponse => ({
  ...response,
  headers: { ...response.headers, ...extra },
});

const write = ({ status, body }: StatusAndBody): StandInResponse => jsonAnswer(status, body);

/** Whether a JQL search is unbounded; it is refused for every client. */
const isUnbounded = ({ id }: KnownOperation, query: URLSearchParams): boolean =>
  id.endsWith('/search/jql') && !query.has('jql');

function asAnonymous(
  operation: KnownOperation,
  { accept, state }: SiteRequest,
  { origin }: Site,
): StandInResponse {
  const response =
    operation.anonymous === 'runs' ? write(BODIES[operation.id].anonymous) : generic401(origin, accept);
  return withHeaders(response, anonymousHeaders(state));
}

/** Answers of the edge. It answers before routing, so unknown routes get them as well. */
const EDGE_ANSWERS = { 'edge-401': edge401, 'connect-403': connect403 } as const;

const isEdgeReply = (reply: Reply): reply is keyof typeof EDGE_ANSWERS => Object.hasOwn(EDGE_ANSWERS, reply);

const SITE_REPLIES: Record<
  Exclude<Reply, keyof typeof EDGE_ANSWERS>,
  (operation: KnownOperation, request: SiteRequest, site: Site) => StandInResponse
> = {
  account: (operation, _request, site) =>
    withHeaders(write(BODIES[operation.id].account), accountHeaders(site)),
  anonymous: asAnonymous,
  'generic-401': (_operation, { accept, state }, { origin }) =>
    withHeaders(generic401(origin, accept), anonymousHeaders(state)),
};

function onSite(request: SiteRequest, site: Site): StandInResponse {
  const operation = routeOf(request.path);
  const reply = REPLIES[site.behaviour][request.state];
  if (isEdgeReply(reply)) return EDGE_ANSWERS[reply]();
  if (!operation || operation.admin) return jsonAnswer(404, { errorMessages: ['Not found'], errors: {} });
  if ((reply === 'account' || reply === 'anonymous') && isUnbounded(operation, request.query)) {
    return jsonAnswer(400, { errorMessages: ['Unbounded JQL queries are not allowed here.'], errors: {} });
  }
  return SITE_REPLIES[reply](operation, request, site);
}

/**
 * Answers a request to the gateway. The gateway never treats a request as anonymous: https://github.com/stablyai/orca/pull/20092.
 * A service account's token works as Bearer, and gets 401 with Basic (measured 2026-03-07 and 2026-03-08).
 */
function atGateway(request: SiteRequest, site: Site): StandInResponse {
  const { identity, cloudId, isRevoked } = site;
  const prefix = `/ex/jira/${cloudId}`;
  const { authorization } = request;
  const operation = request.path.startsWith(`${prefix}/`)
    ? routeOf(request.path.slice(prefix.length))
    : undefined;
  if (!operation) return jsonAnswer(404, { code: 404, message: 'Not Found' });
  const isAccepted = (token: string): boolean =>
    token !== '' &&
    authorization === authorizationAtGateway(identity.scopedEmail, token) &&
    !isRevoked(token);
  if (isAccepted(identity.scopedToken) || isAccepted(identity.serviceToken))
    return write(BODIES[operation.id].account);
  return isAccepted(identity.underScopedToken)
    ? gateway401('Unauthorized; scope does not match', 'FAILURE_CLIENT_SCOPE_CHECK')
    : gateway401('Unauthorized', 'FAILURE_CLIENT_AUTH');
}

function atAdmin({ authorization }: SiteRequest, { identity, isRevoked }: Site): StandInResponse {
  const key = [identity.adminKey, identity.watchedAdminKey].find(
    (candidate) => authorization === `Bearer ${candidate}`,
  );
  const works = key !== undefined && !isRevoked(key);
  return works
    ? write(BODIES['GET https://api.atlassian.com/admin/v1/orgs'].account)
    : { ...gateway401('Unauthorized', 'FAILURE_CLIENT_AUTH'), body: '{"code":401,"message":"Unauthorized"}' };
}

/** Returns the answer to a request to the site, the gateway or the Admin API, depending on its path. */
export function answerRequest(request: SiteRequest, site: Site): StandInResponse {
  if (request.path === '/_edge/tenant_info') return jsonAnswer(200, { cloudId: site.cloudId });
  if (request.path.startsWith('/ex/jira/')) return atGateway(request, site);
  if (request.path.startsWith('/admin/')) return atAdmin(request, site);
  if (request.path === '/') {
    const to = request.state === 'account' ? '/jira/for-you' : '/login.jsp?os_destination=%2F';
    return { status: 302, headers: { location: to }, body: '' };
  }
  return onSite(request, site);
}
