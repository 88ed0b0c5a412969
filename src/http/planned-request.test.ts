import { expect, it } from 'vitest';
import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import type { Probe } from '../contract/probe.ts';
import { planRequest, type RequestTarget } from './planned-request.ts';

const TARGET: RequestTarget = {
  site: 'https://acme.atlassian.net',
  api: 'https://api.atlassian.com',
  cloudId: 'a-cloud',
  identity: SYNTHETIC_IDENTITY,
  parameters: { projectIdOrKey: 'A/B' },
};

it.each<[Probe, { origin: string; path: string }]>([
  [
    { credential: 'valid', operation: 'GET /rest/api/3/myself' },
    { origin: TARGET.site, path: '/rest/api/3/myself' },
  ],
  [
    { credential: 'gateway-scoped', operation: 'GET /rest/api/3/myself' },
    { origin: TARGET.api, path: '/ex/jira/a-cloud/rest/api/3/myself' },
  ],
  [
    { credential: 'admin-key', operation: 'GET https://api.atlassian.com/admin/v1/orgs' },
    { origin: TARGET.api, path: '/admin/v1/orgs' },
  ],
  // An Admin API key on a site goes to the site.
  [
    { credential: 'admin-key-on-site', operation: 'GET /rest/api/3/myself' },
    { origin: TARGET.site, path: '/rest/api/3/myself' },
  ],
  // What stands in a path cannot lead to another one; what is not known is left as it is.
  [
    { credential: 'valid', operation: 'GET /rest/api/3/project/{projectIdOrKey}' },
    { origin: TARGET.site, path: '/rest/api/3/project/A%2FB' },
  ],
  [
    { credential: 'valid', operation: 'GET /rest/api/3/issue/{issueIdOrKey}' },
    { origin: TARGET.site, path: '/rest/api/3/issue/%7BissueIdOrKey%7D' },
  ],
])('sends a probe to the origin of its credential: %j', (probe, expected) => {
  expect(planRequest(probe, TARGET)).toMatchObject(expected);
});

it('sends the header of the credential, if it has one', () => {
  const operation = 'GET /rest/api/3/myself';
  const headers = (['valid', 'gateway-bearer', 'missing'] as const).map(
    (credential) => planRequest({ credential, operation }, TARGET).authorization,
  );
  const { email, apiToken, serviceToken } = SYNTHETIC_IDENTITY;
  expect(headers).toEqual([`Basic ${btoa(`${email}:${apiToken}`)}`, `Bearer ${serviceToken}`, null]);
});

it('sends the query of an operation both to the site and to the gateway', () => {
  const operation = 'GET /rest/api/3/search/jql';
  const queries = (['valid', 'gateway-scoped'] as const).map(
    (credential) => planRequest({ credential, operation }, TARGET).query,
  );
  expect(queries[0]).toHaveProperty('jql');
  expect(queries[1]).toEqual(queries[0]);
  expect(planRequest({ credential: 'valid', operation: 'GET /rest/api/3/myself' }, TARGET).query).toEqual({});
});
