import { Agent } from 'undici';
import { afterAll } from 'vitest';
import { basic } from '../src/contract/authorization.ts';
import { SYNTHETIC_IDENTITY } from '../src/contract/identity.ts';
import { openStandIn, type StandIn, type StandInOptions } from '../src/stand-in/stand-in.ts';

/** For tests: the `Authorization` of the account. */
export const VALID = basic(SYNTHETIC_IDENTITY.email, SYNTHETIC_IDENTITY.apiToken);

/** For tests: an answer of a stand-in. */
interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The JSON object; any other text is in `text`. */
  readonly body: Record<string, unknown>;
}

/** For tests: what a request has besides its method and path. */
interface Asked {
  readonly authorization?: string | undefined;
  readonly json?: object;
  readonly body?: string;
  readonly type?: string;
}

/** For tests: opens stand-ins and asks them, until the tests of a file are over. */
export interface Clients {
  readonly standIn: (options?: StandInOptions) => Promise<StandIn>;
  /** Asks `METHOD /path` of a site, for the account unless another credential is given. */
  readonly ask: (site: StandIn, request: string, asked?: Asked) => Promise<Received>;
}

/** For tests: provides stand-ins and a client of them. */
export function useClients(): Clients {
  const agent = new Agent();
  const open = new Set<StandIn>();
  afterAll(async () => {
    await agent.close();
    await Promise.all([...open].map((one) => one.close()));
  });
  return {
    standIn: async (options) => {
      const one = await openStandIn(options);
      open.add(one);
      return one;
    },
    ask: async ({ origin }, request, asked = {}) => {
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
    },
  };
}

/** For tests: for whom a stand-in answered each request. */
export function receiversOf({ requests }: StandIn): unknown[] {
  return requests.map((request) => request.answeredFor);
}
