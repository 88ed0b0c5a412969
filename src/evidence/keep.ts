import type { KeptResponse } from './exchange.ts';
import type { Scrubber } from './scrub.ts';
import { isList, shapeOf, type Shape } from './shape.ts';
import type { Wire } from './wire.ts';

/** The headers that say something about a credential, about politeness, or help Atlassian to find a request. */
const HEADERS = [
  'content-type',
  'www-authenticate',
  'x-seraph-loginreason',
  'x-authentication-denied-reason',
  'x-aaccountid',
  'x-failure-category',
  'location',
  'retry-after',
  'ratelimit-reason',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'server',
  'date',
  'atl-traceid',
  'x-arequestid',
  'x-trace-id',
  'set-cookie',
  'x-stand-in',
] as const;

/** A body of an error up to this length is kept as it is; of anything else, its shape. */
const SHORT = 600;

const HEADER_LENGTH = 300;

/** Name and value of a cookie: the name says which, the value is nobody's business. */
const cookie = (value: string): string => `${value.split('=')[0] ?? ''}=kept-out`;

/** How special headers are made safe; the others are scrubbed. */
const SPECIAL: Readonly<Record<string, (value: string, scrubber: Scrubber) => string>> = {
  // An empty one names no account.
  'x-aaccountid': (value, scrubber) => (value.trim() === '' ? '' : scrubber.name('account', value)),
  'set-cookie': cookie,
  // The query of a redirect repeats what was asked, and may hold a session.
  location: (value, scrubber) => scrubber.scrub(value.split(/[?#]/)[0] ?? ''),
};

const scrubKeys = (shape: Shape, scrubber: Scrubber): Shape => {
  if (typeof shape === 'string') return shape;
  if (isList(shape)) return shape.map((item) => scrubKeys(item, scrubber));
  return Object.fromEntries(
    Object.entries(shape).map(([key, item]) => [scrubber.scrub(key), scrubKeys(item, scrubber)]),
  );
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

function keptBody({ status, text }: Wire, scrubber: Scrubber): KeptResponse['body'] {
  if (text === null) return undefined;
  scrubber.learn(parsed(text));
  const shape = shapeOf(text);
  const isShortError = status >= 300 && text.length <= SHORT && shape !== 'html' && shape !== 'empty';
  return isShortError ? { text: scrubber.scrub(text) } : { shape: scrubKeys(shape, scrubber) };
}

function keptHeaders({ headers }: Wire, scrubber: Scrubber): Record<string, string | string[]> {
  const safe = (name: string, value: string): string =>
    (SPECIAL[name]?.(value, scrubber) ?? scrubber.scrub(value)).slice(0, HEADER_LENGTH);
  return Object.fromEntries(
    HEADERS.flatMap((name) => {
      const value = headers[name];
      if (value === undefined) return [];
      return [[name, typeof value === 'string' ? safe(name, value) : value.map((one) => safe(name, one))]];
    }),
  );
}

/**
 * What may be kept of a response: the status, the headers that matter, a short error as it was written, and of data
 * only its shape. People's data is replaced, in the same way in all responses of one scrubber.
 */
export function keep(wire: Wire, scrubber: Scrubber): KeptResponse {
  const body = keptBody(wire, scrubber);
  return { status: wire.status, headers: keptHeaders(wire, scrubber), ...(body && { body }) };
}
