import { once } from 'node:events';
import { connect } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { MAX_PATH, openGuard, type GuardedAnswer } from '../guard/proxy.ts';
import { DIRECT } from '../http/agent.ts';
import type { SeenRequest } from '../stand-in/stand-in.ts';
import type { Certificates } from '../stand-in/tls/certificates.ts';

/** The guard between a program and the site of a scenario. */
export interface GuardInFront {
  /** The address that the program is given in place of that of the site. */
  readonly origin: string;
  /** Returns the requests of the program with the answers that it got: without those of the guard itself. */
  readonly asAnswered: (requests: readonly SeenRequest[]) => SeenRequest[];
  readonly close: () => Promise<void>;
}

/** What can be closed again. */
interface Opened {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** Puts TLS in front of a server on this machine, as a reverse proxy would. */
async function withTls(origin: string, { cert, key }: Certificates): Promise<Opened> {
  const port = Number(new URL(origin).port);
  const open = new Set<TLSSocket>();
  const server = createServer({ cert, key }, (socket) => {
    open.add(socket);
    const inner = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [socket, inner],
      [inner, socket],
    ] as const)
      one.once('error', () => other.destroy()).once('close', () => other.destroy());
    socket.once('close', () => open.delete(socket));
    socket.pipe(inner).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    origin: `https://localhost:${typeof address === 'object' && address ? address.port : 0}`,
    close: async () => {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
}

/** The status that a program gets in place of that of the site. */
const STATUS: Readonly<Record<GuardedAnswer['outcome'], number | undefined>> = {
  passed: undefined,
  refused: 401,
  withheld: 502,
  failed: 502,
};

/**
 * Returns the requests of a program, each with the answer that it got, in the order in which the site got them: what the guard
 * asks itself is left out. Requests without a credential, and those that reached the site by another of its names, pass it by.
 *
 * @param behind the host by which the guard asks the site
 */
export function withAnswers(
  requests: readonly SeenRequest[],
  answers: readonly GuardedAnswer[],
  behind: string,
): SeenRequest[] {
  const left = [...answers];
  return requests.flatMap((request): SeenRequest[] => {
    if (request.host !== behind || request.caller === null) return [request];
    const at = left.findIndex(
      ({ method, path }) => method === request.method && path === request.path.slice(0, MAX_PATH),
    );
    const [answer] = at === -1 ? [] : left.splice(at, 1);
    if (!answer) return [];
    const status = STATUS[answer.outcome];
    return [status === undefined ? request : { ...request, status, answeredFor: 'refused' }];
  });
}

/** Opens the guard in front of a site. With TLS, it is reached as `https://localhost`. */
export async function openGuardInFront(
  to: string,
  { now, certificates }: { readonly now: () => number; readonly certificates: Certificates | undefined },
): Promise<GuardInFront> {
  const answers: GuardedAnswer[] = [];
  const guard = await openGuard({
    listen: { host: '127.0.0.1', port: 0 },
    to,
    network: DIRECT,
    strict: false,
    now,
    say: () => undefined,
    report: (answer) => void answers.push(answer),
  });
  const tls = certificates && (await withTls(guard.origin, certificates));
  return {
    origin: tls?.origin ?? guard.origin,
    asAnswered: (requests) => withAnswers(requests, answers, new URL(to).host),
    close: async () => {
      await tls?.close();
      await guard.close();
    },
  };
}
