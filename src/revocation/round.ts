import type { OperationId } from '../contract/operations.ts';
import type { Clock } from '../http/clock.ts';
import type { RateLimiter } from '../http/rate-limiter.ts';
import type { Asker, Role } from './asker.ts';
import type { Line, ProbeLine, Stop, TroubleLine, WatchLine } from './measurement.ts';
import { subjectOf } from './subjects.ts';

/** After so many rounds in a row in which the control was not accepted, the site is no witness any more. */
const CONTROL_ROUNDS = 3;

const isDead = (told: ProbeLine | undefined): boolean =>
  told?.treatment === 'ignored' || told?.treatment === 'refused';

/** What it takes to ask a round. */
export interface RoundOptions {
  readonly asker: Pick<Asker, 'ask' | 'challenge'>;
  readonly limiter: Pick<RateLimiter, 'stopped'>;
  readonly clock: Clock;
}

/** Asks the rounds of a watch. */
export class Rounds {
  readonly #watch: WatchLine;
  readonly #asker: RoundOptions['asker'];
  readonly #limiter: RoundOptions['limiter'];
  readonly #clock: Clock;
  readonly #note: (line: Line) => void;
  #next: number;
  #strange = 0;

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

  /** Each operation once, in an order that no replica can get used to, and the control where one is not accepted. */
  async ask(): Promise<Stop | undefined> {
    const round = this.#next;
    this.#next += 1;
    const order = this.#watch.operations
      .map((operation) => ({ operation, key: this.#clock.random() }))
      .toSorted((a, b) => a.key - b.key);
    let alarm = false;
    for (const { operation } of order) {
      const told = await this.#askOne('watched', operation, round);
      if (this.#challenged()) return this.#challenged();
      alarm ||= isDead(told);
    }
    return alarm ? this.#askControl(round) : undefined;
  }

  async #askControl(round: number): Promise<Stop | undefined> {
    const from = this.#clock.now();
    const told = await this.#askOne('control', subjectOf(this.#watch.subject).operations[0], round);
    if (this.#challenged()) return this.#challenged();
    this.#strange = isDead(told) ? this.#strange + 1 : 0;
    if (!told || this.#strange === 0) return undefined;
    const says = `the control is not accepted either: it is answered ${told.status}`;
    this.#note({ kind: 'trouble', what: 'control', from, to: this.#clock.now(), says });
    return this.#strange >= CONTROL_ROUNDS ? { ending: 'control-failed', says } : undefined;
  }

  #challenged(): Stop | undefined {
    const { challenge } = this.#asker;
    return challenge === undefined ? undefined : { ending: 'captcha', says: challenge };
  }

  async #askOne(who: Role, operation: OperationId, round: number): Promise<ProbeLine | undefined> {
    const from = this.#clock.now();
    const trouble = (what: TroubleLine['what'], says: string): void =>
      this.#note({ kind: 'trouble', what, from, to: this.#clock.now(), says });
    const told = await this.#asker.ask(who, operation, round);
    if ('failure' in told) {
      if (this.#limiter.stopped === undefined) trouble('no-answer', told.failure);
      return undefined;
    }
    this.#note(told);
    if (told.status === 429) trouble('throttled', 'the site asks for fewer requests');
    return told;
  }
}
