import { describe, expect, it } from 'vitest';
import { basic } from '../src/contract/authorization.ts';
import { SYNTHETIC_IDENTITY } from '../src/contract/identity.ts';
import type { StandIn } from '../src/stand-in/stand-in.ts';
import { receiversOf, useClients } from './stand-in-clients.fixture.ts';

// What programs that use a site as their own need of it, beyond what the contract asks.

const { apiToken, scopedEmail, scopedToken, underScopedToken } = SYNTHETIC_IDENTITY;

const { standIn, ask } = useClients();

describe('lists', () => {
  /** Ways in which clients read a whole list; each returns the keys that it found. */
  const READERS: Readonly<Record<string, (site: StandIn, length: number) => Promise<unknown[]>>> = {
    'projects by position': async (site, length) => {
      const keys: unknown[] = [];
      for (let isLast: unknown = false; isLast === false;) {
        const query = `startAt=${keys.length}&maxResults=${length}`;
        const { body } = await ask(site, `GET /rest/api/3/project/search?${query}`);
        keys.push(...(body['values'] as { key: string }[]).map(({ key }) => key));
        isLast = body['isLast'];
      }
      return keys;
    },
    'issues by token, with GET': async (site, length) => {
      const keys: unknown[] = [];
      let token = '';
      for (let isLast: unknown = false; isLast === false;) {
        const query = `jql=project=EXAMPLE&fields=summary&maxResults=${length}${token}`;
        const { body } = await ask(site, `GET /rest/api/3/search/jql?${query}`);
        keys.push(...(body['issues'] as { key: string }[]).map(({ key }) => key));
        token = `&nextPageToken=${String(body['nextPageToken'])}`;
        isLast = body['isLast'];
      }
      return keys;
    },
    'issues by token, with POST': async (site, maxResults) => {
      const keys: unknown[] = [];
      let nextPageToken: unknown;
      for (let isLast: unknown = false; isLast === false;) {
        const json = { jql: 'project = EXAMPLE', fields: ['key'], maxResults, nextPageToken };
        const { body } = await ask(site, 'POST /rest/api/3/search/jql', { json });
        keys.push(...(body['issues'] as { key: string }[]).map(({ key }) => key));
        ({ nextPageToken, isLast } = body);
      }
      return keys;
    },
    'issues by position, before 2025': async (site, maxResults) => {
      site.become('2022-11');
      const keys: unknown[] = [];
      for (let total = 1; keys.length < total;) {
        const json = { jql: '', startAt: keys.length, maxResults };
        const { body } = await ask(site, 'POST /rest/api/2/search', { json });
        keys.push(...(body['issues'] as { key: string }[]).map(({ key }) => key));
        total = Number(body['total']);
      }
      return keys;
    },
  };

  it.each(
    Object.entries(READERS).flatMap(([name, read]) =>
      [7, 50, 100].map((length) => [name, length, read] as const),
    ),
  )('have two pages at least, and each item once: %s, %i at a time', async (_name, length, read) => {
    const site = await standIn();
    const keys = await read(site, length);
    expect(keys).toHaveLength(60);
    expect(new Set(keys).size).toBe(60);
    expect(site.requests.length).toBeGreaterThan(1);
    expect(site.requests.every(({ isWrite }) => !isWrite)).toBe(true);
  });

  it('are counted without being read', async () => {
    const site = await standIn();
    const json = { jql: 'project = EXAMPLE' };
    expect((await ask(site, 'POST /rest/api/3/search/approximate-count', { json })).body).toEqual({
      count: 60,
    });
  });
});

describe('the record of requests', () => {
  it('has no value that could be a secret', async () => {
    const site = await standIn();
    const query = `jql=${apiToken}&token=${apiToken}&startAt=50&expand=names`;
    await ask(site, `GET /rest/api/3/search/jql?${query}`);
    expect(site.requests[0]).toMatchObject({ query: 'jql=…&token=…&startAt=50&expand=…', status: 200 });
    expect(JSON.stringify(site.requests)).not.toContain(apiToken);
  });

  it.each([
    ['GET /rest/api/3/project', false],
    ['POST /rest/api/3/issue', true],
    ['POST /rest/api/latest/issue', true],
    ['POST /ex/jira/cloud/rest/api/3/issue', true],
    ['POST /ex/jira/cloud/rest/api/3/search/jql', false],
    ['POST /rest/api/2/search', false],
    ['POST /rest/api/3/permissions/check', false],
    ['POST /gateway/api/graphql', false],
    ['POST /rest/auth/1/session', false],
    ['PUT /rest/api/3/issue/EXAMPLE-1', true],
    ['DELETE /rest/api/2/issue/EXAMPLE-1', true],
    ['POST /rest/unknown', true],
  ])('tells writes from reads: %s', async (request, isWrite) => {
    const site = await standIn({ cloudId: 'cloud' });
    await ask(site, request);
    expect(site.requests.map((one) => one.isWrite)).toEqual([isWrite]);
  });

  it('says at the gateway what became of a credential that the site would not accept', async () => {
    const site = await standIn({ cloudId: 'cloud' });
    const path = 'GET /ex/jira/cloud/rest/api/2/project/search';
    for (const token of [scopedToken, underScopedToken, apiToken]) {
      await ask(site, path, { authorization: basic(scopedEmail, token) });
    }
    expect(receiversOf(site)).toEqual(['account', 'refused', 'refused']);
  });
});

describe('the body of a request', () => {
  it.each([
    ['application/x-www-form-urlencoded', 'a=b', 415, 415],
    [undefined, 'a=b', 415, 415],
    ['application/json', '{"fields":{}}', 201, 401],
    ['application/json', 'not json', 201, 401],
    [undefined, undefined, 201, 401],
  ])('is looked at before the credential: %s %s', async (type, body, valid, missing) => {
    const site = await standIn();
    const asked = { ...(body !== undefined && { body }), ...(type !== undefined && { type }) };
    expect((await ask(site, 'POST /rest/api/3/group', asked)).status).toBe(valid);
    const anonymous = { ...asked, authorization: undefined };
    expect((await ask(site, 'POST /rest/api/3/group', anonymous)).status).toBe(missing);
  });

  it('may be long, and is not kept', async () => {
    const site = await standIn();
    const json = { fields: { summary: 'x'.repeat(3 * 2 ** 20) } };
    expect((await ask(site, 'POST /rest/api/3/issue', { json })).status).toBe(201);
    expect(JSON.stringify(site.requests).length).toBeLessThan(1000);
  });
});

describe('the control interface', () => {
  it('changes the content, plans revocations and shows the requests', async () => {
    const site = await standIn();
    expect((await ask(site, 'POST /_stand-in/revoke?which=apiToken&on=first-page')).status).toBe(200);
    expect((await ask(site, 'POST /_stand-in/contain?content=empty')).status).toBe(200);
    expect((await ask(site, 'GET /rest/api/3/project/search')).body['total']).toBe(0);
    expect((await ask(site, 'POST /_stand-in/contain?content=private')).status).toBe(200);
    await ask(site, 'GET /rest/api/3/project/search');
    await ask(site, 'GET /rest/api/3/project/search');
    expect(receiversOf(site)).toEqual(['account', 'account', 'anonymous']);
    const { body } = await ask(site, 'GET /_stand-in/requests');
    expect(JSON.parse(String(body['text']))).toEqual(site.requests);
    for (const wrong of [
      'contain?content=all',
      'revoke?which=apiToken&on=never',
      'revoke?which=nobody&on=requests',
    ])
      expect((await ask(site, `POST /_stand-in/${wrong}`)).status).toBe(400);
  });
});
