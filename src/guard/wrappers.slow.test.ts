import axios from 'axios';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { Agent, Client, fetch as fetchOfUndici, Pool, request, Request as RequestOfUndici } from 'undici';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { basic } from '../contract/authorization.ts';
import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import { openStandIn, type StandIn, type StandInFault } from '../stand-in/stand-in.ts';
import { loadJiraJs } from '../../tools/packages.ts';
import { DeadTokenError } from './assert-alive.ts';
import { guardAxios } from './axios.ts';
import { guardFetch, type GuardOptions } from './fetch.ts';
import { guardJiraJs } from './jira-js.ts';
import { MYSELF } from './myself.ts';
import { guardInterceptor } from './undici.ts';

const { email, apiToken, revokedToken } = SYNTHETIC_IDENTITY;
const VALID = basic(email, apiToken);
const DEAD = basic(email, revokedToken);

/** Sends a request as a program does that uses the wrapper, and returns the status. */
type Send = (path: string, authorization?: string, method?: string) => Promise<number>;

const WRAPPERS: Readonly<Record<string, (options: GuardOptions, origin: string) => Send>> = {
  fetch: (options, origin) => {
    const fetch = guardFetch(options);
    return async (path, authorization, method = 'GET') => {
      const headers = authorization === undefined ? {} : { authorization };
      const response = await fetch(origin + path, { method, headers });
      await response.text();
      return response.status;
    };
  },
  'fetch of a Request': (options, origin) => {
    const fetch = guardFetch(options);
    return async (path, authorization, method = 'GET') => {
      const headers = authorization === undefined ? {} : { authorization };
      const response = await fetch(new Request(origin + path, { method, headers }));
      await response.text();
      return response.status;
    };
  },
  undici: (options, origin) => {
    const dispatcher = new Agent().compose(guardInterceptor(options));
    return async (path, authorization, method = 'GET') => {
      const headers = authorization === undefined ? {} : { authorization };
      const { statusCode, body } = await request(origin + path, { dispatcher, method, headers });
      await body.text();
      return statusCode;
    };
  },
  axios: (options, origin) => {
    const instance = axios.create({ proxy: false });
    guardAxios(instance, options);
    return async (url, Authorization, method = 'GET') => {
      const headers = Authorization === undefined ? {} : { Authorization };
      const answer = await instance
        .request({ baseURL: origin, url, method, headers })
        .catch((error: unknown) => {
          if (axios.isAxiosError(error) && error.response) return error.response;
          throw error;
        });
      return answer.status;
    };
  },
};

const names = Object.keys(WRAPPERS);
const wrapped = (name: string, options: GuardOptions, origin = options.site): Send => {
  const make = WRAPPERS[name];
  if (!make) throw new Error(`no wrapper ${name}`);
  return make(options, origin);
};

let site: StandIn;

const myselfAsked = (): number => site.requests.filter(({ path }) => path === MYSELF).length;

describe.each([true, false])('on a site that names accounts: %s', (accountIdHeader) => {
  beforeEach(async () => {
    site = await openStandIn({ accountIdHeader });
  });

  afterEach(() => site.close());

  it.each(names)('%s notices a dead token, however Jira answers', async (name) => {
    const send = wrapped(name, { site: site.origin });
    expect(await send('/rest/api/3/project', VALID)).toBe(200);
    for (const path of ['/rest/api/3/project', '/rest/api/3/issue/EXAMPLE-1', '/rest/api/2/serverInfo']) {
      await expect(send(path, DEAD)).rejects.toThrow(DeadTokenError);
    }
    await expect(send('/rest/api/3/project', DEAD, 'HEAD')).rejects.toThrow(DeadTokenError);
    await expect(send('/rest/api/3/project', 'lower case')).rejects.toThrow(DeadTokenError);
  });

  const lookAlikes: readonly (readonly [string, StandInFault, number])[] = [
    ['429', { kind: 'throttle' }, 429],
    ['503', { kind: 'status', status: 503 }, 503],
    ['the page of the edge', { kind: 'edge-403' }, 403],
    ['the allowlist', { kind: 'ip-allowlist' }, 403],
    ["an operation's own 401", { kind: 'own-401' }, 401],
    ['a true 404', { kind: 'not-found' }, 404],
    ['a page with status 200', { kind: 'wrong-type' }, 200],
    ['a suspended site', { kind: 'suspended' }, 404],
  ];

  it.each(names.flatMap((name) => lookAlikes.map((row) => [name, ...row] as const)))(
    '%s does not take %s for a dead token',
    async (name, _, fault, status) => {
      const send = wrapped(name, { site: site.origin });
      site.inject(fault);
      for (const authorization of [VALID, undefined]) {
        expect(await send('/rest/api/3/project', authorization)).toBe(status);
      }
    },
  );

  it.each(names)('%s leaves requests without Authorization and other hosts alone', async (name) => {
    const send = wrapped(name, { site: site.origin });
    expect(await send('/rest/api/3/project')).toBe(200);
    expect(await send('/rest/api/3/myself', DEAD)).toBe(401);
    const other = wrapped(name, { site: 'https://acme.atlassian.net' }, site.origin);
    expect(await other('/rest/api/3/project', DEAD)).toBe(200);
  });

  it.each(names)('%s asks /myself once a minute at most', async (name) => {
    let now = 0;
    const send = wrapped(name, { site: site.origin, namesAccounts: false, now: () => now });
    site.become('2026-09');
    const quiet: StandInFault = { kind: 'odd', status: 200, when: ({ path }) => path !== MYSELF };
    site.inject(quiet);
    for (let i = 0; i < 5; i += 1) expect(await send('/rest/api/3/project', VALID)).toBe(200);
    expect(myselfAsked()).toBe(1);
    await Promise.all(
      Array.from({ length: 5 }, () =>
        expect(send('/rest/api/3/project', DEAD)).rejects.toThrow(DeadTokenError),
      ),
    );
    await expect(send('/rest/api/3/project', DEAD, 'HEAD')).rejects.toThrow(DeadTokenError);
    expect(await send('/rest/api/3/project', VALID, 'HEAD')).toBe(200);
    expect(myselfAsked()).toBe(2);
    now = 60_001;
    expect(await send('/rest/api/3/project', VALID)).toBe(200);
    expect(myselfAsked()).toBe(3);
  });
});

/** Opens a server until the test is over. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

describe('a site that misbehaves', () => {
  it.each(['fetch', 'fetch of a Request', 'axios'])(
    '%s does not take the server of attachments, to which it is led, for the site',
    async (name) => {
      const media = await serve((_, response) => response.end('a picture'));
      const origin = await serve((_, response) =>
        response.writeHead(303, { location: `${media}/rest/1` }).end(),
      );
      const send = wrapped(name, { site: origin, namesAccounts: true });
      expect(await send('/rest/api/3/attachment/content/1', VALID)).toBe(200);
    },
  );

  const bomb = gzipSync(Buffer.alloc(2 ** 24, ' '));
  const lies: readonly (readonly [string, RequestListener])[] = [
    ['never answers', () => undefined],
    ['drips', (_, response) => void response.write('{')],
    ['breaks off', (_, response) => void response.destroy()],
    ['is a gzip bomb', (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)],
    [
      'has no end',
      (_, response) => {
        const more = (): void => {
          while (!response.destroyed && response.write(bomb));
          if (!response.destroyed) response.once('drain', more);
        };
        more();
      },
    ],
  ];

  it.each(names.flatMap((name) => lies.map((row) => [name, ...row] as const)))(
    '%s lets an answer pass if /myself %s',
    async (name, _, myself) => {
      const origin = await serve((asked, response) => {
        if (asked.url === MYSELF) myself(asked, response);
        else response.end('[]');
      });
      const send = wrapped(name, { site: origin, patience: 200 });
      expect(await send('/rest/api/3/project', VALID)).toBe(200);
    },
  );
});

describe('the form in which a program names the site', () => {
  beforeEach(async () => {
    site = await openStandIn();
  });

  afterEach(() => site.close());

  const path = '/rest/api/3/project';
  const [method, headers] = ['GET', { authorization: DEAD }] as const;

  it('can be the one address of a client or a pool, or an address with a slash', async () => {
    const { origin } = site;
    const guarded = [new Pool(origin), new Client(origin)].map((one) =>
      one.compose(guardInterceptor({ site: origin })),
    );
    for (const dispatcher of guarded) {
      await expect(dispatcher.request({ path, method, headers })).rejects.toThrow(DeadTokenError);
    }
    const agent = new Agent().compose(guardInterceptor({ site: origin }));
    for (const named of [`${origin}/`, new URL(origin)]) {
      await expect(agent.request({ origin: named, path, method, headers })).rejects.toThrow(DeadTokenError);
    }
  });

  it('can be a Request of another fetch', async () => {
    const fetch = guardFetch({ site: site.origin }, fetchOfUndici as unknown as typeof globalThis.fetch);
    const asked = new RequestOfUndici(site.origin + path, { headers }) as unknown as Request;
    await expect(fetch(asked)).rejects.toThrow(DeadTokenError);
    expect((await fetch(new RequestOfUndici(site.origin + path) as unknown as Request)).status).toBe(200);
  });
});

describe('jira.js', () => {
  beforeEach(async () => {
    site = await openStandIn();
  });

  afterEach(() => site.close());

  it('fails with an error of its own when the token is dead, and not otherwise', async () => {
    const { createCloudClient } = await loadJiraJs();
    const client = (token: string): ReturnType<typeof createCloudClient> =>
      createCloudClient({ host: site.origin, auth: { type: 'basic', email, apiToken: token } });
    expect(await client(revokedToken).projects.searchProjects()).toMatchObject({ values: [] });
    const restore = guardJiraJs({ site: site.origin });
    await expect(client(revokedToken).projects.searchProjects()).rejects.toMatchObject({ name: 'AuthError' });
    expect((await client(apiToken).projects.searchProjects()).total).toBeGreaterThan(0);
    restore();
    expect(await client(revokedToken).projects.searchProjects()).toMatchObject({ values: [] });
  });
});
