import { Fault } from '../fault.ts';
import { isAtlassiansOwn, isGateway, isSite } from './clouds.ts';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether a host is this machine, by its literal name: what a DNS name points to does not count. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.has(hostname);
}

/** What an origin is used for: a Jira site, or the gateway in front of all sites. */
export type OriginRole = 'site' | 'gateway';

const ROLES: Readonly<Record<OriginRole, { isAtlassians: (hostname: string) => boolean; is: string }>> = {
  site: { isAtlassians: isSite, is: 'site of Jira Cloud (*.atlassian.net, *.jira.com)' },
  gateway: { isAtlassians: isGateway, is: 'gateway of Jira Cloud (https://api.atlassian.com)' },
};

/** The path of a site at the gateway, which names it by its id. */
const AT_GATEWAY = /^\/ex\/[a-z]+\//;

/**
 * The origin that a value names, where credentials may be sent to it: https to Atlassian's domains and to hosts
 * that the user named, plain http to this machine alone. Where a name leads by DNS plays no part.
 *
 * @param what the variable's name, for the message
 * @param named hosts that the user allowed
 * @throws Fault `bad-config`
 */
export function allowedOrigin(
  what: string,
  value: string,
  named: readonly string[],
  role: OriginRole = 'site',
): string {
  const refuse = (why: string): Fault => new Fault('bad-config', `${what} ${why}`);
  const url = URL.parse(value);
  if (!url) throw refuse('is no address. Write it as https://acme.atlassian.net');
  if (url.username || url.password) throw refuse('holds a user name; give the address alone.');
  if (role === 'site' && isAtlassiansOwn(url.hostname)) {
    const id = AT_GATEWAY.test(url.pathname)
      ? ' The id in its path belongs in JIRA_CLOUD_ID, if anywhere: it is looked up.'
      : '';
    throw refuse(
      `names ${url.hostname}, which is Atlassian's own host and no site. Write the address under which you open Jira in a browser, such as https://acme.atlassian.net; the gateway is asked without being named.${id}`,
    );
  }
  if (url.pathname !== '/' || url.search || url.hash) {
    throw refuse(`has a path behind the host; write ${url.origin} alone.`);
  }
  if (url.protocol === 'http:' && isLoopback(url.hostname)) return url.origin;
  if (url.protocol !== 'https:') {
    throw refuse(`must begin with https://: a credential would be readable on the way to ${url.hostname}.`);
  }
  if (ROLES[role].isAtlassians(url.hostname) || named.includes(url.hostname)) return url.origin;
  throw refuse(
    `names ${url.hostname}, which is no ${ROLES[role].is}. If credentials may go there, add it to JIRA_ALLOWED_HOSTS.`,
  );
}
