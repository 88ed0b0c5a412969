import { describe, expect, it } from 'vitest';
import { Fault } from '../fault.ts';
import { allowedOrigin, isLoopback, type OriginRole } from './allowed-origin.ts';

const NAMED = ['jira.example.com', 'api.atlassian.com', 'notatlassian.com', 'localhost'];

/** The origin that is allowed, or the fault, as a code and the variables that its message names. */
function decide(value: string, role: OriginRole | undefined, named: readonly string[] = []): unknown {
  try {
    return allowedOrigin('JIRA_SITE', value, named, role);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { code: error.code, names: error.message.match(/JIRA_[A-Z_]+/g) };
  }
}

describe('a credential may be sent', () => {
  it.each<[string, string, OriginRole | undefined]>([
    ['https://acme.atlassian.net', 'https://acme.atlassian.net', undefined],
    ['https://acme.atlassian.net/', 'https://acme.atlassian.net', 'site'],
    ['HTTPS://ACME.Atlassian.NET', 'https://acme.atlassian.net', 'site'],
    ['https://acme.jira.com', 'https://acme.jira.com', 'site'],
    ['https://acme.atlassian-us-gov-mod.net', 'https://acme.atlassian-us-gov-mod.net', 'site'],
    ['https://my-admin.atlassian.net', 'https://my-admin.atlassian.net', 'site'],
    ['https://api.atlassian.com', 'https://api.atlassian.com', 'gateway'],
    ['https://api.atlassian-us-gov-mod.com', 'https://api.atlassian-us-gov-mod.com', 'gateway'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080', 'site'],
    ['http://localhost:8080/', 'http://localhost:8080', 'site'],
    ['http://[::1]:8080', 'http://[::1]:8080', 'gateway'],
  ])('to %s', (value, origin, role) => {
    expect(decide(value, role)).toBe(origin);
  });

  it.each<[string, OriginRole]>([
    ['https://jira.example.com', 'site'],
    ['https://jira.example.com', 'gateway'],
    ['https://notatlassian.com', 'site'],
    ['https://localhost', 'site'],
  ])('to %s if the user allowed its host', (value, role) => {
    expect(decide(value, role)).toMatchObject({ names: ['JIRA_SITE', 'JIRA_ALLOWED_HOSTS'] });
    expect(decide(value, role, NAMED)).toBe(value);
  });
});

describe('a credential is never sent', () => {
  it.each<[string, string, OriginRole]>([
    ['no address', 'acme', 'site'],
    ['nothing at all', '', 'site'],
    ['a user name in it', 'https://me@jira.example.com', 'site'],
    ['a password in it', 'https://:secret@jira.example.com', 'site'],
    ['a user name that looks like a site', 'https://acme.atlassian.net@jira.example.com', 'site'],
    ['a path', 'https://jira.example.com/jira', 'site'],
    ['a query', 'https://jira.example.com/?a=b', 'site'],
    ['a fragment', 'https://jira.example.com/#a', 'site'],
    ['plain http', 'http://jira.example.com', 'site'],
    ['plain http to a site', 'http://acme.atlassian.net', 'site'],
    ['plain http to the gateway', 'http://api.atlassian.com', 'gateway'],
    ['another protocol', 'wss://jira.example.com', 'site'],
    ['another protocol on this machine', 'ftp://localhost', 'site'],
    [
      "Atlassian's own host instead of a site, even if the user allowed it",
      'https://api.atlassian.com',
      'site',
    ],
  ])('to an address with %s', (_, value, role) => {
    const named = [...NAMED, 'acme.atlassian.net'];
    expect(decide(value, role, named)).toEqual({ code: 'bad-config', names: ['JIRA_SITE'] });
  });

  it.each<[string, string, OriginRole]>([
    ['a host that only ends alike', 'https://evilatlassian.net', 'site'],
    ['the domain without a site', 'https://atlassian.net', 'site'],
    ['a host that only begins alike', 'https://acme.atlassian.net.example.com', 'site'],
    ['a name that no site can have', 'https://evil_acme.atlassian.net', 'site'],
    ['an empty label', 'https://.atlassian.net', 'site'],
    ['a site as the gateway', 'https://acme.atlassian.net', 'gateway'],
    ['the gateway of no cloud', 'https://api.atlassian.net', 'gateway'],
    ['this machine over TLS', 'https://127.0.0.1', 'site'],
  ])('to %s, unless the user names it', (_, value, role) => {
    expect(decide(value, role, ['other.example.com'])).toEqual({
      code: 'bad-config',
      names: ['JIRA_SITE', 'JIRA_ALLOWED_HOSTS'],
    });
  });

  it.each([
    ['https://api.atlassian.com/ex/jira/00000000-0000-4000-8000-000000000000', true],
    ['https://api.atlassian.com/ex/jira/0/rest/api/3/myself', true],
    ['https://api.atlassian.com/rest/api/3/myself', false],
    ['https://api.atlassian.com/me/ex/jira/0', false],
    ['https://api.atlassian.com/ex//0', false],
    ['https://api.atlassian.com/ex/JIRA/0', false],
    ['https://admin.atlassian.com/', false],
  ])('to the gateway as a site; that the id of a site is in its path is noticed: %s', (value, noticed) => {
    const names = noticed ? ['JIRA_SITE', 'JIRA_CLOUD_ID'] : ['JIRA_SITE'];
    expect(decide(value, 'site')).toEqual({ code: 'bad-config', names });
  });
});

it.each([
  ['127.0.0.1', true],
  ['localhost', true],
  ['[::1]', true],
  ['127.0.0.2', false],
  ['localhost.example.com', false],
  ['acme.atlassian.net', false],
])('knows this machine by its literal name: %s', (hostname, is) => {
  expect(isLoopback(hostname)).toBe(is);
});
