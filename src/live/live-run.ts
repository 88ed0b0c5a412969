import { dayOf } from '../day-of.ts';
import { GONE, operationKey, siteTraitsOf } from '../classify/site-traits.ts';
import { parametersOf } from '../config/provided.ts';
import type { Settings } from '../config/settings.ts';
import { credentialNamed, type CredentialName } from '../contract/credentials.ts';
import { Fault } from '../fault.ts';
import { eraOf } from '../contract/eras.ts';
import { compareProbes, probeKey, type Probe } from '../contract/probe.ts';
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
import type { SiteMemory } from './memory.ts';
import { notAsked, Observer } from './observer.ts';
import { whyDead, credentialsUsing, OWN_CHECKS, type OwnCheck } from './own-credentials.ts';
import type { LivePlan } from './plan.ts';
import { markRollOut } from './roll-out.ts';
import { ControlMonitor } from './control-monitor.ts';

/** Options of a live run. Times are in milliseconds. */
export interface LiveOptions {
  /** The name of the run. */
  readonly name: string;
  readonly settings: Settings;
  readonly plan: LivePlan;
  readonly politeness: Politeness;
  readonly bounds?: Bounds | undefined;
  readonly clock: Clock;
  /** The account book of the process. */
  readonly accounts: AccountBook;
  /** The answers of this site earlier in the process. The run updates it. */
  readonly memory?: SiteMemory | undefined;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
  /** Whether to remove the name of the site from the results. */
  readonly anonymise: boolean;
  /** Pause before a probe that raised an alarm is sent again. */
  readonly confirmAfter: number;
  /** Whether an answer would raise an alarm. */
  readonly isAlarm: (attempt: Attempt) => boolean;
  readonly progress: (phase: string, asked: number, of: number) => void;
  /** Checks of the user's own credentials, whose failure is not a change in Jira; `OWN_CHECKS` by default. */
  readonly ownChecks?: readonly OwnCheck[] | undefined;
  /** Opens the client; `openClient` by default. */
  readonly open?: typeof openClient | undefined;
}

/** The result of a live run, and the number of requests it took. */
export interface LiveRun extends SeenAnswers {
  readonly requests: number;
}

/** Maximum number of confirmation rounds for alarms, and for probes without a conclusive answer. */
const ROUNDS = { alarms: 2 * CONFIRMATIONS_NEEDED, failures: 2 };

/** Number of probes between two checks whether the controls have to be sent again. */
const BATCH_SIZE = 6;

/** Number of refusals after which an own credential counts as dead. */
const DEATHS = 2;

/** Longest pause before an own credential that seems dead is sent again. */
const OWN_PAUSE = 5000;

const NOT_RECHECKED = 'the controls were not checked again after it';

const atGateway = ({ credential }: Probe): boolean => credentialNamed(credential).place === 'gateway';

/** A live run in progress. */
class LiveObservation {
  readonly #options: LiveOptions;
  readonly #client: LiveClient;
  readonly #limiter: RateLimiter;
  readonly #observer: Observer;
  readonly #anonymiser;
  readonly #controls: Controls;
  readonly #controlMonitor: ControlMonitor;
  /** The last answer of each control. */
  readonly #lastControlAnswers = new Map<Probe, ProbeAttempts>();
  /** Credentials that use a dead token, and why no conclusion is drawn from them. */
  readonly #dead = new Map<CredentialName, string>();
  /** Number of answers until the controls last behaved as they must. */
  #trusted = 0;
  /** The checks of own credentials that were sent. */
  readonly #ownChecks: OwnCheck[] = [];
  #doubts = { alarms: 0, failures: 0, sent: 0 };
  /** Why the site can no longer be judged. */
  #siteFailure: string | undefined;
  #cloudId: string | undefined;
  #noGateway: string | undefined;

  constructor(options: LiveOptions, client: LiveClient, limiter: RateLimiter) {
    const { settings, anonymise, memory, accounts: book } = options;
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
    this.#controlMonitor = new ControlMonitor({
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
    if (atGateway(works)) await this.#requireGateway();
    this.#observer.adopt(await this.#controlMonitor.checkAtStart());
    this.#observer.learnTraits();
    this.#trustAnswersSoFar();
    this.#recall();
    if ([...plan.probes, ...this.#neededChecks()].some(atGateway) && this.#cloudId === undefined)
      await this.#findGateway();
    await this.#checkOwnCredentials();
    const answered = this.#observer.histories.filter(isAnswered).map(({ probe }) => probe);
    const asked = new Set([works, fails, ...answered, ...this.#ownChecks].map(probeKey));
    await this.#ask(
      'probes',
      plan.probes.filter((probe) => !asked.has(probeKey(probe)) && this.#whyNot(probe) === undefined),
    );
    await this.#recheckControls();
    await this.#confirm();
    if (memory) memory.histories = this.#trustedHistories();
    return this.#result();
  }

  /** Reuses earlier answers to probes of the plan. The controls must already have shown that the site works now. */
  #recall(): void {
    const { plan, memory } = this.#options;
    const missing = new Set(plan.probes.map(probeKey));
    for (const { probe } of this.#observer.histories) missing.delete(probeKey(probe));
    this.#observer.recall(memory?.histories.filter(({ probe }) => missing.has(probeKey(probe))) ?? []);
  }

  /** Returns the answers until the controls last behaved as they must. */
  #trustedHistories(): ProbeAttempts[] {
    return this.#observer.histories.map(({ probe, attempts }) => ({
      probe,
      attempts: attempts.filter((one) => this.#observer.isWithin(one, this.#trusted)),
    }));
  }

  /**
   * Sends both controls. A control that is a failed login, as at the gateway, has a limit: it is sent at the start and when an
   * alarm is open; in between, its last answer is used.
   */
  async #askControls(): Promise<readonly ProbeAttempts[]> {
    const { works, fails } = this.#controls;
    const histories = await this.#observer.askApart(
      [works, fails].filter((one) => this.#mustSendControl(one)),
    );
    for (const history of histories) this.#lastControlAnswers.set(history.probe, history);
    return [works, fails].flatMap((control) => this.#lastControlAnswers.get(control) ?? []);
  }

  #mustSendControl(control: Probe): boolean {
    if (!this.#lastControlAnswers.has(control)) return true;
    if (!this.#observer.mayAsk(control)) return false;
    const { standing } = credentialNamed(control.credential);
    return standing !== 'invalid' || this.#trusted === 0 || this.#hasOpenAlarm();
  }

  #hasOpenAlarm(): boolean {
    const isAlarm = this.#alarmTest();
    return this.#observer.histories.some((history) => hasAlarm(history, isAlarm));
  }

  /** If the controls are at the gateway, nothing can be judged without it. */
  async #requireGateway(): Promise<void> {
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

  /** Returns the checks of the own credentials that the plan has a probe of, or a probe of a credential that uses them. */
  #neededChecks(): readonly OwnCheck[] {
    const { plan, ownChecks = OWN_CHECKS } = this.#options;
    const planned = new Set(plan.probes.map(({ credential }) => credential));
    const { available = planned } = plan;
    return ownChecks.filter(
      (check) =>
        credentialsUsing(check.part).some((name) => planned.has(name)) && available.has(check.credential),
    );
  }

  /** Checks the own credentials. One that was refused twice is dead, which is not a change in Jira: its rows are skipped. */
  async #checkOwnCredentials(): Promise<void> {
    const { confirmAfter, clock, signal } = this.#options;
    const checks = this.#neededChecks();
    const dead = (): (OwnCheck & { readonly why: string })[] =>
      checks.flatMap((check) => {
        const history = this.#historyOf(check);
        const answer = history?.failure === undefined ? history?.attempts.at(-1)?.answer : undefined;
        const why = answer && whyDead(check, answer);
        return why === undefined ? [] : [{ ...check, why }];
      });
    this.#ownChecks.push(...checks.filter((check) => this.#whyNot(check) === undefined));
    await this.#observer.ask(
      this.#ownChecks.filter((check) => {
        const history = this.#historyOf(check);
        return history === undefined || !isAnswered(history);
      }),
    );
    // Answers from the doctor count as well.
    const suspects = dead().filter(
      (check) => this.#observer.mayAsk(check) && this.#deathsOf(check).length < DEATHS,
    );
    if (suspects.length > 0) {
      await clock.sleep(Math.min(confirmAfter, OWN_PAUSE), signal);
      await this.#observer.ask(suspects);
    }
    for (const { part, why } of dead()) for (const name of credentialsUsing(part)) this.#dead.set(name, why);
  }

  #historyOf(probe: Probe): ProbeAttempts | undefined {
    return this.#observer.histories.find((one) => probeKey(one.probe) === probeKey(probe));
  }

  /** Returns, for each answer that shows an own credential to be dead, the reason. */
  #deathsOf(check: OwnCheck): string[] {
    return this.#historyOf(check)?.attempts.flatMap(({ answer }) => whyDead(check, answer) ?? []) ?? [];
  }

  /** Marks dead credentials again after the confirmation rounds: one that seemed alive once may have been refused since. */
  #markDeadCredentials(): void {
    const { ownChecks = OWN_CHECKS } = this.#options;
    for (const check of ownChecks) {
      const deaths = this.#deathsOf(check);
      const why = deaths.length >= DEATHS ? deaths.at(-1) : undefined;
      if (why !== undefined) for (const name of credentialsUsing(check.part)) this.#dead.set(name, why);
    }
  }

  /** Returns why a probe is not sent or its answers do not count; undefined if they do. */
  #whyNot(probe: Probe): string | undefined {
    return (
      this.#dead.get(probe.credential) ??
      (atGateway(probe) ? this.#noGateway : undefined) ??
      this.#observer.whyNot(probe)
    );
  }

  /** Sends probes in batches and, if there is reason to, checks between them whether the site can still be judged. */
  async #ask(phase: string, probes: readonly Probe[]): Promise<void> {
    const { progress } = this.#options;
    const queue = [...probes];
    while (queue.length > 0 && this.#limiter.stopped === undefined) {
      const done = probes.length - queue.length;
      const batch = queue.splice(0, BATCH_SIZE);
      const left = await this.#observer.ask(batch, (asked) => progress(phase, done + asked, probes.length));
      queue.unshift(...left);
      this.#noteDoubts(batch.filter((probe) => !left.includes(probe)));
      if (left.length > 0 || this.#isDoubtful()) await this.#recheckControls();
    }
  }

  #noteDoubts(batch: readonly Probe[]): void {
    const keys = new Set(batch.map(probeKey));
    for (const { probe, attempts, failure } of this.#observer.histories) {
      if (!keys.has(probeKey(probe))) continue;
      const last = failure === undefined ? attempts.at(-1) : undefined;
      if (last && this.#options.isAlarm(last)) this.#doubts.alarms += 1;
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

  /** Trusts all answers so far, because the site still distinguishes the valid token from no token. */
  #trustAnswersSoFar(): void {
    this.#trusted = this.#observer.answered;
    this.#doubts = { alarms: 0, failures: 0, sent: this.#limiter.sent };
  }

  /** Sends the controls again. If they fail, the answers since the last check are discarded. */
  async #recheckControls(): Promise<void> {
    if (this.#limiter.stopped !== undefined) return;
    const failure = await this.#controlMonitor.recheck();
    if (this.#limiter.stopped !== undefined && !failure) return;
    if (!failure) return this.#trustAnswersSoFar();
    const reason = `the controls failed after ${this.#limiter.sent} requests: ${failure.says}`;
    this.#observer.forgetAfter(this.#trusted, `not judged: ${reason}`);
    this.#siteFailure = reason;
    this.#limiter.stop(reason);
  }

  /** Sends open probes again. Alarms come first, so that they do not wait for probes that time out. */
  async #confirm(): Promise<void> {
    const { confirmAfter, clock, signal } = this.#options;
    for (let round = 0; round < ROUNDS.alarms && this.#limiter.stopped === undefined; round += 1) {
      const isAlarm = this.#alarmTest();
      const open = this.#observer.histories.filter(
        (history) =>
          this.#whyNot(history.probe) === undefined &&
          needsAnotherAttempt(history, isAlarm) &&
          this.#observer.mayAsk(history.probe),
      );
      const alarms = open.filter((history) => hasAlarm(history, isAlarm));
      const failures = open.filter(
        (one) => !alarms.includes(one) && round < (this.#observer.isLate(one.probe) ? 1 : ROUNDS.failures),
      );
      if (alarms.length + failures.length === 0) return;
      await clock.sleep(confirmAfter, signal);
      await this.#ask(
        'asked again',
        [...alarms, ...this.#workingTokensOn(alarms), ...failures].map(({ probe }) => probe),
      );
      await this.#recheckControls();
    }
  }

  /**
   * Returns the probes of working tokens on operations that have since answered other probes with 410. Only they can show that
   * the operation is now gone for every client, as in a brown-out.
   */
  #workingTokensOn(alarms: readonly ProbeAttempts[]): ProbeAttempts[] {
    const gone = new Set(
      alarms
        .filter(({ attempts }) => attempts.at(-1)?.answer.status === GONE)
        .map(({ probe }) => operationKey(probe)),
    );
    return this.#observer.histories.filter(
      (one) =>
        credentialNamed(one.probe.credential).standing === 'valid' &&
        gone.has(operationKey(one.probe)) &&
        !alarms.includes(one) &&
        one.attempts.length === 1 &&
        this.#whyNot(one.probe) === undefined &&
        this.#observer.mayAsk(one.probe),
    );
  }

  /** Returns the test for alarms. On an operation that is gone, only answers to working tokens raise one. */
  #alarmTest(): (attempt: Attempt) => boolean {
    const newest = this.#observer.histories.flatMap(({ attempts }) => attempts.at(-1)?.exchange ?? []);
    const { removed } = siteTraitsOf(newest);
    return (attempt) =>
      !(
        credentialNamed(attempt.exchange.credential).standing !== 'valid' &&
        removed?.get(operationKey(attempt.exchange)) === attempt.exchange.response.status
      ) && this.#options.isAlarm(attempt);
  }

  #result(): LiveRun {
    const { plan, accounts: book, settings } = this.#options;
    const { works, fails } = this.#controls;
    const isAlarm = this.#alarmTest();
    this.#markDeadCredentials();
    const planned = new Set([...plan.probes, works, fails].map(probeKey));
    const histories = this.#observer.histories.filter(({ probe }) => planned.has(probeKey(probe)));
    const resolved = histories.map((history) => this.#resolved(history, isAlarm));
    const late = notAsked(
      plan.probes,
      histories,
      (probe) =>
        this.#dead.get(probe.credential) ??
        `not asked: ${this.#whyNot(probe) ?? this.#limiter.stopped ?? 'the run ended'}`,
    );
    const incomplete = this.#siteFailure ?? this.#limiter.stopped ?? book.challenge(settings);
    return {
      info: { ...this.#info(incomplete), ...this.#unconfirmed(isAlarm) },
      exchanges: markRollOut(resolved.flatMap((one) => ('exchange' in one ? [one.exchange] : []))).toSorted(
        compareProbes,
      ),
      unanswered: [
        ...resolved.flatMap((one): Unanswered[] => ('unanswered' in one ? [one.unanswered] : [])),
        ...late.map((one) => ({ ...one, verdict: this.#verdictOf(one) })),
        ...plan.unanswered,
      ],
      requests: this.#limiter.sent,
    };
  }

  /** Reports an open alarm whose credential may not be sent again: the run must not pass as a success. */
  #unconfirmed(isAlarm: (attempt: Attempt) => boolean): { readonly unconfirmed?: string } {
    const [first, ...others] = this.#observer.histories.filter(
      (one) => this.#whyNot(one.probe) === undefined && isUnconfirmed(one, isAlarm),
    );
    if (!first) return {};
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    return { unconfirmed: `an alarm could not be confirmed: ${probeKey(first.probe)}${more}` };
  }

  /** Skips a probe of a dead credential, an unreachable place or a broken operation; otherwise it is inconclusive. */
  #verdictOf(probe: Probe): Unanswered['verdict'] {
    const { place } = credentialNamed(probe.credential);
    const reason =
      this.#dead.get(probe.credential) ?? this.#observer.unreached(place) ?? this.#observer.whyNot(probe);
    return reason === undefined ? 'inconclusive' : 'skipped';
  }

  #resolved(history: ProbeAttempts, isAlarm: (attempt: Attempt) => boolean): ReturnType<typeof resolve> {
    const { probe, attempts } = history;
    const dead = this.#dead.get(probe.credential);
    if (dead !== undefined) return { unanswered: { ...probe, verdict: 'skipped', reason: dead } };
    // Without a check of the controls after it, an alarm may be caused by the site rather than by Jira.
    const reliable = attempts.filter((one) => this.#observer.isWithin(one, this.#trusted) || !isAlarm(one));
    const trusted =
      reliable.length === attempts.length
        ? history
        : { ...history, attempts: reliable, failure: NOT_RECHECKED };
    const result = resolve(trusted, isAlarm);
    return 'unanswered' in result
      ? { unanswered: { ...result.unanswered, verdict: this.#verdictOf(probe) } }
      : result;
  }

  #info(incomplete: string | undefined): RecordingSetInfo {
    const { name, settings, anonymise, clock } = this.#options;
    const day = dayOf(clock.now());
    const site = siteName(settings, anonymise);
    const { origin } = this.#observer;
    const summaries = {
      recorded: `Recorded live at ${site}.`,
      'stand-in': 'Recorded from the stand-in, which is not Jira.',
    };
    return {
      name,
      origin,
      era: eraOf(day),
      summary: summaries[origin],
      dates: { from: day, to: day },
      tool: TOOL,
      site,
      ...(incomplete !== undefined && { incomplete }),
    };
  }
}

/**
 * Sends the probes of the plan to a live site, controls first, and repeats those that raise an alarm. It stops once the site or
 * the user asks for an end; the result so far is then returned and marked as incomplete.
 *
 * @throws Fault `unreachable` or `controls-failed` if the site cannot be judged from the start
 */
export async function runLive(options: LiveOptions): Promise<LiveRun> {
  const { settings, politeness, clock, signal, bounds, open = openClient } = options;
  const limiter = new RateLimiter(politeness, clock, signal);
  const client = open([settings.site, settings.api], limiter, clock, bounds, settings.network);
  try {
    return await new LiveObservation(options, client, limiter).run();
  } finally {
    await client.close();
  }
}
