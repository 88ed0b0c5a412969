import type { Clock } from './clock.ts';
import { openConnection, BOUNDS, type Bounds } from './connection.ts';
import type { Network } from './agent.ts';
import { requestedPause } from './retry-after.ts';
import { exchangeOver, HEADERS } from './send.ts';
import { describeTransportError } from './transport-errors.ts';

/** What to post, and where. */
export interface Post {
  /** A secret: no result contains it. */
  readonly url: string;
  /** JSON. */
  readonly body: string;
  readonly network: Network;
}

/** A message must not delay the end of a night: ten seconds for each attempt, and a short answer. */
const POST_BOUNDS: Bounds = {
  ...BOUNDS,
  connect: 5000,
  headers: 10_000,
  body: 5000,
  total: 10_000,
  maxBody: 2 ** 16,
};

/** How often a message is sent at most. */
const MAX_ATTEMPTS = 3;

/** The pauses before the second and the third attempt, and the longest that a server may ask for, in milliseconds. */
const PAUSE = { usual: 1000, longest: 20_000 };

const POSTS: ReadonlySet<string> = new Set(['POST']);

/**
 * Posts JSON to one address, which gets no credential. It can reach no other origin, follows no redirect, and tries again only after
 * a 429 or a 5xx.
 *
 * @param bounds limits of each attempt
 * @returns why the message did not arrive, as the end of "it …"; undefined if it did
 */
export async function postJson(
  { url, body, network }: Post,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
  bounds = POST_BOUNDS,
): Promise<string | undefined> {
  const { origin, pathname, search } = new URL(url);
  const { dispatcher, destroy, isProxied } = openConnection([origin], bounds, {
    connections: 1,
    methods: POSTS,
    network,
  });
  const headers = { ...HEADERS, 'content-type': 'application/json' };
  const request = { origin, path: pathname + search, method: 'POST', headers, body } as const;
  try {
    for (let attempt = 1; ; attempt += 1) {
      const wire = await exchangeOver(dispatcher, request, bounds);
      const { status } = wire;
      if (status >= 200 && status < 300) return undefined;
      if (status >= 300 && status < 400) return `answered with a redirect (${status}), which is not followed`;
      const says = `answered with status ${status}`;
      if (status !== 429 && status < 500) return says;
      if (attempt === MAX_ATTEMPTS) return `${says}, ${attempt} times`;
      const asked = requestedPause(wire, clock.now());
      if (asked > PAUSE.longest) return `${says}, and asked to wait longer than a night can`;
      await clock.sleep(Math.max(asked, PAUSE.usual * attempt), signal);
      if (signal.aborted) return `${says}, and the night was interrupted`;
    }
  } catch (error) {
    return `could not be reached: ${describeTransportError(error, isProxied(origin))}`;
  } finally {
    await destroy();
  }
}
