import { describe, expect, it } from 'vitest';
import { basic } from '../src/contract/authorization.ts';
import { SYNTHETIC_IDENTITY } from '../src/contract/identity.ts';
import type { FaultKind } from '../src/stand-in/faults.ts';
import { receiversOf, useClients, VALID } from './stand-in-clients.fixture.ts';

// What can happen to a program while it works: its token dies, or something looks like that.

const { email, apiToken, scopedEmail, scopedToken } = SYNTHETIC_IDENTITY;

const { standIn, ask } = useClients();

describe('a token that dies meanwhile', () => {
  it('dies after the request with which a client logs in', async () => {
    const site = await standIn();
    site.revokeWhen(apiToken, { on: 'requests' });
    for (const path of ['myself', 'project', 'field']) await ask(site, `GET /rest/api/3/${path}`);
    expect(receiversOf(site)).toEqual(['account', 'anonymous', 'anonymous']);
  });

  it('dies after a number of requests, of which those without it are not counted', async () => {
    const site = await standIn();
    site.revokeWhen(apiToken, { on: 'requests', count: 2 });
    await ask(site, 'GET /rest/api/3/field', { authorization: undefined });
    for (const path of ['field', 'field', 'field']) await ask(site, `GET /rest/api/3/${path}`);
    expect(receiversOf(site)).toEqual(['anonymous', 'account', 'account', 'anonymous']);
  });

  it.each([
    ['GET /rest/api/3/project/search', '2026-09'],
    ['GET /rest/api/3/search/jql?jql=project=EXAMPLE', '2026-09'],
    ['GET /rest/api/2/search', '2022-11'],
  ] as const)(
    'dies between the pages of a list, not after one that has a single page: %s',
    async (list, behaviour) => {
      const site = await standIn({ behaviour });
      site.revokeWhen(apiToken, { on: 'first-page' });
      await ask(site, 'GET /rest/api/3/label');
      await ask(site, 'GET /rest/api/3/project');
      await ask(site, list);
      await ask(site, list);
      expect(receiversOf(site)).toEqual(['account', 'account', 'account', 'anonymous']);
    },
  );

  it('dies before a write, which a search is not', async () => {
    const site = await standIn();
    site.revokeWhen(apiToken, { on: 'first-write' });
    await ask(site, 'POST /rest/api/3/search/jql', { json: { jql: 'project = EXAMPLE' } });
    await ask(site, 'DELETE /rest/api/3/issue/EXAMPLE-1');
    await ask(site, 'POST /rest/api/3/issue', { json: { fields: {} } });
    expect(site.requests.map(({ isWrite, answeredFor, status }) => [isWrite, answeredFor, status])).toEqual([
      [false, 'account', 200],
      [true, 'anonymous', 404],
      [true, 'anonymous', 400],
    ]);
  });

  it('is the only one that dies: what is done with another token is not counted', async () => {
    const site = await standIn();
    const watched = basic(email, SYNTHETIC_IDENTITY.watchedToken);
    site.revokeWhen(SYNTHETIC_IDENTITY.watchedToken, { on: 'requests', count: 2 });
    for (const authorization of [watched, VALID, VALID, watched, watched, VALID])
      await ask(site, 'GET /rest/api/3/myself', { authorization });
    expect(receiversOf(site)).toEqual(['account', 'account', 'account', 'account', 'refused', 'account']);
  });

  it.each([
    ['on the site', '', VALID, apiToken],
    ['at the gateway', '/ex/jira/cloud', basic(scopedEmail, scopedToken), scopedToken],
  ])('flaps if the replicas disagree for good, %s', async (_where, prefix, authorization, token) => {
    const site = await standIn({ cloudId: 'cloud' });
    site.revoke(token, [0, Number.POSITIVE_INFINITY]);
    const statuses: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      statuses.push((await ask(site, `GET ${prefix}/rest/api/3/myself`, { authorization })).status);
    }
    expect(statuses).toEqual([401, 200, 401, 200]);
  });
});

describe('what looks like a dead token and is none', () => {
  it.each([
    ['throttle', 429, true],
    ['status', 503, false],
    ['edge-403', 403, false],
    ['ip-allowlist', 403, true],
    ['own-401', 401, true],
    ['not-found', 404, true],
    ['captcha', 403, true],
  ] as const)('%s answers %i', async (kind: FaultKind, status, isJson) => {
    const site = await standIn();
    site.inject({ kind, times: 1 });
    const struck = await ask(site, 'GET /rest/api/3/project');
    expect(struck.status).toBe(status);
    expect(String(struck.headers['content-type'])).toContain(isJson ? 'json' : 'html');
    expect(site.requests).toEqual([expect.objectContaining({ answeredFor: 'fault', status })]);
    expect((await ask(site, 'GET /rest/api/3/project')).status).toBe(200);
  });

  it.each(['own-401', 'not-found', 'ip-allowlist'] as const)(
    'names the account if Jira itself answers, and no one else: %s',
    async (kind) => {
      const site = await standIn();
      site.inject({ kind });
      expect((await ask(site, 'GET /rest/api/3/project')).headers).toHaveProperty('x-aaccountid');
      const anonymous = await ask(site, 'GET /rest/api/3/project', { authorization: undefined });
      expect(anonymous.headers).not.toHaveProperty('x-aaccountid');
    },
  );

  it('says nothing of a connection that was dropped', async () => {
    const site = await standIn();
    site.inject({ kind: 'reset' });
    await expect(ask(site, 'GET /rest/api/3/project')).rejects.toBeInstanceOf(Error);
    expect(site.requests).toEqual([expect.objectContaining({ answeredFor: 'fault', status: null })]);
  });
});
