import { parametersOf } from '../../config/provided.ts';
import type { Settings } from '../../config/settings.ts';
import { credentialNamed } from '../../contract/credentials.ts';
import { Fault } from '../../contract/fault.ts';
import { eraOf } from '../../contract/eras.ts';
import { byTableOrder, probeKey, type Probe } from '../../contract/probe.ts';
import type { RecordingSetInfo } from '../../evidence/recording-schema.ts';
import type { Unanswered } from '../../exchange/answerer.ts';
import type { Clock } from '../../exchange/clock.ts';
import type { Bounds } from '../../exchange/connection.ts';
import { openLive, type LiveClient } from '../../exchange/live.ts';
import { Pace, type Manners } from '../../exchange/pace.ts';
import { REPLAY_TARGET } from '../../exchange/replay-target.ts';
import type { SeenAnswers } from '../../exchange/seen.ts';
import { TOOL } from '../tool.ts';
import type { AccountBook } from './account-book.ts';
import { scrubberFor, siteName } from './anonymise.ts';
import { cloudIdOf } from './cloud-id.ts';
import { captchaFault, controlFault, controlsOf, type Controls } from './controls.ts';
import { isAnswered, isOpen, isUnconfirmed, settle, TIMES_TO_BELIEVE, type Told } from './history.ts';
import type { Memory } from './memory.ts';
import { notAsked, Observer } from './observe.ts';
import type { LivePlan } from './plan.ts';

/** What a live run is told. Times are in milliseconds. */
export interface LiveOptions {
  /** The name under which it is kept. */
  readonly name: string;
  readonly settings: Settings;
  readonly plan: LivePlan;
  readonly manners: Manners;
  readonly bounds?: Bounds | undefined;
  readonly clock: Clock;
  /** That of the process. */
  readonly book: AccountBook;
  /** What this site answered earlier in the process; what it answers now is added. */
  readonly memory?: Memory | undefined;
  /** Aborted where the user interrupts. */
  readonly signal: AbortSignal;
  /** Takes the name of the site out of all that is kept. */
  readonly anonymise: boolean;
  /** How long after the others those are asked again whose answer would raise an alarm. */
  readonly confirmAfter: number;
  /** Whether an answer would raise an alarm. */
  readonly alarming: (told: Told) => boolean;
  readonly progress: (phase: string, asked: number, of: number) => void;
}

/** What a live run saw, and how many requests that took. */
export interface LiveRun extends SeenAnswers {
  readonly requests: number;
}

/** How often an answer that would raise an alarm, or that says nothing, is asked for again. */
const ROUNDS = 2 * TIMES_TO_BELIEVE;

/** How often the controls are asked, and how long between them at most: nobody should wait a minute for a typing error. */
const CONTROL_ROUNDS = 3;
const CONTROL_PAUSE = 5000;

const atGateway = ({ credential }: Probe): boolean => credentialNamed(credential).place === 'gateway';

/** A run under way: what it was told to do, and what it does it with. */
class LiveObservation {
  readonly #options: LiveOptions;
  readonly #client: LiveClient;
  readonly #pace: Pace;
  readonly #observer: Observer;
  readonly #scrubber;
  readonly #controls: Controls;
  #phase = 'controls';
  #cloudId: string | undefined;
  #noGateway: string | undefined;

  constructor(options: LiveOptions, client: LiveClient, pace: Pace) {
    const { settings, anonymise, progress, memory, book } = options;
    this.#options = options;
    this.#client = client;
    this.#pace = pace;
    this.#scrubber = memory?.scrubber ?? scrubberFor(settings, anonymise);
    if (memory) memory.scrubber = this.#scrubber;
    this.#controls = controlsOf(settings.identity);
    this.#observer = new Observer({
      settings,
      client,
      pace,
      book,
      scrubber: this.#scrubber,
      target: () => ({ ...settings, cloudId: this.#cloudId ?? '', parameters: parametersOf(settings) }),
      progress: (asked, of) => progress(this.#phase, asked, of),
    });
  }

  async run(): Promise<LiveRun> {
    const { plan, memory } = this.#options;
    const { works, fails } = this.#controls;
    if (atGateway(works)) await this.#needGateway();
    await this.#control();
    this.#observer.learnTraits();
    this.#recall();
    if (plan.probes.some(atGateway) && this.#cloudId === undefined) await this.#findGateway();
    const answered = this.#observer.histories.filter(isAnswered).map(({ probe }) => probe);
    const done = new Set([works, fails, ...answered].map(probeKey));
    await this.#ask(
      'probes',
      plan.probes.filter((probe) => !done.has(probeKey(probe)) && this.#reachable(probe)),
    );
    await this.#confirm();
    if (memory) memory.histories = this.#observer.histories;
    return this.#result();
  }

  /** Takes over what probes of the plan were answered before. The controls must show that the site works now. */
  #recall(): void {
    const { plan, memory } = this.#options;
    const wanted = new Set(plan.probes.map(probeKey));
    for (const { probe } of this.#observer.histories) wanted.delete(probeKey(probe));
    this.#observer.recall(memory?.histories.filter(({ probe }) => wanted.has(probeKey(probe))) ?? []);
  }

  /** A site that cannot be reached is given up at once: the client has tried. One that answers oddly is asked again. */
  async #control(): Promise<void> {
    const { settings, anonymise, confirmAfter, clock, signal, book } = this.#options;
    const site = siteName(settings, anonymise);
    for (let round = 1; ; round += 1) {
      if (book.ownChallenge(settings) === undefined) {
        await this.#observer.ask([this.#controls.works, this.#controls.fails]);
      }
      const challenge = book.ownChallenge(settings);
      if (challenge !== undefined) throw captchaFault(site, challenge);
      const fault = controlFault(this.#observer.histories, site, this.#controls);
      if (!fault) return;
      const final = fault.code === 'unreachable' || this.#pace.stopped !== undefined;
      if (final || round === CONTROL_ROUNDS) throw fault;
      await clock.sleep(Math.min(confirmAfter, CONTROL_PAUSE), signal);
    }
  }

  /** Where the controls are at the gateway, nothing can be asked without it. */
  async #needGateway(): Promise<void> {
    await this.#findGateway();
    if (this.#noGateway === undefined) return;
    const { settings, anonymise } = this.#options;
    throw new Fault(
      'unreachable',
      `${siteName(settings, anonymise)}: ${this.#noGateway}. Nothing was judged.`,
    );
  }

  async #findGateway(): Promise<void> {
    const found = await cloudIdOf(this.#options.settings, this.#client);
    if ('unknown' in found) this.#noGateway = found.unknown;
    else {
      this.#cloudId = found.id;
      if (this.#options.anonymise)
        this.#scrubber.replace({ kind: 'cloud-id', value: found.id, by: REPLAY_TARGET.cloudId });
    }
  }

  #reachable(probe: Probe): boolean {
    return this.#noGateway === undefined || !atGateway(probe);
  }

  async #ask(phase: string, probes: readonly Probe[]): Promise<void> {
    this.#phase = phase;
    await this.#observer.ask(probes);
  }

  async #confirm(): Promise<void> {
    const { alarming, confirmAfter, clock, signal } = this.#options;
    for (let round = 0; round < ROUNDS && this.#pace.stopped === undefined; round += 1) {
      const open = this.#observer.histories.filter(
        (history) => isOpen(history, alarming) && this.#observer.mayAsk(history.probe),
      );
      if (open.length === 0) return;
      await clock.sleep(confirmAfter, signal);
      await this.#ask(
        'asked again',
        open.map(({ probe }) => probe),
      );
    }
  }

  #result(): LiveRun {
    const { plan, alarming, book, settings } = this.#options;
    const { histories } = this.#observer;
    const settled = histories.map((history) => settle(history, alarming));
    const late = notAsked(plan.probes, histories, (probe) =>
      this.#reachable(probe)
        ? `not asked: ${this.#pace.stopped ?? 'the run ended'}`
        : `not asked: ${this.#noGateway}`,
    );
    const incomplete = this.#pace.stopped ?? book.challenge(settings);
    return {
      info: { ...this.#info(incomplete), ...this.#unconfirmed() },
      exchanges: settled.flatMap((one) => ('exchange' in one ? [one.exchange] : [])).toSorted(byTableOrder),
      unanswered: [
        ...settled.flatMap((one): Unanswered[] => ('unanswered' in one ? [one.unanswered] : [])),
        ...late,
        ...plan.unanswered,
      ],
      requests: this.#pace.sent,
    };
  }

  /** That an alarm is left open, because its credential may not be asked again: the night must not pass for a good one. */
  #unconfirmed(): { readonly unconfirmed?: string } {
    const [first, ...others] = this.#observer.histories.filter((one) =>
      isUnconfirmed(one, this.#options.alarming),
    );
    if (!first) return {};
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    return { unconfirmed: `an alarm could not be confirmed: ${probeKey(first.probe)}${more}` };
  }

  #info(incomplete: string | undefined): RecordingSetInfo {
    const { name, settings, anonymise, clock } = this.#options;
    const day = new Date(clock.now()).toISOString().slice(0, 10);
    const site = siteName(settings, anonymise);
    const { origin } = this.#observer;
    const what = {
      recorded: `Seen live at ${site}.`,
      'stand-in': 'Seen at the stand-in, which is not Jira.',
    };
    return {
      name,
      origin,
      era: eraOf(day),
      summary: what[origin],
      dates: { from: day, to: day },
      tool: TOOL,
      site,
      ...(incomplete !== undefined && { incomplete }),
    };
  }
}

/**
 * Asks a live site what the plan says, controls first, and asks again what would raise an alarm. No more is asked
 * once the site or the user wants an end; what was seen until then is kept, and says that it is incomplete.
 *
 * @throws Fault `unreachable` or `controls-failed` where the site cannot be judged: nothing more is asked then
 */
export async function observeLive(options: LiveOptions): Promise<LiveRun> {
  const { settings, manners, clock, signal, bounds } = options;
  const pace = new Pace(manners, clock, signal);
  const client = openLive([settings.site, settings.api], pace, clock, bounds, settings.network);
  try {
    return await new LiveObservation(options, client, pace).run();
  } finally {
    await client.close();
  }
}
