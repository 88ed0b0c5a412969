import { findOperation } from '../contract/operations.ts';
import type { RecordedResponse } from './exchange.ts';
import type { Anonymiser } from './anonymiser.ts';
import { tryParseJson } from '../json.ts';
import { sortKeys, isList, shapeOfText, shapeOfValue, type Shape } from './shape.ts';
import type { RawResponse } from './raw-response.ts';

/** The headers that reveal something about a credential or about rate limits, or help Atlassian to find a request. */
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

/**
 * Maximum length of an error body that is stored as text, in characters; of anything else, only the shape is stored.
 */
const MAX_TEXT_LENGTH = 600;

const MAX_HEADER_LENGTH = 300;

/** Maximum number of values of one header; Jira sends fewer. */
const MAX_VALUES = 20;

/** Atlassian's own cookies, whose names reveal nothing about the site. */
const COOKIES: ReadonlySet<string> = new Set(['atlassian.xsrf.token', 'JSESSIONID']);

/** Returns the name of a cookie, as a pseudonym unless it is one of Atlassian's, and never its value. */
function cookie(value: string, anonymiser: Anonymiser): string {
  const [pair = ''] = value.split(';');
  const name = pair.includes('=') ? pair.slice(0, pair.indexOf('=')).trim() : '';
  return `${COOKIES.has(name) ? name : anonymiser.pseudonymOf('cookie', name)}=kept-out`;
}

/** How special headers are sanitised; the others are anonymised. */
const SPECIAL: ReadonlyMap<string, (value: string, anonymiser: Anonymiser) => string> = new Map([
  // An empty value names no account.
  [
    'x-aaccountid',
    (value, anonymiser) => (value.trim() === '' ? '' : anonymiser.pseudonymOf('account', value)),
  ],
  ['set-cookie', cookie],
  // The query of a redirect repeats the request, and may contain a session.
  ['location', (value, anonymiser) => anonymiser.anonymise(value.split(/[?#]/)[0] ?? '')],
]);

function withSafeKeys(shape: Shape, anonymiser: Anonymiser): Shape {
  if (typeof shape === 'string') return shape;
  if (isList(shape)) return shape.map((item) => withSafeKeys(item, anonymiser));
  return Object.fromEntries(
    Object.entries(shape).map(([key, item]) => [
      anonymiser.anonymiseKey(key),
      withSafeKeys(item, anonymiser),
    ]),
  );
}

/** Returns a short JSON value with each of its texts anonymised. Its few characters limit its depth. */
function safeValue(value: unknown, anonymiser: Anonymiser): unknown {
  if (typeof value === 'string') return anonymiser.anonymiseText(value);
  if (typeof value === 'number') {
    const text = String(value);
    return anonymiser.anonymiseText(text) === text ? value : 0;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => safeValue(item, anonymiser));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [anonymiser.anonymiseKey(key), safeValue(item, anonymiser)]),
  );
}

/** Returns JSON without the white space between its parts. */
const compact = (json: string): string => json.replaceAll(/("(?:[^"\\]|\\.)*")|\s/g, '$1');

/** Returns a short error as it was written, except for what is not safe. */
function safeText(text: string, value: unknown, anonymiser: Anonymiser): string {
  if (value === undefined) return anonymiser.anonymiseText(text);
  const safe = JSON.stringify(safeValue(value, anonymiser));
  // Otherwise something in the text was changed, or is missing from the value, such as the first of two equal keys.
  return safe === compact(text) ? text : safe;
}

function sanitiseBody(
  { status, text }: RawResponse,
  anonymiser: Anonymiser,
  maps: readonly string[],
): RecordedResponse['body'] {
  if (text === null) return undefined;
  const value = tryParseJson(text);
  anonymiser.learn(value);
  const shape = value === undefined ? shapeOfText(text) : shapeOfValue(value, maps);
  const isShortError =
    status >= 300 && text.length <= MAX_TEXT_LENGTH && shape !== 'html' && shape !== 'empty';
  return isShortError
    ? { text: safeText(text, value, anonymiser) }
    : { shape: sortKeys(withSafeKeys(shape, anonymiser)) };
}

function sanitiseHeaders(
  { headers }: RawResponse,
  anonymiser: Anonymiser,
): Record<string, string | string[]> {
  const safe = (name: string, value: string): string =>
    (SPECIAL.get(name)?.(value, anonymiser) ?? anonymiser.anonymise(value)).slice(0, MAX_HEADER_LENGTH);
  return Object.fromEntries(
    HEADERS.flatMap((name) => {
      const value = headers[name];
      if (value === undefined) return [];
      const values = typeof value === 'string' ? value : value.slice(0, MAX_VALUES);
      return [
        [name, typeof values === 'string' ? safe(name, values) : values.map((line) => safe(name, line))],
      ];
    }),
  );
}

/**
 * Returns what may be stored of a response: the status, the relevant headers, the text of a short error, and only the
 * shape of data. Secrets are removed from every text before anything else sees it; personal data is replaced,
 * consistently in all responses of one anonymiser. Everything that shows how Jira treated the credential stays.
 *
 * @param operation id of the operation, whose row names the parts that are maps, with data as keys
 */
export function sanitiseResponse(
  response: RawResponse,
  anonymiser: Anonymiser,
  operation = '',
): RecordedResponse {
  const maps = findOperation(operation)?.maps ?? [];
  const body = sanitiseBody(response, anonymiser, maps);
  return { status: response.status, headers: sanitiseHeaders(response, anonymiser), ...(body && { body }) };
}
