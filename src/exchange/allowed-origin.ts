import { Fault } from '../contract/fault.ts';

/** Where credentials may go without being asked: Atlassian's own domains. */
const ATLASSIAN = /^(?:[a-z0-9-]+\.)+(?:atlassian\.net|jira\.com)$|^api\.atlassian\.com$/;

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether a host is this machine, by its literal name: what a DNS name points to does not count. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.has(hostname);
}

/**
 * The origin that a value names, where credentials may be sent to it: https to Atlassian's domains and to hosts
 * that the user named, plain http to this machine alone. Where a name leads by DNS plays no part.
 *
 * @param what the variable's name, for the message
 * @param named hosts that the user allowed
 * @throws Fault `bad-config`
 */
export function allowedOrigin(what: string, value: string, named: readonly string[]): string {
  const refuse = (why: string): Fault => new Fault('bad-config', `${what} ${why}`);
  const url = URL.parse(value);
  if (!url) throw refuse('is no address. Write it as https://acme.atlassian.net');
  if (url.username || url.password) throw refuse('holds a user name; give the address alone.');
  if (url.pathname !== '/' || url.search || url.hash) {
    throw refuse(`has a path behind the host; write ${url.origin} alone.`);
  }
  if (url.protocol === 'http:' && isLoopback(url.hostname)) return url.origin;
  if (url.protocol !== 'https:') {
    throw refuse(`must begin with https://: a credential would be readable on the way to ${url.hostname}.`);
  }
  if (ATLASSIAN.test(url.hostname) || named.includes(url.hostname)) return url.origin;
  throw refuse(
    `names ${url.hostname}, which is no host of Jira Cloud (*.atlassian.net, *.jira.com). If credentials may go there, add it to JIRA_ALLOWED_HOSTS.`,
  );
}
