import type { Answer, Site, SiteRequest } from './asked.ts';
import { atAdmin, atGateway } from './at-gateway.ts';
import { onSite } from './on-site.ts';
import { jsonAnswer, type StandInResponse } from './response.ts';

const open = ({ state }: SiteRequest, response: StandInResponse): Answer => ({
  response,
  answeredFor: state === 'account' ? 'account' : 'anonymous',
});

const GATEWAY_PATHS = [
  ['/ex/jira/', atGateway],
  ['/admin/', atAdmin],
] as const;

/** Returns the answer to a request to the site, the gateway or the Admin API, depending on its host and path. */
export function answerRequest(request: SiteRequest, site: Site): Answer {
  const { path, host } = request;
  const atApi = GATEWAY_PATHS.find(([prefix]) => path.startsWith(prefix))?.[1];
  if (atApi && host !== 'site') return atApi(request, site);
  if (host === 'gateway')
    return { response: jsonAnswer(404, { code: 404, message: 'Not Found' }), answeredFor: 'refused' };
  if (path === '/_edge/tenant_info') return open(request, jsonAnswer(200, { cloudId: site.cloudId }));
  if (path === '/') {
    const to = request.state === 'account' ? '/jira/for-you' : '/login.jsp?os_destination=%2F';
    return open(request, { status: 302, headers: { location: to }, body: '' });
  }
  return onSite(request, site);
}
