import { PRESENT } from '../contract/eras.ts';
import type { ContractRow } from '../contract/rows.ts';
import { accepted, ignored, refused, type Expectation } from '../contract/expectation.ts';
import type { Probe } from '../contract/probe.ts';
import { readValues, settingsOf, type Settings } from '../config/settings.ts';
import { fastClock } from '../http/clock.fixture.ts';
import { BOUNDS, type Bounds } from '../http/connection.ts';
import { openClient } from '../http/client.ts';
import { DEFAULT_POLITENESS, type Politeness } from '../http/rate-limiter.ts';
import type { PlannedRequest } from '../http/planned-request.ts';
import { environmentFor } from '../config/stand-in-environment.ts';
import { AccountBook } from './account-book.ts';
import { runLive, type LiveOptions, type LiveRun } from './live-run.ts';
import { planLive } from './plan.ts';

export { fastClock } from '../http/clock.fixture.ts';

/** For tests: settings for a stand-in, with some variables changed or, if undefined, removed. */
export function settingsFor(origin: string, changed: Record<string, string | undefined> = {}): Settings {
  return settingsOf(readValues({ ...environmentFor(origin), ...changed }, 'no-such-file'), 'the test');
}

const row = (
  credential: Probe['credential'],
  operation: Probe['operation'],
  expected: Expectation,
): ContractRow => ({ era: PRESENT, credential, operation, expected });

/** For tests: a small contract. */
export const ROWS: readonly ContractRow[] = [
  row('valid', 'GET /rest/api/3/myself', accepted(200)),
  row('valid', 'GET /rest/api/3/project', accepted(200)),
  row('missing', 'GET /rest/api/3/myself', refused(401)),
  row('missing', 'GET /rest/api/3/project', ignored(200)),
  row('mistyped', 'GET /rest/api/3/myself', refused(401)),
  row('mistyped', 'GET /rest/api/3/project', ignored(200)),
  row('revoked', 'GET /rest/api/3/myself', refused(401)),
  row('revoked', 'GET /rest/api/3/project', ignored(200)),
  row('bearer-token', 'GET /rest/api/3/project', refused(403)),
];

/** For tests: short timeouts, in milliseconds. */
export const SHORT_BOUNDS: Bounds = {
  ...BOUNDS,
  connect: 2000,
  headers: 1000,
  body: 1000,
  total: 2000,
  maxBody: 2 ** 20,
};

/** For tests: a client for which some requests time out immediately. */
export function openWithLate(isLate: (request: PlannedRequest) => boolean): typeof openClient {
  return (origins, limiter, ...rest) => {
    const client = openClient(origins, limiter, ...rest);
    return {
      ...client,
      ask: async (request, gate) => {
        if (!isLate(request)) return client.ask(request, gate);
        const isSent = await limiter.acquire(gate?.refusal);
        if (isSent) gate?.onFailure();
        return isSent
          ? { failure: 'no answer came in time', stopped: false, slow: true }
          : { failure: limiter.stopped ?? 'refused by the gate', stopped: true };
      },
    };
  };
}

/** For tests: a live run with the small contract and without waiting, unless the options say otherwise. */
export function observeFast(
  settings: Settings,
  {
    politeness = {},
    rows = ROWS,
    ...options
  }: Partial<Omit<LiveOptions, 'politeness'>> & {
    politeness?: Partial<Politeness>;
    rows?: readonly ContractRow[];
  } = {},
): Promise<LiveRun> {
  return runLive({
    name: 'test',
    settings,
    accounts: new AccountBook(),
    plan: planLive(rows, settings, 'all'),
    politeness: { ...DEFAULT_POLITENESS, minInterval: 0, ...politeness },
    bounds: SHORT_BOUNDS,
    clock: fastClock(),
    signal: new AbortController().signal,
    anonymise: false,
    confirmAfter: 30_000,
    isAlarm: () => false,
    progress: () => undefined,
    ...options,
  });
}
