import type { Settings } from '../config/settings.ts';
import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import type { Clock } from '../http/clock.ts';
import { AccountBook } from '../live/account-book.ts';
import { fastClock, settingsFor } from '../live/live.fixture.ts';
import { conclude, type Conclusion } from './conclude.ts';
import { memorySite, type MemorySite, type MemorySiteOptions } from './memory-site.fixture.ts';
import { watchLine } from './measurement.fixture.ts';
import type { EventLine, Line, Measurement, WatchLine } from './measurement.ts';
import { watchRevocation, type WatchOptions } from './watch.ts';

/** For tests: a site and a fast clock that the site shares. */
export interface Laboratory {
  readonly site: MemorySite;
  readonly clock: Clock & { readonly slept: number[] };
  readonly settings: Settings;
  /** Revokes the watched credentials, with a delay in milliseconds for each replica, and returns the event. */
  readonly revoke: (...after: number[]) => EventLine;
}

/** No server listens here, and no request is sent here. */
const ORIGIN = 'http://127.0.0.1:1';

let settingsRead: Settings | undefined;

/** For tests: returns a seeded generator of numbers from 0 to 1. */
export function seededBy(seed: number): () => number {
  let state = (seed % 2_147_483_645) + 1;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** For tests: opens a laboratory. It needs neither time nor a network. */
export function openLaboratory(
  random: () => number = seededBy(0),
  options: MemorySiteOptions = {},
): Laboratory {
  const clock = fastClock(random);
  const site = memorySite(clock, ORIGIN, options);
  return {
    site,
    clock,
    // Cached, because reading the settings takes longer than a watch.
    settings: (settingsRead ??= settingsFor(ORIGIN)),
    revoke: (...after) => {
      site.revoke(SYNTHETIC_IDENTITY.watchedToken, after);
      site.revoke(SYNTHETIC_IDENTITY.watchedAdminKey, after);
      return { kind: 'event', from: clock.now(), to: clock.now(), clock: 'own' };
    },
  };
}

/** For tests: the result of a watch. */
export interface Watched {
  readonly measurement: Measurement;
  readonly conclusion: Conclusion;
  readonly lines: readonly Line[];
}

/** For tests: runs a watch in a laboratory. */
export async function watchIn(
  { clock, settings, site }: Pick<Laboratory, 'clock' | 'settings' | 'site'>,
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
    open: site.open,
    record: (line) => void lines.push(line),
    event,
    progress: () => undefined,
    ...changed,
  });
  return { measurement, conclusion: conclude(measurement), lines };
}
