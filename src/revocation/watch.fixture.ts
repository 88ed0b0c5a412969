import type { Settings } from '../config/settings.ts';
import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import type { Clock } from '../exchange/clock.ts';
import { AccountBook } from '../run/live/account-book.ts';
import { SHORT_BOUNDS, fastClock, settingsFor } from '../run/live/live.fixture.ts';
import { openStandIn, type StandIn, type StandInOptions } from '../stand-in/stand-in.ts';
import { conclude, type Conclusion } from './conclude.ts';
import type { EventLine, Line, Measurement, WatchLine } from './measurement.ts';
import { watchRevocation, type WatchOptions } from './watch.ts';
import { seededRandom } from '../evidence/seeded.fixture.ts';

const MINUTE = 60_000;

/** For tests: the first line of a watch. */
export function watchLine(changed: Partial<WatchLine> = {}): WatchLine {
  return {
    kind: 'watch',
    schema: 'jira-token-contract/revocation/1',
    name: 'test',
    tool: 'a test',
    site: 'https://jira-site.example.com',
    subject: 'api-token',
    cause: 'revoked',
    operations: ['GET /rest/api/3/myself', 'GET /rest/api/3/project/search'],
    settle: 2 * MINUTE,
    giveUpAfter: 60 * MINUTE,
    at: 0,
    ...changed,
  };
}

/** For tests: a site, a clock that does not wait and that both go by, and what to do with them. */
export interface Laboratory {
  readonly site: StandIn;
  readonly clock: Clock & { readonly slept: number[] };
  readonly settings: Settings;
  /** Revokes what is watched, and says when: after so many milliseconds, each for one replica. */
  readonly revoke: (...after: number[]) => EventLine;
  readonly close: () => Promise<void>;
}

/** For tests: opens a site whose time is that of a fast clock. */
export async function openLaboratory(
  random: () => number = seededRandom,
  options: StandInOptions = {},
): Promise<Laboratory> {
  const clock = fastClock(random);
  const site = await openStandIn({ now: clock.now, ...options });
  return {
    site,
    clock,
    settings: settingsFor(site.origin),
    revoke: (...after) => {
      site.revoke(SYNTHETIC_IDENTITY.watchedToken, after);
      site.revoke(SYNTHETIC_IDENTITY.watchedAdminKey, after);
      return { kind: 'event', from: clock.now(), to: clock.now(), clock: 'own' };
    },
    close: () => site.close(),
  };
}

/** For tests: what came of a watch. */
export interface Watched {
  readonly measurement: Measurement;
  readonly conclusion: Conclusion;
  readonly lines: readonly Line[];
}

/** For tests: watches in a laboratory. */
export async function watchIn(
  { clock, settings }: Laboratory,
  event: WatchOptions['event'],
  { first = watchLine(), ...changed }: Partial<WatchOptions> & { first?: WatchLine } = {},
): Promise<Watched> {
  const lines: Line[] = [];
  const measurement = await watchRevocation({
    lines: [first],
    settings,
    clock,
    book: new AccountBook(),
    signal: new AbortController().signal,
    anonymise: false,
    maxRequests: 1000,
    bounds: SHORT_BOUNDS,
    keep: (line) => void lines.push(line),
    event,
    progress: () => undefined,
    ...changed,
  });
  return { measurement, conclusion: conclude(measurement), lines };
}
