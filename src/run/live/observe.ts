import pLimit from 'p-limit';
import { AS_MEASURED, traitsOf } from '../../answer/traits.ts';
import { understand } from '../../answer/understand.ts';
import type { Settings } from '../../config/settings.ts';
import { probeKey, type Probe } from '../../contract/probe.ts';
import { keep } from '../../evidence/keep.ts';
import type { Scrubber } from '../../evidence/scrub.ts';
import type { Unanswered } from '../../exchange/answerer.ts';
import { isStandIn, type LiveClient } from '../../exchange/live.ts';
import type { Pace } from '../../exchange/pace.ts';
import { planRequest, type Target } from '../../exchange/target.ts';
import { accountAtRisk } from './account.ts';
import type { History, Told } from './history.ts';

/** What an observation needs: where to ask, how, and how to make safe what comes back. */
export interface Observing {
  readonly settings: Settings;
  /** Where requests go: the id of the site at the gateway may be learned on the way. */
  readonly target: () => Target;
  readonly client: LiveClient;
  readonly pace: Pace;
  readonly scrubber: Scrubber;
  readonly progress: (asked: number, of: number) => void;
}

/** Asks probes, one at a time for each account that could be locked, and remembers all that was said. */
export class Observer {
  readonly #with: Observing;
  readonly #histories = new Map<string, History>();
  readonly #locked = new Set<string>();
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

  /** Whether an account showed a CAPTCHA, so that its invalid probes were given up. */
  get captcha(): boolean {
    return this.#locked.size > 0;
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
    const account = accountAtRisk(credential, this.#with.settings.identity);
    if (account === undefined) return (task) => task();
    const lane = this.#perAccount.get(account) ?? pLimit(1);
    this.#perAccount.set(account, lane);
    return lane;
  }

  async #askOne(probe: Probe): Promise<void> {
    const { client, target, settings } = this.#with;
    const account = accountAtRisk(probe.credential, settings.identity);
    if (account !== undefined && this.#locked.has(account)) {
      this.#remember(probe, undefined, 'not asked: a CAPTCHA stands before the account');
      return;
    }
    const outcome = await client.ask(planRequest(probe, target()));
    if ('failure' in outcome) {
      this.#remember(probe, undefined, outcome.failure);
      return;
    }
    if (isStandIn(outcome.wire)) this.#origin = 'stand-in';
    const response = keep(outcome.wire, this.#with.scrubber, probe.operation);
    const meta = { origin: this.origin, date: new Date(outcome.at).toISOString() };
    const exchange = { ...probe, response, meta };
    const told = { exchange, answer: understand(exchange, this.#traits) };
    if (account !== undefined && told.answer.mark === 'captcha') this.#locked.add(account);
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
