import { Fault } from '../fault.ts';
import { isAtlassiansOwn, isGateway, isSite } from './clouds.ts';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether a host is a loopback host by its literal name. DNS is not consulted. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.has(hostname);
}

/** The role of an origin: a Jira site, or the gateway in front of all sites. */
export type OriginRole = 'site' | 'gateway';

const ROLES: Readonly<Record<OriginRole, { isAtlassians: (hostname: string) => boolean; is: string }>> = {
  site: { isAtlassians: isSite, is: 'Jira Cloud site (*.atlassian.net, *.jira.com)' },
  gateway: { isAtlassians: isGateway, is: 'Jira Cloud gateway (https://api.atlassian.com)' },
};

/** A path at the gateway, which contains the cloud id of the site. */
const AT_GATEWAY = /^\/ex\/[a-z]+\//;

/**
 * Returns the origin of a URL if credentials may be sent to it: https to Atlassian's domains and to hosts that the user
 * allowed, plain http to loopback hosts only. DNS is not consulted.
 *
 * @param what the variable's name, for the message
 * @param allowedHosts additional hosts that the user allowed
 * @throws Fault `bad-config` if the value is not a URL or credentials may not be sent to it
 */
export function allowedOrigin(
  what: string,
  value: string,
  allowedHosts: readonly string[],
  role: OriginRole = 'site',
): string {
  const refuse = (why: string): Fault => new Fault('bad-config', `${what} ${why}`);
  const url = URL.parse(value);
  if (!url) throw refuse('is not a URL. Write it as https://acme.atlassian.net');
  if (url.username || url.password) throw refuse('contains a user name. Give the address without it.');
  if (role === 'site' && isAtlassiansOwn(url.hostname)) {
    const id = AT_GATEWAY.test(url.pathname)
      ? ' The id in its path is looked up automatically; to set it yourself, use JIRA_CLOUD_ID.'
      : '';
    throw refuse(
      `names ${url.hostname}, which is a host of Atlassian's own, not a site. Give the address at which you open Jira in a browser, such as https://acme.atlassian.net; the gateway needs no setting.${id}`,
    );
  }
  if (url.pathname !== '/' || url.search || url.hash) {
    throw refuse(`has a path after the host. Write only ${url.origin}.`);
  }
  if (url.protocol === 'http:' && isLoopback(url.hostname)) return url.origin;
  if (url.protocol !== 'https:') {
    throw refuse(
      `must begin with https://: over http, anyone on the way to ${url.hostname} could read the credential.`,
    );
  }
  if (ROLES[role].isAtlassians(url.hostname) || allowedHosts.includes(url.hostname)) return url.origin;
  throw refuse(
    `names ${url.hostname}, which is not a ${ROLES[role].is}. If credentials may be sent there, add it to JIRA_ALLOWED_HOSTS.`,
  );
}
