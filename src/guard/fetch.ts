import { DeadTokenError } from './assert-alive.ts';
import { SiteJudge } from './judge-with-myself.ts';
import { MYSELF } from './myself.ts';
import { refusal } from './refusal.ts';

/** Options of the wrappers. */
export interface GuardOptions {
  /** The origin of the site, as `https://acme.atlassian.net`. Answers of other hosts are left alone. */
  readonly site: string;
  /** Whether the site's answers to a working token have `x-aaccountid`; learned from the first answers if undefined. */
  readonly namesAccounts?: boolean;
  /** What happens when the token is dead: an error, by default, or a 401 in place of the answer. */
  readonly onDead?: 'throw' | 'answer 401';
  /** Returns the time in milliseconds. */
  readonly now?: () => number;
}

/** Returns the error for a dead token. */
export const deadToken = (signal: string): DeadTokenError =>
  new DeadTokenError(`Jira answered as if nobody had logged in: the token is dead (${signal}).`);

/**
 * Returns a `fetch` that notices when the site treats a token as dead.
 *
 * @param fetch the one to use; that of the runtime by default
 */
export function guardFetch(
  { site, namesAccounts, onDead = 'throw', now = Date.now }: GuardOptions,
  fetch = globalThis.fetch,
): typeof globalThis.fetch {
  const { origin } = new URL(site);
  const judge = new SiteJudge({
    namesAccounts,
    now,
    ask: async (authorization) => {
      const head = await fetch(origin + MYSELF, { headers: { authorization }, redirect: 'manual' });
      return { head, body: await head.text() };
    },
  });
  return async (input, init) => {
    const asked = input instanceof Request ? input : new Request(input);
    const response = await fetch(input, init);
    if (new URL(asked.url).origin !== origin) return response;
    const authorization = new Headers(init?.headers ?? asked.headers).get('authorization') ?? undefined;
    const { status, headers } = response;
    const verdict = await judge.verdict({ status, headers, url: response.url || asked.url }, authorization);
    if (verdict.state !== 'dead') return response;
    await response.body?.cancel();
    if (onDead === 'throw') throw deadToken(verdict.signal);
    const { body, ...init401 } = refusal(verdict, response.status);
    return new Response(body, init401);
  };
}
