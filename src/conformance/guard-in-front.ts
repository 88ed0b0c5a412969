import { connect } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { MAX_PATH, openGuard, type GuardedAnswer } from '../guard/proxy.ts';
import { DIRECT } from '../http/agent.ts';
import type { SeenRequest, StandIn } from '../stand-in/stand-in.ts';
import type { Certificates } from '../stand-in/tls/certificates.ts';

/** The guard between a program and the site of a scenario. */
export interface GuardInFront {
  /** The address that the program is given in place of that of the site; undefined if it is the same. */
  readonly origin: string | undefined;
  /** Returns the requests of the program with the answers that it got: without those of the guard itself. */
  readonly asAnswered: (requests: readonly SeenRequest[]) => SeenRequest[];
  readonly close: () => Promise<void>;
}

/** Returns a server that takes TLS off, and passes what is inside on to a port of this machine. */
function withoutTls({ cert, key }: Certificates, port: number): Server {
  return createServer({ cert, key }, (outer) => {
    const inner = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [outer, inner],
      [inner, outer],
    ] as const)
      one.once('error', () => other.destroy()).once('close', () => other.destroy());
    outer.pipe(inner).pipe(outer);
  });
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

/**
 * Opens the guard in front of a site. With certificates, it is reached by the names of Atlassian, with TLS, as if a reverse proxy
 * stood there; otherwise by its own address.
 */
export async function openGuardInFront(
  { origin, tls }: StandIn,
  { now, certificates }: { readonly now: () => number; readonly certificates: Certificates | undefined },
): Promise<GuardInFront> {
  const answers: GuardedAnswer[] = [];
  const guard = await openGuard({
    listen: { host: '127.0.0.1', port: 0 },
    to: origin,
    network: DIRECT,
    strict: false,
    now,
    say: () => undefined,
    report: (answer) => void answers.push(answer),
  });
  if (certificates) tls?.putInFront(withoutTls(certificates, Number(new URL(guard.origin).port)));
  return {
    origin: certificates ? undefined : guard.origin,
    asAnswered: (requests) => withAnswers(requests, answers, new URL(origin).host),
    close: guard.close,
  };
}
