import pLimit from 'p-limit';
import { AS_MEASURED, placedOperation, siteTraitsOf } from '../classify/site-traits.ts';
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

/** What an observation needs: where to ask, how, and how to make safe what comes back. */
export interface ObserverOptions {
  readonly settings: Settings;
  /** Where requests go: the id of the site at the gateway may be learned on the way. */
  readonly target: () => RequestTarget;
  readonly client: LiveClient;
  readonly limiter: RateLimiter;
  readonly book: AccountBook;
  readonly anonymiser: Anonymiser;
}

/** The host of every place but the site itself. */
const hostOf = ({ api }: Settings): string => new URL(api).host;

/** Requests to a place that is not the site itself, after which it is left alone where not one of them was answered. */
const UNREACHED = 2;

/** Probes of one operation without a usable answer, after which no further credential is sent to it; a slow one counts double. */
const BROKEN = 4;
const WEIGHT = { slow: 2, fast: 1 };

/** Answers in a row that did not come in time, after which it is time to look whether the site answers at all. */
const STALLED = 2;

/** The trouble that a site itself reports: 429 or 5xx, after all attempts. */
const passingTrouble = ({ answer: { mark, status } }: Attempt): string | undefined =>
  mark === 'rate-limited' || mark === 'server-error' ? `it answered ${status}` : undefined;

/** What became of one request: an answer, or why there is none. */
type AskResult =
  | { readonly attempt: Attempt }
  | { readonly failure: string; readonly stopped: boolean; readonly slow: boolean };

/** Asks probes, one at a time for each account that could be locked, and remembers all that was said. */
export class Observer {
  readonly #options: ObserverOptions;
  readonly #histories = new Map<string, ProbeAttempts>();
  readonly #perAccount = new Map<string, ReturnType<typeof pLimit>>();
  /** Answers by when they were given, counted from 1: what was answered last need not be trusted. */
  readonly #order = new Map<Attempt, number>();
  readonly #places = new Map<Place, { answered: boolean; failures: number; failure: string }>();
  /** How broken an operation seems, and whether it let requests wait. */
  readonly #broken = new Map<string, { weight: number; why: string }>();
  /** The probes that were sent at least once, and those that were answered too late. */
  readonly #sent = new Set<string>();
  readonly #late = new Set<string>();
  #stalled = 0;
  #origin: Attempt['exchange']['meta']['origin'] = 'recorded';
  #traits = AS_MEASURED;

  constructor(options: ObserverOptions) {
    this.#options = options;
  }

  /** The attempts of all probes, in the order in which they were first asked. */
  get histories(): readonly ProbeAttempts[] {
    return [...this.#histories.values()];
  }

  /** Whether it was a live site, or the stand-in, which says so. */
  get origin(): Attempt['exchange']['meta']['origin'] {
    return this.#origin;
  }

  /** Takes from what was said so far how answers of this site are to be read: to be called after the controls. */
  learnTraits(): void {
    this.#traits = siteTraitsOf(
      this.histories.flatMap(({ attempts }) => attempts.map(({ exchange }) => exchange)),
    );
  }

  /** Takes over what probes were answered earlier in this process, read as answers of this site are. */
  recall(histories: readonly ProbeAttempts[]): void {
    for (const { probe, attempts } of histories) {
      const again = attempts.map(({ exchange }) => ({ exchange, answer: classify(exchange, this.#traits) }));
      this.#histories.set(probeKey(probe), { probe, attempts: again });
    }
  }

  /** Whether a probe may still be asked, as far as the accounts are concerned. */
  mayAsk(probe: Probe): boolean {
    return this.#options.book.whyNot(this.#login(probe)) === undefined;
  }

  /** How many answers were given so far. */
  get answered(): number {
    return this.#order.size;
  }

  /** Whether an answer was given before so many others were. */
  isWithin(attempt: Attempt, answered: number): boolean {
    return (this.#order.get(attempt) ?? 0) <= answered;
  }

  /** Why a place is left alone that answered nothing at all: the gateway and the Admin API have a host of their own. */
  unreached(place: Place): string | undefined {
    const known = this.#places.get(place);
    return place === 'site' || !known || known.answered ? undefined : known.failure;
  }

  /** Why a probe is not asked: its place cannot be reached, or its operation has no usable answer for anybody. */
  whyNot(probe: Probe): string | undefined {
    const { place } = credentialNamed(probe.credential);
    const failure = this.unreached(place);
    // Stryker disable next-line OptionalChaining: a place that failed is known.
    if (failure !== undefined && (this.#places.get(place)?.failures ?? 0) >= UNREACHED) {
      return `${hostOf(this.#options.settings)} could not be reached: ${failure}`;
    }
    const broken = this.#broken.get(placedOperation(probe));
    return broken && broken.weight >= BROKEN && !this.#sent.has(probeKey(probe))
      ? `${probe.operation} had no usable answer for the credentials before: ${broken.why}`
      : undefined;
  }

  /** Whether a probe was not answered in time. */
  isLate(probe: Probe): boolean {
    return this.#late.has(probeKey(probe));
  }

  /** Takes answers for those of the run. */
  adopt(histories: readonly ProbeAttempts[]): void {
    for (const { probe, attempts } of histories) {
      const last = attempts.at(-1);
      if (last) this.#histories.set(probeKey(probe), { probe, attempts: [last] });
    }
  }

  /** Forgets what was answered after so many other answers, and why. */
  forgetAfter(answered: number, why: string): void {
    for (const [key, { probe, attempts, failure }] of this.#histories) {
      const kept = attempts.filter((one) => this.isWithin(one, answered));
      if (kept.length < attempts.length) this.#histories.set(key, { probe, attempts: kept, failure: why });
      else if (attempts.length === 0) this.#histories.set(key, { probe, attempts, failure: failure ?? why });
    }
  }

  /** Asks each probe once, once more where no answer came in time, and leaves what was answered out of the run. */
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
   * Asks each probe once, with the retries that the client makes on its own.
   *
   * @returns those that were not asked, because nothing was answered in time: look first whether the site answers at all
   */
  async ask(probes: readonly Probe[], progress: (asked: number) => void = () => undefined): Promise<Probe[]> {
    const { limiter } = this.#options;
    const slots = pLimit(limiter.politeness.concurrency);
    const left: Probe[] = [];
    let asked = 0;
    this.#stalled = 0;
    await Promise.all(
      probes.map((probe) =>
        this.#lane(probe)(() =>
          slots(async () => {
            if (this.#stalled >= STALLED) return void left.push(probe);
            await this.#askAndRemember(probe);
            asked += 1;
            return progress(asked);
          }),
        ),
      ),
    );
    return left;
  }

  /** What a probe waits in line with: the other invalid probes of its account, so that a CAPTCHA stops the next. */
  #lane({ credential }: Probe): (task: () => Promise<void>) => Promise<void> {
    const { account, standing } = loginOf(credential, this.#options.settings);
    if (standing !== 'invalid') return (task) => task();
    const lane = this.#perAccount.get(account.key) ?? pLimit(1);
    this.#perAccount.set(account.key, lane);
    return lane;
  }

  #login(probe: Probe): Login {
    const { settings, target } = this.#options;
    return countedLogin(loginOf(probe.credential, settings), planRequest(probe, target()));
  }

  /** What the book says, and the end of the run where the book leaves nothing to be asked. */
  #gate(login: Login): Gate {
    const { book, limiter, settings } = this.#options;
    const gate = book.gateOf(login);
    return {
      ...gate,
      onHead: (head) => {
        gate.onHead(head);
        const challenge = book.ownChallenge(settings);
        // Stryker disable next-line ConditionalExpression: to stop for no reason stops nothing.
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
    const key = placedOperation(probe);
    const why =
      'failure' in asked ? (asked.stopped ? undefined : asked.failure) : passingTrouble(asked.attempt);
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
    book.note(login, attempt.answer);
    return { attempt };
  }

  #remember(probe: Probe, attempt: Attempt | undefined, failure: string | undefined): void {
    const before = this.#histories.get(probeKey(probe))?.attempts ?? [];
    const attempts = attempt ? [...before, attempt] : before;
    this.#histories.set(probeKey(probe), { probe, attempts, failure });
  }
}

/** Probes that a run did not come to, each with its reason. */
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
