import { DeadTokenError } from './assert-alive.ts';
import { SiteJudge } from './judge-with-myself.ts';
import { MAX_ACCOUNT, MYSELF } from './myself.ts';
import { refusal } from './refusal.ts';

/** Options of the wrappers. */
export interface GuardOptions {
  /** The origin of the site, as `https://acme.atlassian.net`. Answers of other hosts are left alone. */
  readonly site: string;
  /** Whether the site's answers to a working token have `x-aaccountid`; learned from the first answers if undefined. */
  readonly namesAccounts?: boolean;
  /** What happens when the token is dead: an error, by default, or a 401 in place of the answer. */
  readonly onDead?: 'throw' | 'answer 401';
  /** Milliseconds that `/myself` may take; 10 s by default. After them, the answer passes. */
  readonly patience?: number;
  /** Returns the time in milliseconds. */
  readonly now?: () => number;
}

/** Returns the error for a dead token. */
export const deadToken = (signal: string): DeadTokenError =>
  new DeadTokenError(`Jira answered as if nobody had logged in: the token is dead (${signal}).`);

/** Returns the text of an answer, or the start of one that is longer than any account. */
async function startOf({ body }: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_ACCOUNT) break;
  }
  return text;
}

/** Returns the address of a request. The `Request` of another fetch is none of this one. */
const addressOf = (input: Parameters<typeof globalThis.fetch>[0]): string =>
  typeof input === 'object' && 'url' in input ? input.url : String(input);

/**
 * Returns a `fetch` that notices when the site treats a token as dead.
 *
 * @param fetch the one to use; that of the runtime by default
 */
export function guardFetch(
  { site, namesAccounts, patience, onDead = 'throw', now = Date.now }: GuardOptions,
  fetch = globalThis.fetch,
): typeof globalThis.fetch {
  const { origin } = new URL(site);
  const judge = new SiteJudge({
    namesAccounts,
    patience,
    now,
    ask: async (authorization, signal) => {
      const init = { headers: { authorization }, redirect: 'manual', signal } as const;
      const head = await fetch(origin + MYSELF, init);
      return { head, body: await startOf(head) };
    },
  });
  return async (input, init) => {
    const response = await fetch(input, init);
    // Where redirects led: Jira sends attachments from another host.
    const url = response.url || addressOf(input);
    if (URL.parse(url)?.origin !== origin) return response;
    const given = init?.headers ?? (typeof input === 'object' && 'headers' in input ? input.headers : {});
    const authorization = new Headers(given).get('authorization') ?? undefined;
    const { status, headers } = response;
    const verdict = await judge.verdict({ status, headers, url }, authorization);
    if (verdict.state !== 'dead') return response;
    await response.body?.cancel();
    if (onDead === 'throw') throw deadToken(verdict.signal);
    const { body, ...init401 } = refusal(verdict, response.status);
    return new Response(body, init401);
  };
}
