import { findOperation } from '../contract/operations.ts';
import type { RecordedResponse } from './exchange.ts';
import type { Anonymiser } from './anonymiser.ts';
import { parsedJson } from '../json.ts';
import { canonical, isList, shapeOfText, shapeOfValue, type Shape } from './shape.ts';
import type { RawResponse } from './raw-response.ts';

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

/** A header that comes more often than this is not Jira's. */
const MAX_VALUES = 20;

/** Atlassian's own cookies, whose names say nothing about the site. */
const COOKIES: ReadonlySet<string> = new Set(['atlassian.xsrf.token', 'JSESSIONID']);

/** Name of a cookie, where it is one of Atlassian's, and never its value. */
function cookie(value: string, scrubber: Anonymiser): string {
  const [pair = ''] = value.split(';');
  const name = pair.includes('=') ? pair.slice(0, pair.indexOf('=')).trim() : '';
  return `${COOKIES.has(name) ? name : scrubber.name('cookie', name)}=kept-out`;
}

/** How special headers are made safe; the others are scrubbed. */
const SPECIAL: ReadonlyMap<string, (value: string, scrubber: Anonymiser) => string> = new Map([
  // An empty one names no account.
  ['x-aaccountid', (value, scrubber) => (value.trim() === '' ? '' : scrubber.name('account', value))],
  ['set-cookie', cookie],
  // The query of a redirect repeats what was asked, and may hold a session.
  ['location', (value, scrubber) => scrubber.anonymise(value.split(/[?#]/)[0] ?? '')],
]);

function withSafeKeys(shape: Shape, scrubber: Anonymiser): Shape {
  if (typeof shape === 'string') return shape;
  if (isList(shape)) return shape.map((item) => withSafeKeys(item, scrubber));
  return Object.fromEntries(
    Object.entries(shape).map(([key, item]) => [scrubber.key(key), withSafeKeys(item, scrubber)]),
  );
}

/** A short JSON value with each of its texts made safe. It nests no deeper than its few characters allow. */
function safeValue(value: unknown, scrubber: Anonymiser): unknown {
  if (typeof value === 'string') return scrubber.anonymiseText(value);
  if (typeof value === 'number') {
    const text = String(value);
    return scrubber.anonymiseText(text) === text ? value : 0;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => safeValue(item, scrubber));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [scrubber.key(key), safeValue(item, scrubber)]),
  );
}

/** JSON without the white space between its parts. */
const compact = (json: string): string => json.replaceAll(/("(?:[^"\\]|\\.)*")|\s/g, '$1');

/** A short error as it was written, apart from what is not safe in it. */
function safeText(text: string, value: unknown, scrubber: Anonymiser): string {
  if (value === undefined) return scrubber.anonymiseText(text);
  const safe = JSON.stringify(safeValue(value, scrubber));
  // Otherwise something of the text was changed, or is not in the value, such as the first of two keys of one name.
  return safe === compact(text) ? text : safe;
}

function sanitiseBody(
  { status, text }: RawResponse,
  scrubber: Anonymiser,
  maps: readonly string[],
): RecordedResponse['body'] {
  if (text === null) return undefined;
  const value = parsedJson(text);
  scrubber.learn(value);
  const shape = value === undefined ? shapeOfText(text) : shapeOfValue(value, maps);
  const isShortError = status >= 300 && text.length <= SHORT && shape !== 'html' && shape !== 'empty';
  return isShortError
    ? { text: safeText(text, value, scrubber) }
    : { shape: canonical(withSafeKeys(shape, scrubber)) };
}

function sanitiseHeaders({ headers }: RawResponse, scrubber: Anonymiser): Record<string, string | string[]> {
  const safe = (name: string, value: string): string =>
    (SPECIAL.get(name)?.(value, scrubber) ?? scrubber.anonymise(value)).slice(0, HEADER_LENGTH);
  return Object.fromEntries(
    HEADERS.flatMap((name) => {
      const value = headers[name];
      if (value === undefined) return [];
      const values = typeof value === 'string' ? value : value.slice(0, MAX_VALUES);
      return [[name, typeof values === 'string' ? safe(name, values) : values.map((one) => safe(name, one))]];
    }),
  );
}

/**
 * What may be kept of a response: the status, the headers that matter, a short error as it was written, and of data
 * only its shape. Secrets are taken out of every text before anything else sees it; people's data is replaced, in the
 * same way in all responses of one scrubber. Nothing that tells how Jira treated the credential is touched.
 *
 * @param operation which of its parts are maps, whose keys are data, its row says
 */
export function sanitiseResponse(wire: RawResponse, scrubber: Anonymiser, operation = ''): RecordedResponse {
  const maps = findOperation(operation)?.maps ?? [];
  const body = sanitiseBody(wire, scrubber, maps);
  return { status: wire.status, headers: sanitiseHeaders(wire, scrubber), ...(body && { body }) };
}
