import { GONE, placedOperation, siteTraitsOf } from '../classify/site-traits.ts';
import { parametersOf } from '../config/provided.ts';
import type { Settings } from '../config/settings.ts';
import { credentialNamed, type CredentialName } from '../contract/credentials.ts';
import { Fault } from '../fault.ts';
import { eraOf } from '../contract/eras.ts';
import { byTableOrder, probeKey, type Probe } from '../contract/probe.ts';
import type { RecordingSetInfo } from '../evidence/recording-schema.ts';
import type { Unanswered } from '../http/unanswered.ts';
import type { Clock } from '../http/clock.ts';
import type { Bounds } from '../http/connection.ts';
import { openClient, type LiveClient } from '../http/client.ts';
import { RateLimiter, type Politeness } from '../http/rate-limiter.ts';
import { REPLAY_TARGET } from '../http/replay-target.ts';
import type { SeenAnswers } from '../http/seen-answers.ts';
import { TOOL } from '../run/tool-version.ts';
import type { AccountBook } from './account-book.ts';
import { anonymiserFor, siteName } from './site-anonymiser.ts';
import { cloudIdOf } from './cloud-id.ts';
import { controlsOf, LOOK_AFTER, type Controls } from './controls.ts';
import {
  hasAlarm,
  isAnswered,
  needsAnotherAttempt,
  isUnconfirmed,
  resolve,
  CONFIRMATIONS_NEEDED,
  type ProbeAttempts,
  type Attempt,
} from './probe-attempts.ts';
import type { Memory } from './memory.ts';
import { notAsked, Observer } from './observer.ts';
import { deathOfOwn, madeOf, OWN_CHECKS, type OwnCheck } from './own-credentials.ts';
import type { LivePlan } from './plan.ts';
import { markRollOut } from './roll-out.ts';
import { Witness } from './witness.ts';

/** Options of a live run. Times are in milliseconds. */
export interface LiveOptions {
  /** The name under which it is kept. */
  readonly name: string;
  readonly settings: Settings;
  readonly plan: LivePlan;
  readonly manners: Politeness;
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
  readonly alarming: (attempt: Attempt) => boolean;
  readonly progress: (phase: string, asked: number, of: number) => void;
  /** The credentials of the user's own whose death is no news of Jira; those of the project unless they are given. */
  readonly ownChecks?: readonly OwnCheck[] | undefined;
  /** How the way to the site is opened: `openLive` unless it is given. */
  readonly open?: typeof openClient | undefined;
}

/** What a live run saw, and how many requests that took. */
export interface LiveRun extends SeenAnswers {
  readonly requests: number;
}

/** How often an answer that would raise an alarm is asked for again, and how often one that says nothing. */
const ROUNDS = { alarms: 2 * CONFIRMATIONS_NEEDED, failures: 2 };

/** How many probes are asked before anybody looks whether the controls have to be. */
const PORTION = 6;

/** How often a credential of the user's own must be refused to count as dead. */
const DEATHS = 2;

/** The longest wait before a credential that seems dead is asked once more. */
const OWN_PAUSE = 5000;

const UNSURE = 'the controls were not asked again after it';

const atGateway = ({ credential }: Probe): boolean => credentialNamed(credential).place === 'gateway';

/** A run under way: its options and its tools. */
class LiveObservation {
  readonly #options: LiveOptions;
  readonly #client: LiveClient;
  readonly #limiter: RateLimiter;
  readonly #observer: Observer;
  readonly #anonymiser;
  readonly #controls: Controls;
  readonly #witness: Witness;
  /** How each control was answered last. */
  readonly #lastOfControls = new Map<Probe, ProbeAttempts>();
  /** Credentials that are made of a token of the user's own that died, and why nothing is concluded from them. */
  readonly #dead = new Map<CredentialName, string>();
  /** How many answers were given until the controls were last as they must be. */
  #trusted = 0;
  /** The checks of own credentials that were made. */
  readonly #examined: OwnCheck[] = [];
  #doubts = { alarms: 0, failures: 0, sent: 0 };
  /** Why the site cannot be judged any more. */
  #lost: string | undefined;
  #cloudId: string | undefined;
  #noGateway: string | undefined;

  constructor(options: LiveOptions, client: LiveClient, limiter: RateLimiter) {
    const { settings, anonymise, memory, book } = options;
    this.#options = options;
    this.#client = client;
    this.#limiter = limiter;
    this.#anonymiser = memory?.anonymiser ?? anonymiserFor(settings, anonymise);
    if (memory) memory.anonymiser = this.#anonymiser;
    this.#controls = controlsOf(settings.identity);
    this.#observer = new Observer({
      settings,
      client,
      limiter,
      book,
      anonymiser: this.#anonymiser,
      target: () => ({ ...settings, cloudId: this.#cloudId ?? '', parameters: parametersOf(settings) }),
    });
    this.#witness = new Witness({
      controls: this.#controls,
      ask: () => this.#askControls(),
      challenge: () => book.ownChallenge(settings),
      isSpent: () => !this.#observer.mayAsk(this.#controls.works),
      site: siteName(settings, anonymise),
      limiter,
      clock: options.clock,
      signal: options.signal,
      confirmAfter: options.confirmAfter,
    });
  }

  async run(): Promise<LiveRun> {
    const { plan, memory } = this.#options;
    const { works, fails } = this.#controls;
    if (atGateway(works)) await this.#needGateway();
    this.#observer.adopt(await this.#witness.begin());
    this.#observer.learnTraits();
    this.#vouched();
    this.#recall();
    if ([...plan.probes, ...this.#ownChecks()].some(atGateway) && this.#cloudId === undefined)
      await this.#findGateway();
    await this.#examineOwn();
    const answered = this.#observer.histories.filter(isAnswered).map(({ probe }) => probe);
    const asked = new Set([works, fails, ...answered, ...this.#examined].map(probeKey));
    await this.#ask(
      'probes',
      plan.probes.filter((probe) => !asked.has(probeKey(probe)) && this.#whyNot(probe) === undefined),
    );
    await this.#vouch();
    await this.#confirm();
    if (memory) memory.histories = this.#vouchedFor();
    return this.#result();
  }

  /** Takes over what probes of the plan were answered before. The controls must show that the site works now. */
  #recall(): void {
    const { plan, memory } = this.#options;
    const wanted = new Set(plan.probes.map(probeKey));
    for (const { probe } of this.#observer.histories) wanted.delete(probeKey(probe));
    this.#observer.recall(memory?.histories.filter(({ probe }) => wanted.has(probeKey(probe))) ?? []);
  }

  /** What was answered until the controls were last as they must be. */
  #vouchedFor(): ProbeAttempts[] {
    return this.#observer.histories.map(({ probe, attempts }) => ({
      probe,
      attempts: attempts.filter((one) => this.#observer.isWithin(one, this.#trusted)),
    }));
  }

  /**
   * Asks both controls. One that is a failed login, as that at the gateway is, has a limit: it is asked to begin with and
   * where there is an alarm to be vouched for, and what it was answered last stands for it in between.
   */
  async #askControls(): Promise<readonly ProbeAttempts[]> {
    const { works, fails } = this.#controls;
    const histories = await this.#observer.askApart([works, fails].filter((one) => this.#isAskedAgain(one)));
    for (const history of histories) this.#lastOfControls.set(history.probe, history);
    return [works, fails].flatMap((one) => this.#lastOfControls.get(one) ?? []);
  }

  #isAskedAgain(control: Probe): boolean {
    if (!this.#lastOfControls.has(control)) return true;
    if (!this.#observer.mayAsk(control)) return false;
    const { standing } = credentialNamed(control.credential);
    return standing !== 'invalid' || this.#trusted === 0 || this.#hasOpenAlarm();
  }

  #hasOpenAlarm(): boolean {
    const alarming = this.#alarming();
    return this.#observer.histories.some((history) => hasAlarm(history, alarming));
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
        this.#anonymiser.replace({ kind: 'cloud-id', value: found.id, by: REPLAY_TARGET.cloudId });
    }
  }

  /** The checks of own credentials of which the plan has a probe, or one of a credential that is made of them. */
  #ownChecks(): readonly OwnCheck[] {
    const { plan, ownChecks = OWN_CHECKS } = this.#options;
    const planned = new Set(plan.probes.map(({ credential }) => credential));
    const { available = planned } = plan;
    return ownChecks.filter(
      (check) => madeOf(check.part).some((name) => planned.has(name)) && available.has(check.credential),
    );
  }

  /** A credential of the user's own that died is no change of Jira: twice refused, nothing is concluded from it. */
  async #examineOwn(): Promise<void> {
    const { confirmAfter, clock, signal } = this.#options;
    const checks = this.#ownChecks();
    const dead = (): (OwnCheck & { readonly why: string })[] =>
      checks.flatMap((check) => {
        const history = this.#historyOf(check);
        const answer = history?.failure === undefined ? history?.attempts.at(-1)?.answer : undefined;
        const why = answer && deathOfOwn(check, answer);
        return why === undefined ? [] : [{ ...check, why }];
      });
    this.#examined.push(...checks.filter((check) => this.#whyNot(check) === undefined));
    await this.#observer.ask(
      this.#examined.filter((check) => {
        const history = this.#historyOf(check);
        return history === undefined || !isAnswered(history);
      }),
    );
    // What the doctor was answered counts, too.
    const suspects = dead().filter(
      (check) => this.#observer.mayAsk(check) && this.#deathsOf(check).length < DEATHS,
    );
    if (suspects.length > 0) {
      await clock.sleep(Math.min(confirmAfter, OWN_PAUSE), signal);
      await this.#observer.ask(suspects);
    }
    for (const { part, why } of dead()) for (const name of madeOf(part)) this.#dead.set(name, why);
  }

  #historyOf(probe: Probe): ProbeAttempts | undefined {
    return this.#observer.histories.find((one) => probeKey(one.probe) === probeKey(probe));
  }

  /** Why a credential of the user's own counts as dead, for each answer that shows it. */
  #deathsOf(check: OwnCheck): string[] {
    return this.#historyOf(check)?.attempts.flatMap(({ answer }) => deathOfOwn(check, answer) ?? []) ?? [];
  }

  /** The same once all was asked again: that an own credential seemed to live once makes its death no news either. */
  #buryOwn(): void {
    const { ownChecks = OWN_CHECKS } = this.#options;
    for (const check of ownChecks) {
      const deaths = this.#deathsOf(check);
      const why = deaths.length >= DEATHS ? deaths.at(-1) : undefined;
      if (why !== undefined) for (const name of madeOf(check.part)) this.#dead.set(name, why);
    }
  }

  /** Why a probe is not asked, or says nothing whatever it was answered; undefined where it does. */
  #whyNot(probe: Probe): string | undefined {
    return (
      this.#dead.get(probe.credential) ??
      (atGateway(probe) ? this.#noGateway : undefined) ??
      this.#observer.whyNot(probe)
    );
  }

  /** Asks probes in portions, and between them, where there is reason to, whether the site can still be judged. */
  async #ask(phase: string, probes: readonly Probe[]): Promise<void> {
    const { progress } = this.#options;
    const queue = [...probes];
    while (queue.length > 0 && this.#limiter.stopped === undefined) {
      const done = probes.length - queue.length;
      const portion = queue.splice(0, PORTION);
      const left = await this.#observer.ask(portion, (asked) => progress(phase, done + asked, probes.length));
      queue.unshift(...left);
      this.#noteDoubts(portion.filter((probe) => !left.includes(probe)));
      if (left.length > 0 || this.#isDoubtful()) await this.#vouch();
    }
  }

  #noteDoubts(portion: readonly Probe[]): void {
    const keys = new Set(portion.map(probeKey));
    for (const { probe, attempts, failure } of this.#observer.histories) {
      if (!keys.has(probeKey(probe))) continue;
      const last = failure === undefined ? attempts.at(-1) : undefined;
      if (last && this.#options.alarming(last)) this.#doubts.alarms += 1;
      else if (!last || last.answer.treatment === 'inconclusive') this.#doubts.failures += 1;
    }
  }

  #isDoubtful(): boolean {
    const { alarms, failures, sent } = this.#doubts;
    return (
      alarms >= LOOK_AFTER.alarms ||
      failures >= LOOK_AFTER.failures ||
      this.#limiter.sent - sent >= LOOK_AFTER.requests
    );
  }

  /** What was answered until now was answered by a site that tells the valid token from none. */
  #vouched(): void {
    this.#trusted = this.#observer.answered;
    this.#doubts = { alarms: 0, failures: 0, sent: this.#limiter.sent };
  }

  /** Asks the controls again. Where they fail, nothing is judged that was answered since they were asked last. */
  async #vouch(): Promise<void> {
    if (this.#limiter.stopped !== undefined) return;
    const failure = await this.#witness.vouch();
    if (this.#limiter.stopped !== undefined && !failure) return;
    if (!failure) return this.#vouched();
    const why = `the controls failed after ${this.#limiter.sent} requests: ${failure.says}`;
    this.#observer.forgetAfter(this.#trusted, `not judged: ${why}`);
    this.#lost = why;
    this.#limiter.stop(why);
  }

  /** Alarms first: they may not wait for what does not answer. */
  async #confirm(): Promise<void> {
    const { confirmAfter, clock, signal } = this.#options;
    for (let round = 0; round < ROUNDS.alarms && this.#limiter.stopped === undefined; round += 1) {
      const alarming = this.#alarming();
      const open = this.#observer.histories.filter(
        (history) =>
          this.#whyNot(history.probe) === undefined &&
          needsAnotherAttempt(history, alarming) &&
          this.#observer.mayAsk(history.probe),
      );
      const alarms = open.filter((history) => hasAlarm(history, alarming));
      const failures = open.filter(
        (one) => !alarms.includes(one) && round < (this.#observer.isLate(one.probe) ? 1 : ROUNDS.failures),
      );
      if (alarms.length + failures.length === 0) return;
      await clock.sleep(confirmAfter, signal);
      await this.#ask(
        'asked again',
        [...alarms, ...this.#workingOn(alarms), ...failures].map(({ probe }) => probe),
      );
      await this.#vouch();
    }
  }

  /**
   * The tokens that worked on an operation before it answered others as one that is gone: that it is gone for everybody now,
   * as in a brown-out, only they can show.
   */
  #workingOn(alarms: readonly ProbeAttempts[]): ProbeAttempts[] {
    const gone = new Set(
      alarms
        .filter(({ attempts }) => attempts.at(-1)?.answer.status === GONE)
        .map(({ probe }) => placedOperation(probe)),
    );
    return this.#observer.histories.filter(
      (one) =>
        credentialNamed(one.probe.credential).standing === 'valid' &&
        gone.has(placedOperation(one.probe)) &&
        !alarms.includes(one) &&
        one.attempts.length === 1 &&
        this.#whyNot(one.probe) === undefined &&
        this.#observer.mayAsk(one.probe),
    );
  }

  /** What would raise an alarm: of an operation that is gone, the answers to tokens that work, which speak for all. */
  #alarming(): (attempt: Attempt) => boolean {
    const newest = this.#observer.histories.flatMap(({ attempts }) => attempts.at(-1)?.exchange ?? []);
    const { removed } = siteTraitsOf(newest);
    return (attempt) =>
      !(
        credentialNamed(attempt.exchange.credential).standing !== 'valid' &&
        removed?.get(placedOperation(attempt.exchange)) === attempt.exchange.response.status
      ) && this.#options.alarming(attempt);
  }

  #result(): LiveRun {
    const { plan, book, settings } = this.#options;
    const { works, fails } = this.#controls;
    const alarming = this.#alarming();
    this.#buryOwn();
    const planned = new Set([...plan.probes, works, fails].map(probeKey));
    const histories = this.#observer.histories.filter(({ probe }) => planned.has(probeKey(probe)));
    const settled = histories.map((history) => this.#settled(history, alarming));
    const late = notAsked(
      plan.probes,
      histories,
      (probe) =>
        this.#dead.get(probe.credential) ??
        `not asked: ${this.#whyNot(probe) ?? this.#limiter.stopped ?? 'the run ended'}`,
    );
    const incomplete = this.#lost ?? this.#limiter.stopped ?? book.challenge(settings);
    return {
      info: { ...this.#info(incomplete), ...this.#unconfirmed(alarming) },
      exchanges: markRollOut(settled.flatMap((one) => ('exchange' in one ? [one.exchange] : []))).toSorted(
        byTableOrder,
      ),
      unanswered: [
        ...settled.flatMap((one): Unanswered[] => ('unanswered' in one ? [one.unanswered] : [])),
        ...late.map((one) => ({ ...one, verdict: this.#verdictOf(one) })),
        ...plan.unanswered,
      ],
      requests: this.#limiter.sent,
    };
  }

  /** That an alarm is left open, because its credential may not be asked again: the night must not pass for a good one. */
  #unconfirmed(alarming: (attempt: Attempt) => boolean): { readonly unconfirmed?: string } {
    const [first, ...others] = this.#observer.histories.filter(
      (one) => this.#whyNot(one.probe) === undefined && isUnconfirmed(one, alarming),
    );
    if (!first) return {};
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    return { unconfirmed: `an alarm could not be confirmed: ${probeKey(first.probe)}${more}` };
  }

  /** A dead credential, a place out of reach and a broken operation are left out with the reason, and the rest is judged. */
  #verdictOf(probe: Probe): Unanswered['verdict'] {
    const { place } = credentialNamed(probe.credential);
    const left =
      this.#dead.get(probe.credential) ?? this.#observer.unreached(place) ?? this.#observer.whyNot(probe);
    return left === undefined ? 'inconclusive' : 'skipped';
  }

  #settled(history: ProbeAttempts, alarming: (attempt: Attempt) => boolean): ReturnType<typeof resolve> {
    const { probe, attempts } = history;
    const dead = this.#dead.get(probe.credential);
    if (dead !== undefined) return { unanswered: { ...probe, verdict: 'skipped', reason: dead } };
    // An alarm that the controls were not asked after may be the site's, and not Jira's.
    const sure = attempts.filter((one) => this.#observer.isWithin(one, this.#trusted) || !alarming(one));
    const trusted =
      sure.length === attempts.length ? history : { ...history, attempts: sure, failure: UNSURE };
    const one = resolve(trusted, alarming);
    return 'unanswered' in one ? { unanswered: { ...one.unanswered, verdict: this.#verdictOf(probe) } } : one;
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
export async function runLive(options: LiveOptions): Promise<LiveRun> {
  const { settings, manners, clock, signal, bounds, open = openClient } = options;
  const limiter = new RateLimiter(manners, clock, signal);
  const client = open([settings.site, settings.api], limiter, clock, bounds, settings.network);
  try {
    return await new LiveObservation(options, client, limiter).run();
  } finally {
    await client.close();
  }
}
