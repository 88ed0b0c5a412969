import type { SeenRequest } from '../stand-in/stand-in.ts';

/** What a program may do at most to a site that refuses it. */
export const BOUNDS = {
  /** Requests with a credential that was refused. Each counts as a failed login; Jira asks for a CAPTCHA after some. */
  refused: 10,
  /** The same request again after 401 or 403, whose answer stays the same. */
  retriesOfRefusal: 0,
  /** The same request again after 5xx. */
  retriesOfFailure: 5,
} as const;

/** Requests after which a program is ended, because it would go on. */
export const ENDLESS = { refused: 60, requests: 2000 } as const;

/** Milliseconds by which a program may be early, because its clock is another one. */
const TOLERANCE_MS = 50;

const isRefusal = ({ status }: SeenRequest): boolean => status === 401 || status === 403;

const isFailure = ({ status }: SeenRequest): boolean => (status ?? 0) >= 500;

const keyOf = ({ method, path, query, caller }: SeenRequest): string =>
  `${method} ${path} ${query} ${caller}`;

/** Returns how often the same request was made again after an answer of a kind, at most of one request. */
function retriesAfter(requests: readonly SeenRequest[], isOfKind: (request: SeenRequest) => boolean): number {
  const retries = [...Map.groupBy(requests, keyOf).values()].map((same) => {
    const first = same.findIndex(isOfKind);
    return first === -1 ? 0 : same.length - first - 1;
  });
  return Math.max(0, ...retries);
}

/** How often in words: a program that would go on is ended at some point, which says nothing. */
const times = (number: number): string =>
  number > ENDLESS.refused ? 'without end' : number === 1 ? 'once' : `${number} times`;

/** Whether the same request was made again before the time was over that a 429 asked to wait. */
function isEarly(requests: readonly SeenRequest[], retryAfterMs: number): boolean {
  return requests.some(
    (throttled, i) =>
      throttled.status === 429 &&
      requests
        .slice(i + 1)
        .some(
          (later) =>
            keyOf(later) === keyOf(throttled) && later.at < throttled.at + retryAfterMs - TOLERANCE_MS,
        ),
  );
}

/** Whether a program goes on asking although every answer is the same. */
export function isEndless(requests: readonly SeenRequest[]): boolean {
  return (
    requests.length > ENDLESS.requests ||
    retriesAfter(requests, (request) => isRefusal(request) || isFailure(request)) > ENDLESS.refused
  );
}

/** Returns in what a program asked too often; undefined if it did not. */
export function askedTooOften(requests: readonly SeenRequest[], retryAfterMs = 0): string | undefined {
  const refused = requests.filter((request) => isRefusal(request) && request.caller !== null).length;
  if (isEarly(requests, retryAfterMs))
    return 'It asked again before the time was over that Retry-After asked to wait.';
  const retries = retriesAfter(requests, isRefusal);
  if (retries > BOUNDS.retriesOfRefusal)
    return `It repeated a request that was refused with 401 or 403, ${times(retries)}.`;
  if (refused > BOUNDS.refused) return `It sent a refused credential ${times(refused)}.`;
  const failures = retriesAfter(requests, isFailure);
  return failures > BOUNDS.retriesOfFailure
    ? `It repeated a request that failed with 5xx, ${times(failures)}.`
    : undefined;
}
