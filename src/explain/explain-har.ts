import { z } from 'zod';
import { addressOf, type AskedOperation, type OperationIndex } from './asked-operation.ts';
import {
  bodyOf,
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

/** Where the entries are in a HAR file. */
export const HAR_ENTRIES = ['log', 'entries'] as const;

/** The hosts that count. */
export interface Hosts {
  /** Whether an address is of a Jira site. */
  readonly isSite: (url: Pick<URL, 'host' | 'hostname'>) => boolean;
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

const fieldsOf = (headers: Entry['request']['headers'] = []): Record<string, string[]> =>
  headersOf(headers.map(({ name, value }) => [name.toLowerCase(), value]));

/** Returns the values of Authorization in an entry. */
function authorizations({ request }: Pick<Entry, 'request'>): string[] {
  return fieldsOf(request.headers)['authorization'] ?? [];
}

/** Returns the credentials that an entry holds, so that they are kept out of every output. */
export function credentialsIn(entry: unknown): string[] {
  const result = ENTRY.safeParse(entry);
  return result.success ? authorizations(result.data) : [];
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
  if (!atGateway && !isSite(url)) return 'otherHosts';
  const address = addressOf(url, atGateway);
  if (!address.path.startsWith('/rest/') && address.place !== 'admin') return 'otherPaths';
  if (response.status === 0) return 'unanswered';
  return {
    number,
    host: url.host,
    operation: index.at(request.method.toUpperCase(), address),
    sent: sentIn(result.data),
    response: {
      status: response.status,
      headers: fieldsOf(response.headers),
      ...bodyOf(textOf(response)),
      complete: response.headers !== undefined && response.headers.length > 0,
    },
  };
}

/** A line before it is known whether the site names accounts in other answers. */
interface Pending {
  readonly line: HarLine;
  /** The same if it does. */
  readonly whereNamed: HarLine;
}

/** Reads the entries of a HAR file one by one, and stores only what each shows. */
export class HarReader {
  readonly #index: OperationIndex;
  readonly #hosts: Hosts;
  readonly #assumed: Sent | undefined;
  readonly #ignored: Record<keyof Ignored, number> = {
    otherHosts: 0,
    otherPaths: 0,
    unanswered: 0,
    malformed: 0,
  };
  readonly #pending: Pending[] = [];
  /** The hosts of which an answer names an account: one shows that the site names them. */
  readonly #naming = new Set<string>();
  #number = 0;
  #withoutAuthorization = 0;
  #standIn = false;

  /** @param assumed what was sent where the file records no Authorization; undefined if nothing was */
  constructor(index: OperationIndex, hosts: Hosts, assumed: Sent | undefined) {
    this.#index = index;
    this.#hosts = hosts;
    this.#assumed = assumed;
  }

  /** Reads the next entry. */
  add(entry: unknown): void {
    this.#number += 1;
    const one = prepare(entry, this.#number, this.#index, this.#hosts);
    if (typeof one === 'string') {
      this.#ignored[one] += 1;
      return;
    }
    const { number, host, operation, sent, response } = one;
    const judge = (namesAccounts: true | undefined): HarLine => ({
      number,
      host,
      operation: nameOf(operation),
      ...judgeResponse(response, {
        sent: sent ?? this.#assumed ?? 'none',
        place: operation.place,
        operation,
        namesAccounts,
      }),
    });
    this.#pending.push({ line: judge(undefined), whereNamed: judge(true) });
    if (response.headers['x-aaccountid']?.some((value) => value.trim() !== '')) this.#naming.add(host);
    if (sent === undefined) this.#withoutAuthorization += 1;
    this.#standIn ||= isFromStandIn(response);
  }

  /** Returns what each request shows about the credential, in the order of the file. */
  explanation(): HarExplanation {
    const lines = this.#pending.map(({ line, whereNamed }) =>
      this.#naming.has(line.host) ? whereNamed : line,
    );
    const first = lines.findIndex(({ state }) => state === 'dead');
    const later = first === -1 ? [] : lines.slice(first + 1);
    return {
      kind: 'har',
      lines,
      firstDead: lines[first],
      after: { requests: later.length, dead: later.filter(({ state }) => state === 'dead').length },
      ignored: { ...this.#ignored },
      withoutAuthorization: this.#withoutAuthorization,
      assumed: this.#assumed,
      standIn: this.#standIn,
    };
  }
}
