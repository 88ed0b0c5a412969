import { z } from 'zod';
import { shapeOf } from '../evidence/shape.ts';
import { addressOf, type AskedOperation, type OperationIndex } from './asked-operation.ts';
import {
  isFromStandIn,
  judgeResponse,
  type GivenResponse,
  type Judgement,
  type Sent,
} from './explain-response.ts';
import { headersOf } from './raw-text.ts';

const HEADERS = z.array(z.object({ name: z.string(), value: z.string() }));

/** An entry of a HAR file, as far as it matters here. Files of browsers have much more, and each its own. */
const ENTRY = z.object({
  request: z.object({
    method: z.string().regex(/^[A-Za-z]{1,20}$/),
    url: z.string(),
    headers: HEADERS.optional(),
  }),
  response: z.object({
    status: z.int().min(0).max(999),
    headers: HEADERS.optional(),
    content: z.object({ text: z.string().optional(), encoding: z.string().optional() }).optional(),
  }),
});

type Entry = z.infer<typeof ENTRY>;

const HAR = z.object({ log: z.object({ entries: z.array(z.unknown()) }) });

/** The hosts that count. */
export interface Hosts {
  /** Whether a host is a Jira site. */
  readonly isSite: (hostname: string) => boolean;
  /** Whether a host is the gateway in front of the sites. */
  readonly isGateway: (hostname: string) => boolean;
}

/** A request of a HAR file and what its answer shows. */
export interface HarLine extends Judgement {
  /** The number of the entry in the file, from 1. */
  readonly number: number;
  readonly host: string;
  readonly operation: string;
}

/** What a HAR file shows. */
export interface HarExplanation {
  readonly kind: 'har';
  readonly lines: readonly HarLine[];
  /** The first request whose answer shows that the credential was dead. */
  readonly firstDead: HarLine | undefined;
  /** Number of requests after it, and of those among them whose answers show the same. */
  readonly after: { readonly requests: number; readonly dead: number };
  /** Entries that were left out. */
  readonly ignored: {
    /** Requests to hosts that are no Jira site. */
    readonly otherHosts: number;
    /** Requests to a Jira site outside its REST API: pages, pictures, Confluence. */
    readonly otherPaths: number;
    /** Requests without an answer. */
    readonly unanswered: number;
    /** Entries that are not in the format. */
    readonly malformed: number;
  };
  /** Number of judged requests for which no Authorization is recorded. Browsers leave it out. */
  readonly withoutAuthorization: number;
  /** What was taken to have been sent with them. */
  readonly assumed: Sent | undefined;
  /** Whether the stand-in gave one of the answers. */
  readonly standIn: boolean;
}

/** Returns the entries of a HAR file; undefined if it is none. */
export function entriesOfHar(value: unknown): readonly unknown[] | undefined {
  const result = HAR.safeParse(value);
  return result.success ? result.data.log.entries : undefined;
}

const fieldsOf = (headers: Entry['request']['headers'] = []): Record<string, string[]> =>
  headersOf(headers.map(({ name, value }) => [name.toLowerCase(), value]));

/** Returns the values of Authorization in an entry. */
function authorizations({ request }: Pick<Entry, 'request'>): string[] {
  return fieldsOf(request.headers)['authorization'] ?? [];
}

/** Returns the credentials that a HAR file holds, so that they are kept out of every output. */
export function credentialsIn(entries: readonly unknown[]): string[] {
  const found = entries.flatMap((entry) => {
    const result = ENTRY.safeParse(entry);
    return result.success ? authorizations(result.data) : [];
  });
  return [...new Set(found)];
}

function sentIn(entry: Entry): Sent | undefined {
  const [value] = authorizations(entry);
  if (value === undefined || value.trim() === '') {
    // A browser never sends a credential when it asks whether it may send a request.
    return entry.request.method.toUpperCase() === 'OPTIONS' ? 'none' : undefined;
  }
  // Any other scheme, such as the signed tokens of apps, is no Basic pair either.
  return /^basic\b/i.test(value.trim()) ? 'basic' : 'bearer';
}

function textOf({ content }: Entry['response']): string | undefined {
  if (content?.text === undefined) return undefined;
  return content.encoding === 'base64' ? Buffer.from(content.text, 'base64').toString('utf8') : content.text;
}

/** A part of a path that is a word or a version of an API, not a name, an address or a key that somebody chose. */
const PLAIN = /^(?:[A-Za-z_-]{1,32}|\d{1,2}(?:\.\d{1,2})?)$/;

/** Returns the name of an operation. A path that no table has may hold anything, so only its plain parts are repeated. */
function nameOf({ name, known, published }: AskedOperation): string {
  if (known ?? published) return name;
  const [method = '', path = ''] = name.split(' ');
  const parts = path.split('/').map((part) => (part === '' || PLAIN.test(part) ? part : '…'));
  return `${method} ${parts.join('/')}`;
}

/** An entry of a Jira site, ready to be judged. */
interface Prepared {
  readonly number: number;
  readonly host: string;
  readonly operation: AskedOperation;
  /** Undefined if it is not on record. */
  readonly sent: Sent | undefined;
  readonly response: GivenResponse;
}

type Ignored = HarExplanation['ignored'];

function prepare(
  value: unknown,
  number: number,
  index: OperationIndex,
  { isSite, isGateway }: Hosts,
): Prepared | keyof Ignored {
  const result = ENTRY.safeParse(value);
  if (!result.success) return 'malformed';
  const { request, response } = result.data;
  const url = URL.parse(request.url);
  if (!url) return 'malformed';
  const atGateway = isGateway(url.hostname);
  if (!atGateway && !isSite(url.hostname)) return 'otherHosts';
  const address = addressOf(url, atGateway);
  if (!address.path.startsWith('/rest/') && address.place !== 'admin') return 'otherPaths';
  if (response.status === 0) return 'unanswered';
  const text = textOf(response);
  return {
    number,
    host: url.host,
    operation: index.at(request.method.toUpperCase(), address),
    sent: sentIn(result.data),
    response: {
      status: response.status,
      headers: fieldsOf(response.headers),
      shape: text === undefined ? undefined : shapeOf(text),
      complete: response.headers !== undefined && response.headers.length > 0,
    },
  };
}

/**
 * Returns what each request of a HAR file shows about the credential, in the order of the file.
 *
 * @param assumed what was sent where the file records no Authorization; undefined if nothing was
 */
export function explainHar(
  entries: readonly unknown[],
  index: OperationIndex,
  hosts: Hosts,
  assumed: Sent | undefined,
): HarExplanation {
  const ignored: Record<keyof Ignored, number> = {
    otherHosts: 0,
    otherPaths: 0,
    unanswered: 0,
    malformed: 0,
  };
  const prepared: Prepared[] = [];
  for (const [i, entry] of entries.entries()) {
    const one = prepare(entry, i + 1, index, hosts);
    if (typeof one === 'string') ignored[one] += 1;
    else prepared.push(one);
  }
  // One answer that names an account shows that the site names them.
  const naming = new Set(
    prepared
      .filter(({ response }) => response.headers['x-aaccountid']?.some((value) => value.trim() !== ''))
      .map(({ host }) => host),
  );
  const lines = prepared.map(({ number, host, operation, sent, response }): HarLine => ({
    number,
    host,
    operation: nameOf(operation),
    ...judgeResponse(response, {
      sent: sent ?? assumed ?? 'none',
      place: operation.place,
      operation,
      namesAccounts: naming.has(host) ? true : undefined,
    }),
  }));
  const first = lines.findIndex(({ state }) => state === 'dead');
  const later = first === -1 ? [] : lines.slice(first + 1);
  return {
    kind: 'har',
    lines,
    firstDead: lines[first],
    after: { requests: later.length, dead: later.filter(({ state }) => state === 'dead').length },
    ignored,
    withoutAuthorization: prepared.filter(({ sent }) => sent === undefined).length,
    assumed,
    standIn: prepared.some(({ response }) => isFromStandIn(response)),
  };
}
