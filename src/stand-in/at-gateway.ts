import { gatewayAuthorization } from '../contract/authorization.ts';
import type { Answer, Site, SiteRequest } from './asked.ts';
import { gateway401, jsonAnswer, type StandInResponse } from './response.ts';
import { runOperation } from './run-operation.ts';
import { match } from './site/routes.ts';

const refused = (response: StandInResponse): Answer => ({ response, answeredFor: 'refused' });

/**
 * Answers a request to the gateway. The gateway never treats a request as anonymous: https://github.com/stablyai/orca/pull/20092.
 * A service account's token works as Bearer, and gets 401 with Basic (measured 2026-03-07 and 2026-03-08).
 */
export function atGateway(request: SiteRequest, site: Site): Answer {
  const { identity, cloudId, isRevoked } = site;
  const prefix = `/ex/jira/${cloudId}`;
  const found = request.path.startsWith(`${prefix}/`)
    ? match(request.method, request.path.slice(prefix.length))
    : undefined;
  if (!found) return refused(jsonAnswer(404, { code: 404, message: 'Not Found' }));
  const isAccepted = (token: string): boolean =>
    token !== '' &&
    request.authorization === gatewayAuthorization(identity.scopedEmail, token) &&
    !isRevoked(token);
  if (isAccepted(identity.scopedToken) || isAccepted(identity.serviceToken)) {
    const base = `${request.origin}${prefix}`;
    return {
      response: runOperation(found, request, site, { isAccount: true, base }),
      answeredFor: 'account',
    };
  }
  return refused(
    isAccepted(identity.underScopedToken)
      ? gateway401('Unauthorized; scope does not match', 'FAILURE_CLIENT_SCOPE_CHECK')
      : gateway401('Unauthorized', 'FAILURE_CLIENT_AUTH'),
  );
}

/** Answers a request to the Admin API. It has one operation here. */
export function atAdmin({ authorization }: SiteRequest, { identity, isRevoked }: Site): Answer {
  const key = [identity.adminKey, identity.watchedAdminKey].find(
    (candidate) => authorization === `Bearer ${candidate}`,
  );
  if (key === undefined || isRevoked(key))
    return refused({
      ...gateway401('Unauthorized', 'FAILURE_CLIENT_AUTH'),
      body: '{"code":401,"message":"Unauthorized"}',
    });
  const organisations = { data: [{ id: 'stand-in', type: 'orgs' }], links: {} };
  return { response: jsonAnswer(200, organisations), answeredFor: 'account' };
}
