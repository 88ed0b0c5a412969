import type { Answer, Site, SiteRequest } from './asked.ts';
import { REPLIES, type Reply, type State } from './behaviours.ts';
import { loginFailed } from './resolve.ts';
import {
  connect403,
  edge401,
  generic401,
  jsonAnswer,
  wrongMediaType,
  type StandInResponse,
} from './response.ts';
import { runOperation } from './run-operation.ts';
import { isKnownPath, match } from './site/routes.ts';

const ACCOUNT_ID = '000000%3A00000000-0000-4000-8000-00000000abcd';

/** Returns the headers by which an answer to the account can be recognised. */
export const accountHeaders = ({
  accountIdHeader,
}: Pick<Site, 'accountIdHeader'>): Record<string, string> => ({
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

/** Answers of the edge. It answers before routing, so unknown routes get them as well. */
const EDGE_ANSWERS = { 'edge-401': edge401, 'connect-403': connect403 } as const;

const isEdgeReply = (reply: Reply): reply is keyof typeof EDGE_ANSWERS => Object.hasOwn(EDGE_ANSWERS, reply);

const mustLogIn = ({ accept, state, origin }: SiteRequest): Answer => ({
  response: withHeaders(generic401(origin, accept), anonymousHeaders(state)),
  answeredFor: 'refused',
});

/** OPTIONS never runs anonymously, not even on operations whose GET does (measured 2026-09-30). */
function options(request: SiteRequest, site: Site, reply: Reply): Answer {
  if (reply !== 'account') return mustLogIn(request);
  const response = { status: 200, headers: { allow: 'GET,HEAD,POST,PUT,DELETE,OPTIONS' }, body: '' };
  return { response: withHeaders(response, accountHeaders(site)), answeredFor: 'account' };
}

/** Answers a request to an operation that the stand-in does not have. */
function unknown({ method, path }: SiteRequest): StandInResponse {
  return isKnownPath(path) && method !== 'GET' && method !== 'HEAD'
    ? jsonAnswer(405, { errorMessages: ['The stand-in made this up: method not allowed'], errors: {} })
    : jsonAnswer(404, { errorMessages: ['Not found'], errors: {} });
}

/** Answers a request to the site itself. */
export function onSite(request: SiteRequest, site: Site): Answer {
  const { method, path, state } = request;
  const reply = REPLIES[site.behaviour][state];
  if (isEdgeReply(reply)) return { response: EDGE_ANSWERS[reply](), answeredFor: 'refused' };
  if (method === 'OPTIONS') return options(request, site, reply);
  const found = match(method, path);
  const isAccount = reply === 'account';
  const answeredFor = isAccount ? 'account' : 'anonymous';
  if (!found) return { response: unknown(request), answeredFor };
  if (request.body.isWrongType) return { response: wrongMediaType(), answeredFor };
  if (reply === 'generic-401' || (!isAccount && found.route.anonymous !== 'runs')) return mustLogIn(request);
  const response = runOperation(found, request, site, { isAccount, base: request.origin });
  return isAccount
    ? { response: withHeaders(response, accountHeaders(site)), answeredFor: 'account' }
    : { response: withHeaders(response, anonymousHeaders(state)), answeredFor: 'anonymous' };
}
