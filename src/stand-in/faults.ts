import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import { ECHO_NAMES, ECHOES, type Echo, type EchoName } from './echoes.ts';
import type { SeenRequest } from './requests.ts';

/** The kinds of faults. */
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
  'edge-403',
  'ip-allowlist',
  'own-401',
  'not-found',
  'suspended',
  'odd',
  'answer',
  'hostile',
] as const;

/** A kind of fault. */
export type FaultKind = (typeof FAULT_KINDS)[number];

/** A fault that can be injected. */
export interface StandInFault {
  readonly kind: FaultKind;
  /** Probability per request, from 0 to 1; 1 by default. */
  readonly rate?: number;
  /** Number of times it occurs; unlimited by default. */
  readonly times?: number;
  /** Which requests it may affect; all by default. */
  readonly when?: (request: SeenRequest) => boolean;
  /** For `status`, `odd` and `answer`. */
  readonly status?: number;
  /** For `status`: a JSON body instead of a page. */
  readonly json?: string;
  /** For `status` and `throttle`: the value of `Retry-After`. */
  readonly retryAfter?: string;
  /** It comes from a server in front of the site, such as a proxy or an edge, which does not identify itself as the stand-in. */
  readonly before?: true;
  /** For `redirect`: the target. */
  readonly to?: string;
  /** For `answer`: headers and body, in addition to the status. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  /** For `big-body`: size in bytes. */
  readonly bytes?: number;
  /** For `hostile`: how it repeats the credential; by default depending on the path. */
  readonly echo?: EchoName;
}

/** Writes an answer. @param ofCaller the headers of an answer to the account, if the caller is the account */
type FaultHandler = (
  fault: StandInFault,
  response: ServerResponse,
  request: IncomingMessage,
  ofCaller: Readonly<Record<string, string>>,
) => void;

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

/** An answer that Jira itself gives to the caller, whether it is the account or not. */
const fromJira =
  (status: number, message: string): FaultHandler =>
  (_fault, response, _request, ofCaller) => {
    response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...ofCaller });
    response.end(JSON.stringify({ errorMessages: [message], errors: {} }));
  };

/** Drops a connection. Only plain TCP can be reset. */
const drop = ({ socket }: ServerResponse): void => {
  if (socket instanceof TLSSocket) socket.destroy();
  else socket?.resetAndDestroy();
};

/** Writes the beginning of an answer. */
const writePartially = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '4096' });
  response.write('[{"id":"1000');
};

/** Replaces characters that a header cannot contain. */
const printable = (text: string): string => text.replaceAll(/[^ -~]/g, '?');

/** Repeats the credential in a place where a careless client would record it. */
const hostile: FaultHandler = ({ echo }, response, { headers, url = '' }) => {
  const { authorization: header = 'none' } = headers;
  const [scheme = '', value = ''] = header.split(' ');
  const decoded = printable(Buffer.from(value, 'base64').toString('latin1'));
  const pair = scheme.toLowerCase() === 'bearer' ? value : decoded;
  const turn = [...Buffer.from(url)].reduce((sum, byte) => (sum * 31 + byte) % 65_521, header.length);
  const name = echo ?? ECHO_NAMES[turn % ECHO_NAMES.length] ?? 'error JSON';
  const received = { header, pair, secret: pair.slice(pair.indexOf(':') + 1), turn };
  const answer: Echo = ECHOES[name](received);
  if (answer.reason !== undefined) response.statusMessage = answer.reason;
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    ...answer.headers,
  });
  response.end(answer.body);
};

const RESET_IN = '2099-01-01T00:00:00Z';

/** The handler of each kind. Requests that never get an answer end when the stand-in closes. */
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
  reset: (_fault, response) => drop(response),
  'reset-mid-body': (_fault, response) => {
    writePartially(response);
    setImmediate(() => drop(response));
  },
  'stall-headers': () => undefined,
  'stall-body': (_fault, response) => writePartially(response),
  'slow-drip': (_fault, response) => {
    writePartially(response);
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
  // Since 2025 the edge refuses with a page, which says nothing about the credential. Its words are made up.
  'edge-403': (_fault, response) => {
    response.writeHead(403, { 'content-type': 'text/html', 'x-cache': 'Error from cloudfront' });
    response.end(HTML.replaceAll('Trouble', 'Forbidden (made up by the stand-in)'));
  },
  // The body is documented, the status is not: 403 is a guess.
  'ip-allowlist': fromJira(
    403,
    'The IP address has been rejected because it is not on the allowed list. See your admin for more information.',
  ),
  // Measured 2026-09 on the roles of a public project: the operation refuses, whoever asks.
  'own-401': fromJira(401, 'You cannot edit the configuration of this project.'),
  'not-found': fromJira(404, 'Issue does not exist or you do not have permission to see it.'),
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

/** The active faults, with the number of times each may still occur. */
export class Faults {
  readonly #random: () => number;
  readonly #active = new Map<StandInFault, number>();

  constructor(random: () => number) {
    this.#random = random;
  }

  /** The kinds of the active faults. */
  get kinds(): FaultKind[] {
    return [...this.#active.keys()].map(({ kind }) => kind);
  }

  /** Activates a fault, and returns a function that deactivates it. */
  add(fault: StandInFault): () => void {
    this.#active.set(fault, fault.times ?? Number.POSITIVE_INFINITY);
    return () => void this.#active.delete(fault);
  }

  /** Deactivates all faults. */
  clear(): void {
    this.#active.clear();
  }

  /** Applies the first matching fault to a request. Returns false if none matches. */
  strike(
    seen: SeenRequest,
    request: IncomingMessage,
    response: ServerResponse,
    ofCaller: Readonly<Record<string, string>> = {},
  ): boolean {
    for (const [fault, left] of this.#active) {
      const applies = left > 0 && (fault.when?.(seen) ?? true) && this.#random() < (fault.rate ?? 1);
      if (!applies) continue;
      this.#active.set(fault, left - 1);
      if (fault.before) for (const name of response.getHeaderNames()) response.removeHeader(name);
      HANDLERS[fault.kind](fault, response, request, ofCaller);
      return true;
    }
    return false;
  }
}
