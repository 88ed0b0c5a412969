import type { Settings } from '../config/settings.ts';
import type { Clock } from '../http/clock.ts';
import { BOUNDS, type Bounds } from '../http/connection.ts';
import { openClient } from '../http/client.ts';
import { DEFAULT_POLITENESS, RateLimiter, type Politeness } from '../http/rate-limiter.ts';
import type { AccountBook } from '../live/account-book.ts';
import { anonymiserFor } from '../live/site-anonymiser.ts';
import { Asker } from './asker.ts';
import { begin } from './begin.ts';
import { conclude } from './conclude.ts';
import { deathOf } from './transitions.ts';
import { measurementOf, type EventLine, type Line, type Measurement, type Stop } from './measurement.ts';
import { Rounds } from './round.ts';
import { pauseBefore } from './schedule.ts';
import { WatchfulClock } from './watchful-clock.ts';

/** The state of a watch, for a display. Times are in milliseconds. */
export interface WatchState {
  readonly measurement: Measurement;
  readonly now: number;
  /** Time until the next round. */
  readonly left: number;
}

/** Options of a watch. */
export interface WatchOptions {
  /** The lines so far: only the first one, or those of an interrupted watch. */
  readonly lines: readonly Line[];
  readonly settings: Settings;
  readonly clock: Clock;
  /** The account book of the process. */
  readonly book: AccountBook;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
  readonly anonymise: boolean;
  readonly maxRequests: number;
  readonly bounds?: Bounds | undefined;
  /** Opens the client; `openClient` by default. */
  readonly open?: typeof openClient;
  /** Stores each line before anything else is done. */
  readonly record: (line: Line) => void;
  /** Returns the event. Called once the credential is known to work; undefined if the user interrupted. */
  readonly event: () => Promise<EventLine | undefined>;
  readonly progress: (state: WatchState) => void;
}

/** Limits of a request: shorter than in a nightly run, because the next round comes soon. */
const WATCH_BOUNDS: Bounds = { ...BOUNDS, headers: 10_000, body: 10_000, total: 20_000 };

/** Longest pause that a site may ask for, in milliseconds. */
const MAX_RETRY_AFTER = 10 * 60_000;

/** Number of rounds in which a credential must be dead before that counts as settled. */
const MIN_DEAD_ROUNDS = 3;

/** Interval of progress updates during a pause, in milliseconds. */
const UPDATE_INTERVAL = 1000;

/** How long before an expiry the rounds begin, in milliseconds. */
const BEFORE_EVENT = 5000;

/** Returns the measurement of lines that include the first one. */
function requireMeasurement(lines: readonly Line[]): Measurement {
  const measurement = measurementOf(lines);
  if (measurement) return measurement;
  throw new Error('a watch without its first line');
}

/** A watch in progress. */
class Watch {
  readonly #options: WatchOptions;
  readonly #clock: WatchfulClock;
  readonly #limiter: RateLimiter;
  readonly #lines: Line[];
  #measurement: Measurement;

  constructor(options: WatchOptions, clock: WatchfulClock, limiter: RateLimiter) {
    this.#options = options;
    this.#clock = clock;
    this.#limiter = limiter;
    this.#lines = [...options.lines];
    this.#measurement = requireMeasurement(this.#lines);
  }

  /** The measurement so far. */
  get measurement(): Measurement {
    return this.#measurement;
  }

  /** Checks that the watch can begin, and only then stores its lines. */
  async begin(asker: Asker): Promise<void> {
    const { signal, record, lines } = this.#options;
    const { measurement } = this;
    const answers = await begin({ measurement, asker, limiter: this.#limiter, clock: this.#clock, signal });
    const { at, to } = this.#interruption();
    if (answers.length > 0) for (const line of lines) record(line);
    else this.#note({ kind: 'trouble', what: 'away', from: at, to, says: 'the watch was interrupted' });
    for (const line of answers) this.#note(line);
  }

  async run(asker: Asker): Promise<Measurement> {
    const { signal } = this.#options;
    if (!(await this.#takeEvent())) return this.measurement;
    const { watch, probes } = this.measurement;
    const next = 1 + Math.max(...probes.map(({ round }) => round));
    const rounds = new Rounds(
      watch,
      { asker, limiter: this.#limiter, clock: this.#clock },
      (line) => this.#note(line),
      next,
    );
    await this.#rest(this.#untilEvent());
    let stop = this.#checkClock();
    while (!stop && !signal.aborted) {
      stop = (await rounds.ask()) ?? this.#checkClock() ?? this.#checkEnd();
      if (!stop && !signal.aborted) {
        await this.#rest(this.#pause());
        stop = this.#checkClock();
      }
    }
    if (stop) this.#note({ kind: 'end', at: this.#clock.now(), ...stop });
    return this.measurement;
  }

  #note(line: Line): void {
    this.#options.record(line);
    this.#lines.push(line);
    this.#measurement = requireMeasurement(this.#lines);
  }

  /** The time from the last answer of an interrupted watch until now. */
  #interruption(): { at: number; to: number } {
    const to = this.#clock.now();
    return { at: this.measurement.probes.at(-1)?.got ?? to, to };
  }

  async #takeEvent(): Promise<boolean> {
    if (this.measurement.event) return true;
    const line = await this.#options.event();
    if (line) this.#note(line);
    return line !== undefined;
  }

  #untilEvent(): number {
    const { event } = conclude(this.measurement);
    return Math.max(0, (event?.least ?? 0) - BEFORE_EVENT - this.#clock.now());
  }

  #givesUpAt(): number {
    const { event } = conclude(this.measurement);
    const { at, giveUpAfter } = this.measurement.watch;
    return (event?.most ?? at) + giveUpAfter;
  }

  /** Checks whether this machine slept, which only widens the bounds, or its clock was set back, which ends the watch. */
  #checkClock(): Stop | undefined {
    for (const { from, to } of this.#clock.takeNaps()) {
      this.#note({ kind: 'trouble', what: 'slept', from, to, says: 'this machine slept' });
    }
    const { setBack } = this.#clock;
    if (setBack === undefined) return undefined;
    const says = `the clock of this machine was set back by ${Math.round(setBack / 1000)} s: times before and after cannot be compared`;
    return { ending: 'clock-set-back', says };
  }

  /** Returns why the watch ends, or undefined if it continues. */
  #checkEnd(): Stop | undefined {
    const { signal, maxRequests } = this.#options;
    const { stopped, sent } = this.#limiter;
    if (stopped !== undefined) {
      if (signal.aborted) return undefined;
      return { ending: sent >= maxRequests ? 'budget' : 'sent-away', says: stopped };
    }
    const death = deathOf(this.measurement);
    const { settle } = this.measurement.watch;
    if (death && death.rounds >= MIN_DEAD_ROUNDS && this.#clock.now() - death.at >= settle) {
      return { ending: 'settled', says: 'it was no longer accepted, and stayed so' };
    }
    // A credential that seems dead gets the time to settle.
    if (death || this.#clock.now() < this.#givesUpAt()) return undefined;
    return { ending: 'gave-up', says: 'the time was up (--give-up-after)' };
  }

  #pause(): number {
    const { maxRequests } = this.#options;
    const { watch } = this.measurement;
    const death = deathOf(this.measurement);
    const now = this.#clock.now();
    const until = death ? death.at + watch.settle : this.#givesUpAt();
    const state = {
      sinceEvent: now - (conclude(this.measurement).event?.most ?? now),
      left: Math.max(0, until - now),
      settling: death !== undefined,
      settle: watch.settle,
      requestsLeft: maxRequests - this.#limiter.sent,
      perRound: watch.operations.length + 1,
    };
    return pauseBefore(state, this.#clock.random());
  }

  /** Pauses with progress updates, so that a display can count down. */
  async #rest(ms: number): Promise<void> {
    const { signal, progress } = this.#options;
    const { measurement } = this;
    const until = this.#clock.now() + ms;
    for (;;) {
      const now = this.#clock.now();
      if (now >= until || signal.aborted || this.#clock.setBack !== undefined) return;
      progress({ measurement, now, left: until - now });
      await this.#clock.sleep(Math.min(until - now, UPDATE_INTERVAL), signal);
    }
  }
}

/**
 * Measures how long a credential works after it is revoked: checks that it works, records the event, and sends requests at a
 * considerate rate until it is no longer accepted and stays so. Every line is stored at once; an interrupted watch resumes from
 * its lines.
 *
 * @throws Fault `unreachable` or `controls-failed` if it cannot begin
 */
export async function watchRevocation(options: WatchOptions): Promise<Measurement> {
  const { settings, signal, maxRequests, anonymise, book } = options;
  const { bounds = WATCH_BOUNDS, open = openClient } = options;
  const clock = new WatchfulClock(options.clock);
  const politeness: Politeness = {
    ...DEFAULT_POLITENESS,
    maxAttempts: 1,
    maxRequests,
    maxRetryAfter: MAX_RETRY_AFTER,
    maxTotalRetryAfter: Number.POSITIVE_INFINITY,
    maxTime: Number.POSITIVE_INFINITY,
  };
  const limiter = new RateLimiter(politeness, clock, signal);
  const client = open([settings.site, settings.api], limiter, clock, bounds, settings.network);
  try {
    const watch = new Watch(options, clock, limiter);
    const { subject } = watch.measurement.watch;
    const asker = new Asker(subject, {
      settings,
      client,
      clock,
      book,
      anonymiser: anonymiserFor(settings, anonymise),
    });
    await watch.begin(asker);
    return await watch.run(asker);
  } finally {
    await client.close();
  }
}
