import { once } from 'node:events';
import { createServer, request as forward, type ServerResponse } from 'node:http';

/** For tests: a request as received, with what a site can know about its sender. */
export interface Asked {
  /** The user name of a Basic header; undefined if there is none. */
  readonly user: string | undefined;
  readonly secret: string | undefined;
  readonly authorization: string | undefined;
  /** Path and query. */
  readonly url: string;
}

/** For tests: answers a request itself, with a CAPTCHA or something else; undefined lets the site behind it answer. */
export type Answer = (asked: Asked, response: ServerResponse) => 'challenged' | 'answered' | undefined;

/** For tests: a proxy in front of a site that sees every header and answers some requests itself. */
export interface Challenger {
  readonly origin: string;
  readonly asked: readonly Asked[];
  /** The requests after the first one that met a CAPTCHA. */
  readonly after: () => Asked[];
  answer: Answer;
  readonly close: () => Promise<void>;
}

function readCredential(authorization: string | undefined): Pick<Asked, 'user' | 'secret'> {
  const text = Buffer.from(/^Basic (.+)$/.exec(authorization ?? '')?.[1] ?? '', 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) return { user: undefined, secret: undefined };
  return { user: text.slice(0, colon), secret: text.slice(colon + 1) };
}

const letThrough: Answer = () => undefined;

/** For tests: opens a challenger on loopback that passes every request to a site until it is given another answer. */
export async function openChallenger(site: string): Promise<Challenger> {
  const asked: Asked[] = [];
  let first: number | undefined;
  let answer: Answer = letThrough;
  const server = createServer((request, response) => {
    const { authorization } = request.headers;
    const one = { ...readCredential(authorization), authorization, url: request.url ?? '/' };
    asked.push(one);
    const outcome = answer(one, response);
    if (outcome === 'challenged') first ??= asked.length;
    if (outcome !== undefined) return;
    const { host: _host, ...headers } = request.headers;
    const onward = forward(new URL(one.url, site), { headers }, (answered) => {
      response.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(response);
    });
    onward.on('error', () => response.destroy());
    onward.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('a server without a port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    asked,
    after: () => (first === undefined ? [] : asked.slice(first)),
    get answer() {
      return answer;
    },
    set answer(next: Answer) {
      answer = next;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const DENIED = { 'X-Authentication-Denied-Reason': 'CAPTCHA_CHALLENGE; login-url=https://site.example.com/' };

/** For tests: an answer that says that the account has to solve a CAPTCHA. */
export function challenge(
  response: ServerResponse,
  status = 403,
  headers: Readonly<Record<string, string | string[]>> = DENIED,
): 'challenged' {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end('{"errorMessages":["Login denied."]}');
  return 'challenged';
}
