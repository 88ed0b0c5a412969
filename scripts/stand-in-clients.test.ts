import { Agent } from 'undici';
import { afterAll, describe, expect, it } from 'vitest';
import { basic } from '../src/contract/authorization.ts';
import { SYNTHETIC_IDENTITY } from '../src/contract/identity.ts';
import type { FaultKind } from '../src/stand-in/faults.ts';
import { openStandIn, type StandIn } from '../src/stand-in/stand-in.ts';

// What programs that use a site as their own need of it, beyond what the contract asks.

const { email, apiToken, scopedEmail, scopedToken, underScopedToken } = SYNTHETIC_IDENTITY;
const VALID = basic(email, apiToken);

const agent = new Agent();
const open = new Set<StandIn>();

afterAll(async () => {
  await agent.close();
  await Promise.all([...open].map((one) => one.close()));
});

async function standIn(...options: Parameters<typeof openStandIn>): Promise<StandIn> {
  const one = await openStandIn(...options);
  open.add(one);
  return one;
}

interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Record<string, unknown>;
}

interface Asked {
  readonly authorization?: string | undefined;
  readonly json?: object;
  readonly body?: string;
  readonly type?: string;
}

/** Asks `METHOD /path` of a site, for the account unless another credential is given. */
async function ask({ origin }: StandIn, request: string, asked: Asked = {}): Promise<Received> {
  const [method = 'GET', path = '/'] = request.split(' ');
  const { json, type = json && 'application/json' } = asked;
  const authorization = 'authorization' in asked ? asked.authorization : VALID;
  const response = await agent.request({
    origin,
    path,
    method,
    headers: {
      ...(authorization !== undefined && { authorization }),
      ...(type !== undefined && { 'content-type': type }),
    },
    body: json ? JSON.stringify(json) : (asked.body ?? null),
  });
  const text = await response.body.text();
  const isJson = text.startsWith('{');
  return {
    status: response.statusCode,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : { text },
  };
}

const statusesOf = ({ requests }: StandIn): unknown[] => requests.map(({ answeredFor }) => answeredFor);

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

describe('a token that dies meanwhile', () => {
  it('dies after the request with which a client logs in', async () => {
    const site = await standIn();
    site.revokeWhen(apiToken, { on: 'requests' });
    for (const path of ['myself', 'project', 'field']) await ask(site, `GET /rest/api/3/${path}`);
    expect(statusesOf(site)).toEqual(['account', 'anonymous', 'anonymous']);
  });

  it('dies after a number of requests, of which those without it are not counted', async () => {
    const site = await standIn();
    site.revokeWhen(apiToken, { on: 'requests', count: 2 });
    await ask(site, 'GET /rest/api/3/field', { authorization: undefined });
    for (const path of ['field', 'field', 'field']) await ask(site, `GET /rest/api/3/${path}`);
    expect(statusesOf(site)).toEqual(['anonymous', 'account', 'account', 'anonymous']);
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
      expect(statusesOf(site)).toEqual(['account', 'account', 'account', 'anonymous']);
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
    expect(statusesOf(site)).toEqual(['account', 'account', 'account', 'account', 'refused', 'account']);
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
    expect(statusesOf(site)).toEqual(['account', 'refused', 'refused']);
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
    expect(statusesOf(site)).toEqual(['account', 'account', 'anonymous']);
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
