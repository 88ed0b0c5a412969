import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Probe } from '../contract/probe.ts';
import type { Exchange, RecordedResponse } from '../evidence/exchange.ts';
import { exampleBodyOf } from '../evidence/shape.ts';
import { REPLAY_TARGET } from '../http/replay-target.ts';
import { planRequest } from '../http/planned-request.ts';

/** Gives the answer to a probe, from recordings or a live run; undefined if there is none. */
export type Ask = (probe: Probe) => Promise<Exchange | undefined>;

/** A server on loopback that Pact's verifier sends its requests to. */
export interface Provider {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** Identifies a request with a synthetic credential. */
const keyOf = (path: string, authorization: string | undefined): string => `${path} ${authorization ?? ''}`;

function keyOfProbe(probe: Probe): string {
  const { path, query, authorization } = planRequest(probe, REPLAY_TARGET);
  const search = new URLSearchParams(query).toString();
  return keyOf(`${path}${search && `?${search}`}`, authorization ?? undefined);
}

const bodyText = ({ body }: RecordedResponse): string => {
  if (!body) return '';
  return 'text' in body ? body.text : exampleBodyOf(body.shape);
};

/** Headers that belong to the original connection, or to the body before it was sanitised. */
const NOT_FORWARDED = new Set([
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'connection',
  'date',
]);

function answer({ response }: Exchange, out: ServerResponse): void {
  out.statusCode = response.status;
  // The media type of a transcribed answer is mostly unknown, but Pact needs one.
  out.setHeader('content-type', 'application/json');
  for (const [name, value] of Object.entries(response.headers ?? {})) {
    if (!NOT_FORWARDED.has(name)) out.setHeader(name, typeof value === 'string' ? value : [...value]);
  }
  out.end(bodyText(response));
}

/**
 * Opens a server that accepts the requests of a pact, each with its synthetic credential, and returns existing answers. Pact
 * sees neither a real credential nor a value of a real answer.
 */
export async function openProvider(probes: readonly Probe[], ask: Ask): Promise<Provider> {
  const byKey = new Map(probes.map((probe) => [keyOfProbe(probe), probe]));
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const search = new URLSearchParams(url.search).toString();
    const key = keyOf(`${url.pathname}${search && `?${search}`}`, request.headers.authorization);
    const probe = byKey.get(key);
    const exchange = probe && (await ask(probe));
    if (exchange) return answer(exchange, response);
    response.statusCode = 501;
    response.end();
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => {
      response.statusCode = 502;
      response.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
