import nock from 'nock';
import { Agent } from 'undici';
import type { CredentialName } from '../contract/credentials.ts';
import { Fault } from '../fault.ts';
import type { Probe } from '../contract/probe.ts';
import type { Exchange, Headers, RecordedResponse } from '../evidence/exchange.ts';
import type { RecordingSet } from '../evidence/recordings.ts';
import type { RawResponse } from '../evidence/raw-response.ts';
import { bodyOf } from '../evidence/shape.ts';
import { hostLock } from './host-lock.ts';
import { send } from './send.ts';
import { REPLAY_TARGET } from './replay-target.ts';
import { planRequest } from './planned-request.ts';

const rawHeaders = (headers: Headers = {}): string[] =>
  Object.entries(headers).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).flatMap((one) => [name, one]),
  );

const bodyText = ({ body }: RecordedResponse): string => {
  if (!body) return '';
  return 'text' in body ? body.text : bodyOf(body.shape);
};

/** Recordings on the wire: the specs ask them as a client asks Jira. */
export interface Replay {
  /** Whether there is a recording of the probe. */
  readonly has: (probe: Probe) => boolean;
  /**
   * The recording that answers a probe, once it has come over the wire.
   *
   * @throws Fault `unreplayed-request` where there is none
   */
  readonly ask: (probe: Probe) => Promise<Exchange>;
  readonly close: () => Promise<void>;
}

/** One recording put on the wire: matched on method, path, query and Authorization. */
function serve({ credential, operation, response }: Exchange): void {
  const { origin, path, query, authorization } = planRequest({ credential, operation }, REPLAY_TARGET);
  const match =
    authorization === null ? { badheaders: ['authorization'] } : { reqheaders: { authorization } };
  nock(origin, match)
    .get(path)
    .query({ ...query })
    .reply(response.status, bodyText(response), rawHeaders(response.headers))
    .persist();
}

/**
 * Whether a response is the one that was put on the wire. A header that nobody recorded may be there; a body that is known
 * by its shape alone was written by `bodyOf` for the wire only.
 */
const isServed = (response: RecordedResponse, wire: RawResponse): boolean =>
  wire.status === response.status &&
  wire.text === bodyText(response) &&
  Object.keys(response.headers ?? {}).every((name) => wire.headers[name] !== undefined);

/**
 * Puts the recordings of some credentials on the wire: nock looks at every one for each request, so only what a
 * test needs. While they are open no request leaves the process: nock answers, and a
 * request that no recording matches is a fault, never an answer.
 */
export function openReplay(set: RecordingSet, credentials: readonly CredentialName[]): Replay {
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
  for (const exchange of set.exchanges) if (credentials.includes(exchange.credential)) serve(exchange);
  const misses: string[] = [];
  const onMiss = (): void => void misses.push('miss');
  nock.emitter.on('no match', onMiss);
  // The client is made after nock is active: one that had connected before would go around it.
  const agent = new Agent({ allowH2: false });
  const dispatcher = agent.compose(hostLock([REPLAY_TARGET.site, REPLAY_TARGET.api]));
  return {
    has: (probe) => set.find(probe) !== undefined,
    ask: async (probe) => {
      const recording = set.find(probe);
      misses.length = 0;
      const wire = recording && (await send(planRequest(probe, REPLAY_TARGET), dispatcher));
      // nock answers a miss with a 501 that repeats the Authorization header: it must not be read or shown.
      if (!wire || misses.length > 0 || !isServed(recording.response, wire)) {
        throw new Fault(
          'unreplayed-request',
          `No recording of ${set.info.name} answers ${probe.credential} on ${probe.operation}: its path, query or Authorization matches none.`,
        );
      }
      // The recording is the evidence, not what had to be written to put it on the wire.
      return recording;
    },
    close: async () => {
      nock.emitter.off('no match', onMiss);
      nock.cleanAll();
      nock.enableNetConnect();
      await agent.close();
    },
  };
}
