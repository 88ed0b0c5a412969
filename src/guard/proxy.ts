import { EventEmitter, once } from 'node:events';
import { createServer, METHODS, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Dispatcher } from 'undici';
import { Fault } from '../fault.ts';
import type { Network } from '../http/agent.ts';
import { openConnection, type Bounds } from '../http/connection.ts';
import { exchangeOver } from '../http/send.ts';
import { describeTransportError } from '../http/transport-errors.ts';
import { inertLine } from '../inert.ts';
import type { Verdict } from './assert-alive.ts';
import { SiteJudge } from './judge-with-myself.ts';
import type { ListenAddress } from './listen-address.ts';
import { MYSELF } from './myself.ts';
import { announcesTrailers, answerHeaders, pairsOf, reasonPhrase, requestHeaders } from './pass-headers.ts';
import { asBytes, ownAnswer, refusal, type OwnAnswer } from './refusal.ts';

/** What the guard did with an answer to a request with `Authorization`. */
export interface GuardedAnswer {
  readonly method: string;
  /** The path without its query, which can contain anything. */
  readonly path: string;
  /** The status that the site gave; undefined if it gave none. */
  readonly status: number | undefined;
  readonly verdict: Verdict;
  /** `passed`: unchanged. `refused`: a 401 instead. `withheld`: a 502 because of `strict`. `failed`: no answer came. */
  readonly outcome: 'passed' | 'refused' | 'withheld' | 'failed';
}

/** What the guard did with the requests so far. */
export interface GuardCounts {
  requests: number;
  /** Answers that were passed on, bytes unchanged. */
  passed: number;
  /** Answers to a dead token, which became 401. */
  dead: number;
  /** Answers of which not even `/myself` showed whether the token is alive. */
  undecided: number;
  /** Requests to which no answer came, or of which one side broke off. */
  failed: number;
}

/** Options of a guard. */
export interface GuardProxyOptions {
  readonly listen: ListenAddress;
  /** The origin of the site, which must be an allowed one. */
  readonly to: string;
  readonly network: Network;
  /** Whether an undecided answer becomes 502 instead of passing. */
  readonly strict: boolean;
  readonly now: () => number;
  /** Takes a line for the person who started the guard. */
  readonly say: (line: string) => void;
  /** Takes what was done with each answer to a request with `Authorization`. */
  readonly report?: ((answer: GuardedAnswer) => void) | undefined;
  /** Milliseconds that `/myself` may take. */
  readonly patience?: number;
}

/** A guard that listens. */
export interface GuardProxy {
  readonly origin: string;
  readonly counts: Readonly<GuardCounts>;
  /** Number of questions to `/myself`. */
  readonly asked: () => number;
  readonly close: () => Promise<void>;
}

/** The client has limits of its own: these are only for a site that hangs forever. */
const BOUNDS: Bounds = {
  connect: 10_000,
  headers: 300_000,
  body: 300_000,
  total: 30_000,
  maxBody: 2 ** 20,
};

/** Number of connections to the site. */
const CONNECTIONS = 256;

/** Bytes of the headers of a request or an answer. Node.js has 16 KiB, which cookies and policies can exceed. */
const MAX_HEADERS = 2 ** 16;

/** Milliseconds within which a line of one kind is printed once. */
const QUIET_FOR = 60_000;

/** Number of bytes of a replaced answer that are read, so that its connection can be used again. */
const DUMPED = 2 ** 17;

/** Number of characters of a path that are reported. */
export const MAX_PATH = 200;

/** Returns the path without its query: a query can contain anything, and the path is enough to find the place. */
const pathOf = ({ url = '' }: IncomingMessage): string => (url.split('?')[0] ?? '').slice(0, MAX_PATH);

const lineOf = (request: IncomingMessage): string => `${request.method} ${pathOf(request)}`;

/** Returns a header that may have several values as the lines of it. */
const fieldLines = ([name, values]: readonly [string, string | readonly string[]]): [string, string][] =>
  [values].flat().map((value) => [name, value]);

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Sends an answer of the guard's own. */
function answerWith(response: ServerResponse, { status, headers, body }: OwnAnswer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/** An answer of the site, with its headers as they came: names and values in turn. */
type Upstream = Omit<Dispatcher.ResponseData, 'headers'> & { readonly headers: string[] };

/** Returns headers that undici was asked to leave raw, which its types do not say. */
const rawHeaders = (headers: unknown): string[] => (Array.isArray(headers) ? headers.map(String) : []);

/** Replaces an answer of the site. */
async function replace(upstream: Upstream, response: ServerResponse, own: OwnAnswer): Promise<void> {
  answerWith(response, own);
  await upstream.body.dump({ limit: DUMPED }).catch(() => undefined);
}

/** Opens a proxy of one site that turns answers to a dead token into 401. */
export async function openGuard(options: GuardProxyOptions): Promise<GuardProxy> {
  const { listen, to, network, strict, now, say, report, patience } = options;
  const { dispatcher, destroy, isProxied } = openConnection([to], BOUNDS, {
    connections: CONNECTIONS,
    maxHeaderSize: MAX_HEADERS,
    methods: new Set(METHODS),
    network,
  });
  const counts: GuardCounts = { requests: 0, passed: 0, dead: 0, undecided: 0, failed: 0 };
  const said = new Map<string, number>();
  const judge = new SiteJudge({
    now,
    patience,
    ask: async (authorization, signal) => {
      const headers = { accept: 'application/json', authorization };
      const asked = { origin: to, path: MYSELF, method: 'GET', headers, signal } as const;
      const wire = await exchangeOver(dispatcher, asked, {
        maxBody: BOUNDS.maxBody,
        total: Number.POSITIVE_INFINITY,
      });
      return { head: wire, body: wire.text ?? '' };
    },
  });

  /** Prints a line, of each kind one a minute: a program that goes on asking must not fill the terminal. */
  function sayOnce(kind: string, text: string): void {
    const last = said.get(kind);
    if (last !== undefined && now() - last < QUIET_FOR) return;
    said.set(kind, now());
    say(inertLine(text));
  }

  function record(
    request: IncomingMessage,
    status: number | undefined,
    verdict: Verdict,
    outcome: GuardedAnswer['outcome'],
  ): void {
    const { method = '' } = request;
    if (request.headers.authorization) report?.({ method, path: pathOf(request), status, verdict, outcome });
  }

  function pass(
    { statusCode, statusText, headers, trailers, body }: Upstream,
    response: ServerResponse,
  ): void {
    // It can have broken off while /myself was asked, and nothing would come out of it any more.
    if (body.errored) throw body.errored;
    response.sendDate = false;
    response.writeHead(statusCode, reasonPhrase(statusText), answerHeaders(headers));
    body.once('error', () => {
      // Broken off: the client must see that as well.
      counts.failed += 1;
      counts.passed -= 1;
      response.destroy();
    });
    // Few answers have some, and another listener costs a tenth of the requests per second.
    if (announcesTrailers(headers)) {
      body.once('end', () => response.addTrailers(Object.entries(trailers).flatMap(fieldLines)));
    }
    body.pipe(response);
    counts.passed += 1;
  }

  function verdictOn(
    { statusCode, headers }: Upstream,
    request: IncomingMessage,
  ): Verdict | Promise<Verdict> {
    const head = { status: statusCode, headers: pairsOf(headers), url: request.url ?? '/' };
    return judge.verdict(head, request.headers.authorization);
  }

  async function act(upstream: Upstream, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!request.headers.authorization) return pass(upstream, response);
    const { statusCode } = upstream;
    const verdict = await verdictOn(upstream, request);
    const { state, signal } = verdict;
    if (state === 'dead') {
      counts.dead += 1;
      sayOnce(
        'dead',
        `Dead token: answered with 401 instead of ${statusCode}, because of ${signal} (${lineOf(request)})`,
      );
      record(request, statusCode, verdict, 'refused');
      return replace(upstream, response, refusal(verdict, statusCode));
    }
    if (signal.startsWith('myself-')) {
      counts.undecided += 1;
      const outcome = strict ? 'the answer was withheld (502)' : 'THE ANSWER WAS PASSED ON UNCHECKED';
      sayOnce(
        'undecided',
        `It is not known whether the token is alive, because ${MYSELF} gave no clear answer: ${outcome} (${lineOf(request)})`,
      );
      if (strict) {
        record(request, statusCode, verdict, 'withheld');
        const why = `The guard could not find out whether the API token is alive: ${MYSELF} gave no clear answer.`;
        return replace(upstream, response, ownAnswer(502, verdict, why));
      }
    }
    pass(upstream, response);
    record(request, statusCode, verdict, 'passed');
  }

  /** Returns the answer to a request for another address, which a program sends that takes the guard for its proxy. */
  function noProxy(): OwnAnswer {
    counts.failed += 1;
    const why = 'The guard stands for one site, in place of its address. It is no proxy for other addresses.';
    sayOnce('no-proxy', `A program takes the guard for its proxy: ${why}`);
    return ownAnswer(400, { state: 'cannot tell', signal: 'not-a-path' }, why);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    counts.requests += 1;
    const { method = 'GET', url: path = '/' } = request;
    if (!path.startsWith('/')) return answerWith(response, noProxy());
    // A client that goes away ends the request to the site. An emitter is a signal to undici, and costs less than another.
    const gone = new EventEmitter();
    response.once('close', () => gone.emit('abort'));
    try {
      const asked = {
        origin: to,
        path,
        method,
        headers: requestHeaders(request.rawHeaders),
        body: hasBody(request) ? request : null,
        signal: gone,
        responseHeaders: 'raw' as const,
      };
      const { headers, ...answer } = await dispatcher.request(asked);
      const upstream: Upstream = { ...answer, headers: rawHeaders(headers) };
      await act(upstream, request, response);
    } catch (error) {
      counts.failed += 1;
      const verdict = { state: 'cannot tell', signal: 'no-answer' } as const;
      record(request, undefined, verdict, 'failed');
      if (response.headersSent || response.destroyed) return void response.destroy();
      const why = describeTransportError(error, isProxied(to));
      sayOnce('failed', `No answer from ${to}: ${why} (${lineOf(request)})`);
      answerWith(response, ownAnswer(502, verdict, `The guard got no answer from the site: ${why}.`));
    }
  }

  const server = createServer({ maxHeaderSize: MAX_HEADERS }, (request, response) => {
    // Whatever one answer holds, the guard goes on with the next.
    handle(request, response).catch(() => response.destroy());
  });
  server.on('connect', (_, socket: Duplex) => {
    counts.requests += 1;
    socket.on('error', () => undefined).end(asBytes(noProxy()));
  });
  // An upload may take its time, and a client may come back to a connection after a pause.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 65_000;
  try {
    server.listen(listen.port, listen.host);
    await once(server, 'listening');
  } catch (error) {
    await destroy();
    const why = error instanceof Error ? error.message : String(error);
    throw new Fault(
      'usage',
      `The guard cannot listen on port ${listen.port}: ${why}. Choose another with --listen.`,
    );
  }
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : listen.port;
  return {
    origin: `http://${listen.host.includes(':') ? `[${listen.host}]` : listen.host}:${port}`,
    counts,
    asked: () => judge.asked,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await Promise.all([once(server, 'close'), destroy()]);
    },
  };
}
