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

/** Where a watch is, for whoever looks on. Times are milliseconds. */
export interface WatchState {
  readonly measurement: Measurement;
  readonly now: number;
  /** Until the next round. */
  readonly left: number;
}

/** What a watch is told. */
export interface WatchOptions {
  /** The lines so far: the first one alone, or those of a watch that was cut off. */
  readonly lines: readonly Line[];
  readonly settings: Settings;
  readonly clock: Clock;
  /** That of the process. */
  readonly book: AccountBook;
  /** Aborted where the user interrupts. */
  readonly signal: AbortSignal;
  readonly anonymise: boolean;
  readonly maxRequests: number;
  readonly bounds?: Bounds | undefined;
  /** Opens the client that asks; the one that speaks HTTP unless it is given. */
  readonly open?: typeof openClient;
  /** Takes each line, to keep it, before anything else is done. */
  readonly keep: (line: Line) => void;
  /** Gives the event, once the credential was seen to work. Undefined: the user interrupted. */
  readonly event: () => Promise<EventLine | undefined>;
  readonly progress: (state: WatchState) => void;
}

/** The next round comes soon: no answer is waited for as long as in a nightly run. */
const IMPATIENT: Bounds = { ...BOUNDS, headers: 10_000, body: 10_000, total: 20_000 };

/** The longest pause that a site may ask for. */
const PATIENCE = 10 * 60_000;

/** A credential must have been dead in so many rounds before that counts as settled. */
const LEAST_ROUNDS = 3;

/** A pause is cut into pieces of this length. */
const PIECE = 1000;

/** Rounds begin so long before a moment of expiry. */
const BEFORE_EVENT = 5000;

function wholeMeasurement(lines: readonly Line[]): Measurement {
  const measurement = measurementOf(lines);
  if (measurement) return measurement;
  throw new Error('a watch without its first line');
}

/** A watch under way: its lines so far, and what comes next. */
class Watch {
  readonly #options: WatchOptions;
  readonly #clock: WatchfulClock;
  readonly #pace: RateLimiter;
  readonly #lines: Line[];
  #measurement: Measurement;

  constructor(options: WatchOptions, clock: WatchfulClock, pace: RateLimiter) {
    this.#options = options;
    this.#clock = clock;
    this.#pace = pace;
    this.#lines = [...options.lines];
    this.#measurement = wholeMeasurement(this.#lines);
  }

  /** What has come of it so far. */
  get measurement(): Measurement {
    return this.#measurement;
  }

  /** Nothing is kept of a watch that cannot begin. */
  async begin(asker: Asker): Promise<void> {
    const { signal, keep, lines } = this.#options;
    const { measurement } = this;
    const seen = await begin({ measurement, asker, pace: this.#pace, clock: this.#clock, signal });
    const { at, to } = this.#cutOff();
    if (seen.length > 0) for (const line of lines) keep(line);
    else this.#note({ kind: 'trouble', what: 'away', from: at, to, says: 'the watch was cut off' });
    for (const line of seen) this.#note(line);
  }

  async run(asker: Asker): Promise<Measurement> {
    const { signal } = this.#options;
    if (!(await this.#takeEvent())) return this.measurement;
    const { watch, probes } = this.measurement;
    const next = 1 + Math.max(...probes.map(({ round }) => round));
    const rounds = new Rounds(
      watch,
      { asker, pace: this.#pace, clock: this.#clock },
      (line) => this.#note(line),
      next,
    );
    await this.#rest(this.#untilEvent());
    let stop = this.#noticed();
    while (!stop && !signal.aborted) {
      stop = (await rounds.ask()) ?? this.#noticed() ?? this.#over();
      if (!stop && !signal.aborted) {
        await this.#rest(this.#pause());
        stop = this.#noticed();
      }
    }
    if (stop) this.#note({ kind: 'end', at: this.#clock.now(), ...stop });
    return this.measurement;
  }

  #note(line: Line): void {
    this.#options.keep(line);
    this.#lines.push(line);
    this.#measurement = wholeMeasurement(this.#lines);
  }

  /** From the last answer of a watch that was cut off until now. */
  #cutOff(): { at: number; to: number } {
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

  /** What happened to this machine meanwhile: a nap only makes bounds wider. */
  #noticed(): Stop | undefined {
    for (const { from, to } of this.#clock.takeNaps()) {
      this.#note({ kind: 'trouble', what: 'slept', from, to, says: 'this machine slept' });
    }
    const { setBack } = this.#clock;
    if (setBack === undefined) return undefined;
    const says = `the clock of this machine was set back by ${Math.round(setBack / 1000)} s: times before and after cannot be compared`;
    return { ending: 'clock-set-back', says };
  }

  /** Whether the watch has come to its end, and why. */
  #over(): Stop | undefined {
    const { signal, maxRequests } = this.#options;
    const { stopped, sent } = this.#pace;
    if (stopped !== undefined) {
      if (signal.aborted) return undefined;
      return { ending: sent >= maxRequests ? 'budget' : 'sent-away', says: stopped };
    }
    const death = deathOf(this.measurement);
    const { settle } = this.measurement.watch;
    if (death && death.rounds >= LEAST_ROUNDS && this.#clock.now() - death.at >= settle) {
      return { ending: 'settled', says: 'it was not accepted any more, and stayed so' };
    }
    // What seems dead is given the time to settle.
    if (death || this.#clock.now() < this.#givesUpAt()) return undefined;
    return { ending: 'gave-up', says: 'the time was up (--give-up-after)' };
  }

  #pause(): number {
    const { maxRequests } = this.#options;
    const { watch } = this.measurement;
    const death = deathOf(this.measurement);
    const now = this.#clock.now();
    const until = death ? death.at + watch.settle : this.#givesUpAt();
    const moment = {
      sinceEvent: now - (conclude(this.measurement).event?.most ?? now),
      left: Math.max(0, until - now),
      settling: death !== undefined,
      settle: watch.settle,
      requestsLeft: maxRequests - this.#pace.sent,
      perRound: watch.operations.length + 1,
    };
    return pauseBefore(moment, this.#clock.random());
  }

  /** Pauses in pieces, so that a display can count down. */
  async #rest(ms: number): Promise<void> {
    const { signal, progress } = this.#options;
    const { measurement } = this;
    const until = this.#clock.now() + ms;
    for (;;) {
      const now = this.#clock.now();
      if (now >= until || signal.aborted || this.#clock.setBack !== undefined) return;
      progress({ measurement, now, left: until - now });
      await this.#clock.sleep(Math.min(until - now, PIECE), signal);
    }
  }
}

/**
 * Watches a credential die: sees that it works, takes note of the event, and asks politely until it is not accepted any more
 * and has stayed so. All that happens is kept line by line; a watch that was cut off goes on from its lines.
 *
 * @throws Fault `unreachable` or `controls-failed` where it cannot begin
 */
export async function watchRevocation(options: WatchOptions): Promise<Measurement> {
  const { settings, signal, maxRequests, anonymise, book } = options;
  const { bounds = IMPATIENT, open = openClient } = options;
  const clock = new WatchfulClock(options.clock);
  const manners: Politeness = {
    ...DEFAULT_POLITENESS,
    maxAttempts: 1,
    maxRequests,
    maxRetryAfter: PATIENCE,
    maxTotalRetryAfter: Number.POSITIVE_INFINITY,
    maxTime: Number.POSITIVE_INFINITY,
  };
  const pace = new RateLimiter(manners, clock, signal);
  const client = open([settings.site, settings.api], pace, clock, bounds, settings.network);
  try {
    const watch = new Watch(options, clock, pace);
    const { subject } = watch.measurement.watch;
    const asker = new Asker(subject, {
      settings,
      client,
      clock,
      book,
      scrubber: anonymiserFor(settings, anonymise),
    });
    await watch.begin(asker);
    return await watch.run(asker);
  } finally {
    await client.close();
  }
}
