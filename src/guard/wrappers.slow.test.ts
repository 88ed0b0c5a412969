import axios from 'axios';
import { Agent, request } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
