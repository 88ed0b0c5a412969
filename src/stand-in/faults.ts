import type { IncomingMessage, ServerResponse } from 'node:http';
import type { State } from './behaviours.ts';
import { ECHO_NAMES, ECHOES, type Echo, type EchoName } from './echoes.ts';

/** A request as the stand-in remembers it: never its header. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly state: State;
  /** The same for the same `Authorization`, from which it is worked out; null where there was none. */
  readonly caller: string | null;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What goes wrong, beside what every fault has. */
export const FAULT_KINDS = [
  'status',
  'throttle',
  'reset',
  'reset-mid-body',
  'stall-headers',
  'stall-body',
  'slow-drip',
  'big-body',
  'not-json',
  'wrong-type',
  'redirect',
  'captcha',
  'suspended',
  'odd',
  'answer',
  'hostile',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** A fault on request. */
export interface StandInFault {
  readonly kind: FaultKind;
  /** How likely it is for a request, from 0 to 1; always unless it is given. */
  readonly rate?: number;
  /** How often it happens; for ever unless it is given. */
  readonly times?: number;
  /** Which requests it may hit. */
  readonly when?: (request: SeenRequest) => boolean;
  /** For `status`, `odd` and `answer`. */
  readonly status?: number;
  /** For `status`: a body of JSON instead of a page. */
  readonly json?: string;
  /** For `status` and `throttle`: the value of `Retry-After`. */
  readonly retryAfter?: string;
  /** It comes from something before the site, such as a proxy or an edge, which does not say that it is the stand-in. */
  readonly before?: true;
  /** For `redirect`: where to. */
  readonly to?: string;
  /** For `answer`: what the answer is made of, beside its status. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  /** For `big-body`. */
  readonly bytes?: number;
  /** For `hostile`: how it repeats what it was told; another way for each path unless it is given. */
  readonly echo?: EchoName;
}

type FaultHandler = (fault: StandInFault, response: ServerResponse, request: IncomingMessage) => void;

const HTML = '<!doctype html><html lang="en"><head><title>Trouble</title></head><body>Trouble</body></html>';

const html: FaultHandler = ({ status = 503, retryAfter, json }, response) => {
  response.writeHead(status, {
    'content-type': json === undefined ? 'text/html;charset=UTF-8' : 'application/json',
    ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
  });
  response.end(json ?? HTML);
};

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): FaultHandler =>
  (_fault, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

/** Part of an answer, after which something else happens. */
const begun = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '4096' });
  response.write('[{"id":"1000');
};

/** Characters that a header can carry. */
const printable = (text: string): string => text.replaceAll(/[^ -~]/g, '?');

/** Repeats what it was told, in a place where a careless client would keep it. */
const hostile: FaultHandler = ({ echo }, response, { headers, url = '' }) => {
  const { authorization: header = 'none' } = headers;
  const [scheme = '', value = ''] = header.split(' ');
  const decoded = printable(Buffer.from(value, 'base64').toString('latin1'));
  const pair = scheme.toLowerCase() === 'bearer' ? value : decoded;
  const turn = [...Buffer.from(url)].reduce((sum, byte) => (sum * 31 + byte) % 65_521, header.length);
  const name = echo ?? ECHO_NAMES[turn % ECHO_NAMES.length] ?? 'error JSON';
  const told = { header, pair, secret: pair.slice(pair.indexOf(':') + 1), turn };
  const answer: Echo = ECHOES[name](told);
  if (answer.reason !== undefined) response.statusMessage = answer.reason;
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    ...answer.headers,
  });
  response.end(answer.body);
};

const RESET_IN = '2099-01-01T00:00:00Z';

/** What each kind does to the answer. Those that never answer end when the stand-in closes. */
const HANDLERS: Record<FaultKind, FaultHandler> = {
  status: html,
  throttle: (fault, ...rest) =>
    json(
      429,
      { errorMessages: ['Rate limit exceeded.'] },
      {
        'retry-after': fault.retryAfter ?? '1',
        'x-ratelimit-limit': '350',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': RESET_IN,
        'ratelimit-reason': 'jira-burst-based',
      },
    )(fault, ...rest),
  reset: (_fault, response) => void response.socket?.resetAndDestroy(),
  'reset-mid-body': (_fault, response) => {
    begun(response);
    setImmediate(() => response.socket?.resetAndDestroy());
  },
  'stall-headers': () => undefined,
  'stall-body': (_fault, response) => begun(response),
  'slow-drip': (_fault, response) => {
    begun(response);
    const timer = setInterval(() => response.write('0'), 50);
    response.once('close', () => clearInterval(timer));
  },
  'big-body': ({ bytes = 20 * 2 ** 20 }, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const part = `${'"example",'.repeat(6553)}\n`;
    let left = bytes;
    const more = (): void => {
      while (left > 0 && !response.destroyed) {
        left -= part.length;
        if (!response.write(part)) return void response.once('drain', more);
      }
      response.end('"end"]');
    };
    response.write('[');
    more();
  },
  'not-json': json(200, '{"broken": '),
  'wrong-type': (_fault, response) => {
    response.writeHead(200, { 'content-type': 'text/html;charset=UTF-8' });
    response.end(HTML.replaceAll('Trouble', 'Log in'));
  },
  redirect: ({ to = '/login.jsp?os_destination=%2F' }, response) => {
    response.writeHead(302, { location: to });
    response.end();
  },
  captcha: json(
    403,
    { errorMessages: ['Login denied.'] },
    {
      'x-authentication-denied-reason':
        'CAPTCHA_CHALLENGE; login-url=https://jira-site.example.com/login.jsp',
      'x-seraph-loginreason': 'AUTHENTICATION_DENIED',
    },
  ),
  suspended: json(404, { errorMessage: 'Site temporarily unavailable', errorCode: 'OTHER' }),
  odd: (fault, ...rest) => json(fault.status ?? 200, [])(fault, ...rest),
  answer: ({ status = 200, headers = {}, body = '' }, response) => {
    for (const [name, value] of Object.entries(headers)) {
      response.setHeader(name, typeof value === 'string' ? value : [...value]);
    }
    response.statusCode = status;
    response.end(body);
  },
  hostile,
};

/** The faults that are switched on, each with how often it is left. */
export class Faults {
  readonly #random: () => number;
  readonly #active = new Map<StandInFault, number>();

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Kinds of the faults that are switched on. */
  get kinds(): FaultKind[] {
    return [...this.#active.keys()].map(({ kind }) => kind);
  }

  /** Switches a fault on; the function that is given back switches it off. */
  add(fault: StandInFault): () => void {
    this.#active.set(fault, fault.times ?? Number.POSITIVE_INFINITY);
    return () => void this.#active.delete(fault);
  }

  /** Switches all faults off. */
  clear(): void {
    this.#active.clear();
  }

  /** Lets the first fault that applies to a request have it. False: none does. */
  strike(seen: SeenRequest, request: IncomingMessage, response: ServerResponse): boolean {
    for (const [fault, left] of this.#active) {
      const applies = left > 0 && (fault.when?.(seen) ?? true) && this.#random() < (fault.rate ?? 1);
      if (!applies) continue;
      this.#active.set(fault, left - 1);
      if (fault.before) for (const name of response.getHeaderNames()) response.removeHeader(name);
      HANDLERS[fault.kind](fault, response, request);
      return true;
    }
    return false;
  }
}
