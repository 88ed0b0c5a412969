import pLimit from 'p-limit';
import { AS_MEASURED, traitsOf } from '../../answer/traits.ts';
import { understand } from '../../answer/understand.ts';
import type { Settings } from '../../config/settings.ts';
import { probeKey, type Probe } from '../../contract/probe.ts';
import { keep } from '../../evidence/keep.ts';
import type { Scrubber } from '../../evidence/scrub.ts';
import type { Unanswered } from '../../exchange/answerer.ts';
import { isStandIn, type Gate, type LiveClient } from '../../exchange/live.ts';
import type { Pace } from '../../exchange/pace.ts';
import { planRequest, type Target } from '../../exchange/target.ts';
import type { AccountBook } from './account-book.ts';
import { countedLogin, loginOf, type Login } from './account.ts';
import type { History, Told } from './history.ts';

/** What an observation needs: where to ask, how, and how to make safe what comes back. */
export interface Observing {
  readonly settings: Settings;
  /** Where requests go: the id of the site at the gateway may be learned on the way. */
  readonly target: () => Target;
  readonly client: LiveClient;
  readonly pace: Pace;
  readonly book: AccountBook;
  readonly scrubber: Scrubber;
  readonly progress: (asked: number, of: number) => void;
}

/** Asks probes, one at a time for each account that could be locked, and remembers all that was said. */
export class Observer {
  readonly #with: Observing;
  readonly #histories = new Map<string, History>();
  readonly #perAccount = new Map<string, ReturnType<typeof pLimit>>();
  #origin: Told['exchange']['meta']['origin'] = 'recorded';
  #traits = AS_MEASURED;

  constructor(observing: Observing) {
    this.#with = observing;
  }

  /** What all probes were told, in the order in which they were first asked. */
  get histories(): readonly History[] {
    return [...this.#histories.values()];
  }

  /** Whether it was a live site, or the stand-in, which says so. */
  get origin(): Told['exchange']['meta']['origin'] {
    return this.#origin;
  }

  /** Takes from what was said so far how answers of this site are to be read: to be called after the controls. */
  learnTraits(): void {
    this.#traits = traitsOf(this.histories.flatMap(({ told }) => told.map(({ exchange }) => exchange)));
  }

  /** Takes over what probes were answered earlier in this process, read as answers of this site are. */
  recall(histories: readonly History[]): void {
    for (const { probe, told } of histories) {
      const again = told.map(({ exchange }) => ({ exchange, answer: understand(exchange, this.#traits) }));
      this.#histories.set(probeKey(probe), { probe, told: again });
    }
  }

  /** Whether a probe may still be asked, as far as the accounts are concerned. */
  mayAsk(probe: Probe): boolean {
    return this.#with.book.whyNot(this.#login(probe)) === undefined;
  }

  /** Asks each probe once, with the retries that the client makes by itself. */
  async ask(probes: readonly Probe[]): Promise<void> {
    const { pace, progress } = this.#with;
    const slots = pLimit(pace.manners.concurrency);
    let asked = 0;
    await Promise.all(
      probes.map((probe) =>
        this.#lane(probe)(() =>
          slots(async () => {
            await this.#askOne(probe);
            asked += 1;
            progress(asked, probes.length);
          }),
        ),
      ),
    );
  }

  /** What a probe waits in line with: the other invalid probes of its account, so that a CAPTCHA stops the next. */
  #lane({ credential }: Probe): (task: () => Promise<void>) => Promise<void> {
    const { account, standing } = loginOf(credential, this.#with.settings);
    if (standing !== 'invalid') return (task) => task();
    const lane = this.#perAccount.get(account.key) ?? pLimit(1);
    this.#perAccount.set(account.key, lane);
    return lane;
  }

  #login(probe: Probe): Login {
    const { settings, target } = this.#with;
    return countedLogin(loginOf(probe.credential, settings), settings, planRequest(probe, target()));
  }

  /** What the book says, and the end of the run where the book leaves nothing to be asked. */
  #gate(login: Login): Gate {
    const { book, pace, settings } = this.#with;
    const gate = book.gateOf(login);
    return {
      ...gate,
      begun: (head) => {
        gate.begun(head);
        const challenge = book.ownChallenge(settings);
        if (challenge !== undefined) pace.stop(challenge);
      },
    };
  }

  async #askOne(probe: Probe): Promise<void> {
    const { client, target, book } = this.#with;
    const login = this.#login(probe);
    const outcome = await client.ask(planRequest(probe, target()), this.#gate(login));
    if ('failure' in outcome) {
      this.#remember(probe, undefined, outcome.stopped ? `not asked: ${outcome.failure}` : outcome.failure);
      return;
    }
    if (isStandIn(outcome.wire)) this.#origin = 'stand-in';
    const response = keep(outcome.wire, this.#with.scrubber, probe.operation);
    const meta = { origin: this.origin, date: new Date(outcome.at).toISOString() };
    const exchange = { ...probe, response, meta };
    const told = { exchange, answer: understand(exchange, this.#traits) };
    book.note(login, told.answer);
    this.#remember(probe, told, undefined);
  }

  #remember(probe: Probe, told: Told | undefined, failure: string | undefined): void {
    const before = this.#histories.get(probeKey(probe))?.told ?? [];
    this.#histories.set(probeKey(probe), { probe, told: told ? [...before, told] : before, failure });
  }
}

/** Probes that a run did not come to, each with its reason. */
export function notAsked(
  probes: readonly Probe[],
  asked: readonly History[],
  reason: (probe: Probe) => string,
): Unanswered[] {
  const known = new Set(asked.map(({ probe }) => probeKey(probe)));
  return probes
    .filter((probe) => !known.has(probeKey(probe)))
    .map((probe) => ({ ...probe, verdict: 'inconclusive', reason: reason(probe) }));
}
