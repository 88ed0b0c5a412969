import pLimit from 'p-limit';
import { MEASURED_SITE, operationKey, siteTraitsOf } from '../classify/site-traits.ts';
import { classify } from '../classify/classify.ts';
import type { Settings } from '../config/settings.ts';
import { credentialNamed, type Place } from '../contract/credentials.ts';
import { probeKey, type Probe } from '../contract/probe.ts';
import { sanitiseResponse } from '../evidence/sanitise-response.ts';
import type { Anonymiser } from '../evidence/anonymiser.ts';
import type { Unanswered } from '../http/unanswered.ts';
import { isStandIn, type Gate, type LiveClient } from '../http/client.ts';
import type { RateLimiter } from '../http/rate-limiter.ts';
import { planRequest, type RequestTarget } from '../http/planned-request.ts';
import type { AccountBook } from './account-book.ts';
import { countedLogin, loginOf, type Login } from './account.ts';
import type { ProbeAttempts, Attempt } from './probe-attempts.ts';

/** Options of an observer: where to send probes, how, and how to anonymise the answers. */
export interface ObserverOptions {
  readonly settings: Settings;
  /** Returns where requests go; the id of the site at the gateway may become known during the run. */
  readonly target: () => RequestTarget;
  readonly client: LiveClient;
  readonly limiter: RateLimiter;
  readonly book: AccountBook;
  readonly anonymiser: Anonymiser;
}

/** The host of every place except the site itself. */
const hostOf = ({ api }: Settings): string => new URL(api).host;

/** Number of unanswered requests after which a place other than the site counts as unreachable. */
const MAX_UNREACHED = 2;

/** Weight of unusable answers after which an operation gets no further credentials; a timeout counts double. */
const MAX_BROKEN_WEIGHT = 4;
const WEIGHT = { slow: 2, fast: 1 };

/** Number of consecutive timeouts after which to check whether the site answers at all. */
const MAX_STALLED = 2;

/** Describes a 429 or 5xx that remained after all retries, or returns undefined. */
const transientTrouble = ({ answer: { mark, status } }: Attempt): string | undefined =>
  mark === 'rate-limited' || mark === 'server-error' ? `it answered ${status}` : undefined;

/** The result of a request: an attempt, or why there is none. */
type AskResult =
  | { readonly attempt: Attempt }
  | { readonly failure: string; readonly stopped: boolean; readonly slow: boolean };

/** Sends probes, one at a time per account that could be locked, and records all answers. */
export class Observer {
  readonly #options: ObserverOptions;
  readonly #histories = new Map<string, ProbeAttempts>();
  readonly #perAccount = new Map<string, ReturnType<typeof pLimit>>();
  /** Position of each answer, from 1: the most recent ones may turn out not to be trustworthy. */
  readonly #order = new Map<Attempt, number>();
  readonly #places = new Map<Place, { answered: boolean; failures: number; failure: string }>();
  /** Weight of the unusable answers of an operation, and the last reason. */
  readonly #broken = new Map<string, { weight: number; why: string }>();
  /** The probes that were sent at least once, and those that timed out. */
  readonly #sent = new Set<string>();
  readonly #late = new Set<string>();
  #stalled = 0;
  #origin: Attempt['exchange']['meta']['origin'] = 'recorded';
  #traits = MEASURED_SITE;

  constructor(options: ObserverOptions) {
    this.#options = options;
  }

  /** The attempts of all probes, in the order they were first sent. */
  get histories(): readonly ProbeAttempts[] {
    return [...this.#histories.values()];
  }

  /** Whether the answers come from a live site or from the stand-in, which identifies itself. */
  get origin(): Attempt['exchange']['meta']['origin'] {
    return this.#origin;
  }

  /** Learns the traits of the site from the answers so far. Call it after the controls. */
  learnTraits(): void {
    this.#traits = siteTraitsOf(
      this.histories.flatMap(({ attempts }) => attempts.map(({ exchange }) => exchange)),
    );
  }

  /** Takes over answers from earlier in this process, classified with the traits of this site. */
  recall(histories: readonly ProbeAttempts[]): void {
    for (const { probe, attempts } of histories) {
      const again = attempts.map(({ exchange }) => ({ exchange, answer: classify(exchange, this.#traits) }));
      this.#histories.set(probeKey(probe), { probe, attempts: again });
    }
  }

  /** Whether the account book still allows a probe. */
  mayAsk(probe: Probe): boolean {
    return this.#options.book.refusalFor(this.#login(probe)) === undefined;
  }

  /** Number of answers so far. */
  get answered(): number {
    return this.#order.size;
  }

  /** Whether an answer is among the first `answered` ones. */
  isWithin(attempt: Attempt, answered: number): boolean {
    return (this.#order.get(attempt) ?? 0) <= answered;
  }

  /** Returns why a place other than the site is unreachable; undefined unless it failed and never answered. */
  unreached(place: Place): string | undefined {
    const known = this.#places.get(place);
    return place === 'site' || !known || known.answered ? undefined : known.failure;
  }

  /** Returns why a probe is not sent: its place is unreachable, or its operation gave no usable answers; else undefined. */
  whyNot(probe: Probe): string | undefined {
    const { place } = credentialNamed(probe.credential);
    const failure = this.unreached(place);
    // Stryker disable next-line OptionalChaining: a place that failed is in the map.
    if (failure !== undefined && (this.#places.get(place)?.failures ?? 0) >= MAX_UNREACHED) {
      return `${hostOf(this.#options.settings)} could not be reached: ${failure}`;
    }
    const broken = this.#broken.get(operationKey(probe));
    return broken && broken.weight >= MAX_BROKEN_WEIGHT && !this.#sent.has(probeKey(probe))
      ? `${probe.operation} gave no usable answer to the credentials before: ${broken.why}`
      : undefined;
  }

  /** Whether a probe timed out. */
  isLate(probe: Probe): boolean {
    return this.#late.has(probeKey(probe));
  }

  /** Adds the last answer of each history to the run. */
  adopt(histories: readonly ProbeAttempts[]): void {
    for (const { probe, attempts } of histories) {
      const last = attempts.at(-1);
      if (last) this.#histories.set(probeKey(probe), { probe, attempts: [last] });
    }
  }

  /** Discards all answers after the first `answered` ones, and records why. */
  forgetAfter(answered: number, why: string): void {
    for (const [key, { probe, attempts, failure }] of this.#histories) {
      const remaining = attempts.filter((one) => this.isWithin(one, answered));
      if (remaining.length < attempts.length)
        this.#histories.set(key, { probe, attempts: remaining, failure: why });
      else if (attempts.length === 0) this.#histories.set(key, { probe, attempts, failure: failure ?? why });
    }
  }

  /** Sends each probe once, and again after a timeout. The answers do not become part of the run. */
  askApart(probes: readonly Probe[]): Promise<ProbeAttempts[]> {
    return Promise.all(
      probes.map(async (probe) => {
        const first = await this.#askOne(probe);
        const asked = 'failure' in first && first.slow ? await this.#askOne(probe) : first;
        return 'attempt' in asked
          ? { probe, attempts: [asked.attempt] }
          : { probe, attempts: [], failure: asked.failure };
      }),
    );
  }

  /**
   * Sends each probe once, not counting retries of the client.
   *
   * @returns the probes that were not sent because of timeouts: first check whether the site answers at all
   */
  async ask(probes: readonly Probe[], progress: (asked: number) => void = () => undefined): Promise<Probe[]> {
    const { limiter } = this.#options;
    const slots = pLimit(limiter.politeness.concurrency);
    const left: Probe[] = [];
    let asked = 0;
    this.#stalled = 0;
    await Promise.all(
      probes.map((probe) =>
        this.#queueOf(probe)(() =>
          slots(async () => {
            if (this.#stalled >= MAX_STALLED) return void left.push(probe);
            await this.#askAndRemember(probe);
            asked += 1;
            return progress(asked);
          }),
        ),
      ),
    );
    return left;
  }

  /** Returns the queue of a probe. Invalid probes of one account share a queue, so that a CAPTCHA stops the next one. */
  #queueOf({ credential }: Probe): (task: () => Promise<void>) => Promise<void> {
    const { account, standing } = loginOf(credential, this.#options.settings);
    if (standing !== 'invalid') return (task) => task();
    const queue = this.#perAccount.get(account.key) ?? pLimit(1);
    this.#perAccount.set(account.key, queue);
    return queue;
  }

  #login(probe: Probe): Login {
    const { settings, target } = this.#options;
    return countedLogin(loginOf(probe.credential, settings), planRequest(probe, target()));
  }

  /** Returns the gate of the account book, which also stops the run if nothing more may be sent. */
  #gate(login: Login): Gate {
    const { book, limiter, settings } = this.#options;
    const gate = book.gateOf(login);
    return {
      ...gate,
      onHead: (head) => {
        gate.onHead(head);
        const challenge = book.ownChallenge(settings);
        // Stryker disable next-line ConditionalExpression: stopping with an undefined reason has no effect.
        if (challenge !== undefined) limiter.stop(challenge);
      },
    };
  }

  async #askAndRemember(probe: Probe): Promise<void> {
    const left = this.whyNot(probe);
    if (left !== undefined) {
      this.#remember(probe, undefined, `not asked: ${left}`);
      return;
    }
    this.#sent.add(probeKey(probe));
    const asked = await this.#askOne(probe);
    if ('attempt' in asked) this.#remember(probe, asked.attempt, undefined);
    else this.#remember(probe, undefined, asked.stopped ? `not asked: ${asked.failure}` : asked.failure);
    this.#notePlace(probe, asked);
  }

  #notePlace(probe: Probe, asked: AskResult): void {
    const { place } = credentialNamed(probe.credential);
    const { failures = 0, answered = false } = this.#places.get(place) ?? {};
    if ('attempt' in asked) this.#places.set(place, { answered: true, failures: 0, failure: '' });
    else if (!asked.stopped) {
      this.#places.set(place, { answered, failures: failures + 1, failure: asked.failure });
    }
    const slow = 'failure' in asked && asked.slow;
    if (slow) this.#late.add(probeKey(probe));
    this.#stalled = slow && place === 'site' ? this.#stalled + 1 : 0;
    this.#noteOperation(probe, asked, slow);
  }

  #noteOperation(probe: Probe, asked: AskResult, slow: boolean): void {
    const key = operationKey(probe);
    const why =
      'failure' in asked ? (asked.stopped ? undefined : asked.failure) : transientTrouble(asked.attempt);
    if ('attempt' in asked && why === undefined) this.#broken.delete(key);
    if (why === undefined) return;
    const weight = (this.#broken.get(key)?.weight ?? 0) + (slow ? WEIGHT.slow : WEIGHT.fast);
    this.#broken.set(key, { weight, why });
  }

  async #askOne(probe: Probe): Promise<AskResult> {
    const { client, target, book } = this.#options;
    const login = this.#login(probe);
    const outcome = await client.ask(planRequest(probe, target()), this.#gate(login));
    if ('failure' in outcome) return { slow: false, ...outcome };
    if (isStandIn(outcome.wire)) this.#origin = 'stand-in';
    const response = sanitiseResponse(outcome.wire, this.#options.anonymiser, probe.operation);
    const meta = { origin: this.origin, date: new Date(outcome.at).toISOString() };
    const exchange = { ...probe, response, meta };
    const attempt = { exchange, answer: classify(exchange, this.#traits) };
    this.#order.set(attempt, this.#order.size + 1);
    book.count(login, attempt.answer);
    return { attempt };
  }

  #remember(probe: Probe, attempt: Attempt | undefined, failure: string | undefined): void {
    const before = this.#histories.get(probeKey(probe))?.attempts ?? [];
    const attempts = attempt ? [...before, attempt] : before;
    this.#histories.set(probeKey(probe), { probe, attempts, failure });
  }
}

/** Returns the probes that a run did not reach, each with the reason. */
export function notAsked(
  probes: readonly Probe[],
  asked: readonly ProbeAttempts[],
  reason: (probe: Probe) => string,
): Unanswered[] {
  const known = new Set(asked.map(({ probe }) => probeKey(probe)));
  return probes
    .filter((probe) => !known.has(probeKey(probe)))
    .map((probe) => ({ ...probe, verdict: 'inconclusive', reason: reason(probe) }));
}
