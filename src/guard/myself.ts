import { createHash } from 'node:crypto';
import { judge, type Head, type Verdict } from './assert-alive.ts';

/** The operation that refuses every credential that is dead. */
export const MYSELF = '/rest/api/3/myself';

/** Milliseconds within which an `Authorization` is asked about once at most. */
const TRUSTED_FOR = 60_000;

/** Number of credentials whose last answer is remembered. */
const MAX_REMEMBERED = 1000;

/** Milliseconds that `MYSELF` may take. The answer to the program waits for it, and programs do not wait for long. */
const PATIENCE = 10_000;

/** Number of characters of an answer that are read: an account has fewer. */
export const MAX_ACCOUNT = 2 ** 20;

/**
 * Asks `MYSELF` with an `Authorization`. The promise may reject, and nobody waits for it once the signal aborts. The body need
 * not be longer than `MAX_ACCOUNT`.
 */
export type AskMyself = (
  authorization: string,
  signal: AbortSignal,
) => Promise<{ readonly head: Head; readonly body: string }>;

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('It took too long.')), { once: true });
  });

function hasAccountId(body: string): boolean {
  try {
    const account: unknown = JSON.parse(body);
    return (
      typeof account === 'object' && account !== null && 'accountId' in account && account.accountId !== ''
    );
  } catch {
    return false;
  }
}

/** Returns what an answer of `MYSELF` says about the credential. Only here does a 401 mean that it is dead. */
export function judgeMyself({ headers, statusCode, status = statusCode ?? 0 }: Head, body: string): Verdict {
  const { state, signal } = judge({ status, headers });
  if (signal === 'account-id') return { state, signal };
  if (signal === 'unauthorized') return { state: 'dead', signal };
  const isOwn = signal === 'no-account-id' && status === 200 && hasAccountId(body);
  return isOwn
    ? { state: 'alive', signal: 'own-account' }
    : { state: 'cannot tell', signal: 'myself-undecided' };
}

/** Remembers for a minute what `MYSELF` said about each credential, of which only a digest is stored. */
export class MyselfBook {
  readonly #ask: AskMyself;
  readonly #now: () => number;
  readonly #patience: number;
  readonly #known = new Map<string, { readonly at: number; readonly verdict: Promise<Verdict> }>();
  /** Number of questions so far. */
  asked = 0;

  constructor(ask: AskMyself, now: () => number, patience = PATIENCE) {
    this.#ask = ask;
    this.#now = now;
    this.#patience = patience;
  }

  /** Returns what `MYSELF` says, or said within the last minute. A question that fails is an answer that shows nothing. */
  verdict(authorization: string): Promise<Verdict> {
    const key = createHash('sha256').update(authorization).digest('base64');
    const known = this.#known.get(key);
    const at = this.#now();
    if (known && at - known.at < TRUSTED_FOR) return known.verdict;
    this.asked += 1;
    const signal = AbortSignal.timeout(this.#patience);
    const verdict = Promise.race([this.#ask(authorization, signal), aborted(signal)]).then(
      ({ head, body }) => judgeMyself(head, body),
      () => ({ state: 'cannot tell', signal: 'myself-unreachable' }) as const,
    );
    this.#known.delete(key);
    this.#known.set(key, { at, verdict });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    return verdict;
  }
}
