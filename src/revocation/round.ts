import type { OperationId } from '../contract/operations.ts';
import type { Clock } from '../http/clock.ts';
import type { RateLimiter } from '../http/rate-limiter.ts';
import type { Asker, Role } from './asker.ts';
import type { Line, ProbeLine, Stop, TroubleLine, WatchLine } from './measurement.ts';
import { subjectOf } from './subjects.ts';

/** Number of consecutive rounds with a rejected control after which the watch ends. */
const MAX_REJECTED_CONTROLS = 3;

const isDead = (line: ProbeLine | undefined): boolean =>
  line?.treatment === 'ignored' || line?.treatment === 'refused';

/** Options of the rounds of a watch. */
export interface RoundOptions {
  readonly asker: Pick<Asker, 'ask' | 'challenge'>;
  readonly limiter: Pick<RateLimiter, 'stopped'>;
  readonly clock: Clock;
}

/** Sends the rounds of a watch. */
export class Rounds {
  readonly #watch: WatchLine;
  readonly #asker: RoundOptions['asker'];
  readonly #limiter: RoundOptions['limiter'];
  readonly #clock: Clock;
  readonly #note: (line: Line) => void;
  #next: number;
  #rejectedControls = 0;

  /** @param next the number of the first round */
  constructor(
    watch: WatchLine,
    { asker, limiter, clock }: RoundOptions,
    note: (line: Line) => void,
    next: number,
  ) {
    this.#watch = watch;
    this.#asker = asker;
    this.#limiter = limiter;
    this.#clock = clock;
    this.#note = note;
    this.#next = next;
  }

  /** Sends each operation once, in random order so that no replica always gets the same one; then the control if one was not accepted. */
  async ask(): Promise<Stop | undefined> {
    const round = this.#next;
    this.#next += 1;
    const order = this.#watch.operations
      .map((operation) => ({ operation, key: this.#clock.random() }))
      .toSorted((a, b) => a.key - b.key);
    let alarm = false;
    for (const { operation } of order) {
      const line = await this.#askOne('watched', operation, round);
      if (this.#challenged()) return this.#challenged();
      alarm ||= isDead(line);
    }
    return alarm ? this.#askControl(round) : undefined;
  }

  async #askControl(round: number): Promise<Stop | undefined> {
    const from = this.#clock.now();
    const line = await this.#askOne('control', subjectOf(this.#watch.subject).operations[0], round);
    if (this.#challenged()) return this.#challenged();
    this.#rejectedControls = isDead(line) ? this.#rejectedControls + 1 : 0;
    if (!line || this.#rejectedControls === 0) return undefined;
    const says = `the control was not accepted either: it got ${line.status}`;
    this.#note({ kind: 'trouble', what: 'control', from, to: this.#clock.now(), says });
    return this.#rejectedControls >= MAX_REJECTED_CONTROLS ? { ending: 'control-failed', says } : undefined;
  }

  #challenged(): Stop | undefined {
    const { challenge } = this.#asker;
    return challenge === undefined ? undefined : { ending: 'captcha', says: challenge };
  }

  async #askOne(who: Role, operation: OperationId, round: number): Promise<ProbeLine | undefined> {
    const from = this.#clock.now();
    const trouble = (what: TroubleLine['what'], says: string): void =>
      this.#note({ kind: 'trouble', what, from, to: this.#clock.now(), says });
    const line = await this.#asker.ask(who, operation, round);
    if ('failure' in line) {
      if (this.#limiter.stopped === undefined) trouble('no-answer', line.failure);
      return undefined;
    }
    this.#note(line);
    if (line.status === 429) trouble('throttled', 'the site is rate-limiting requests');
    return line;
  }
}
