import { MEASURED_SITE, siteTraitsOf, type SiteTraits } from '../classify/site-traits.ts';
import { classify } from '../classify/classify.ts';
import { parametersOf } from '../config/provided.ts';
import type { Settings } from '../config/settings.ts';
import type { OperationId } from '../contract/operations.ts';
import { sanitiseResponse } from '../evidence/sanitise-response.ts';
import type { Anonymiser } from '../evidence/anonymiser.ts';
import { rawHeader } from '../evidence/raw-response.ts';
import type { Clock } from '../http/clock.ts';
import { isStandIn, type LiveClient } from '../http/client.ts';
import { planRequest, type RequestTarget } from '../http/planned-request.ts';
import type { AccountBook } from '../live/account-book.ts';
import { loginOf } from '../live/account.ts';
import type { ProbeLine } from './measurement.ts';
import { subjectOf, type SubjectId } from './subjects.ts';

/** Which credential a request uses: the one to be revoked, or the one that must keep working. */
export type Role = ProbeLine['who'];

/** Options of an asker. */
export interface AskerOptions {
  readonly settings: Settings;
  readonly client: LiveClient;
  readonly clock: Clock;
  readonly anonymiser: Anonymiser;
  /** The account book of the process. */
  readonly book: AccountBook;
}

/** Sends requests and turns their answers into lines of a measurement. */
export class Asker {
  readonly #client: LiveClient;
  readonly #clock: Clock;
  readonly #anonymiser: Anonymiser;
  readonly #subject: ReturnType<typeof subjectOf>;
  readonly #settings: Settings;
  readonly #book: AccountBook;
  readonly #targets: Record<Role, RequestTarget>;
  /** The last answer of each request: a response is recorded only if the answer changed. */
  readonly #last = new Map<string, string>();
  #traits: SiteTraits = MEASURED_SITE;

  constructor(subject: SubjectId, { settings, client, clock, anonymiser, book }: AskerOptions) {
    this.#client = client;
    this.#clock = clock;
    this.#anonymiser = anonymiser;
    this.#settings = settings;
    this.#book = book;
    this.#subject = subjectOf(subject);
    const { part, watched } = this.#subject;
    const { identity } = settings;
    const target = { ...settings, cloudId: settings.cloudId ?? '', parameters: parametersOf(settings) };
    this.#targets = {
      control: target,
      watched: { ...target, identity: { ...identity, [part]: identity[watched] } },
    };
  }

  /** Why nothing more may be sent, because the account must solve a CAPTCHA; otherwise undefined. */
  get challenge(): string | undefined {
    return this.#book.ownChallenge(this.#settings);
  }

  /** Sends a request, and returns the line of its answer or why there is none. */
  async ask(
    who: Role,
    operation: OperationId,
    round: number,
  ): Promise<ProbeLine | { readonly failure: string }> {
    const { credential } = this.#subject;
    // A dead token is sent until its death is settled, so failed logins are not counted here.
    const gate = this.#book.gateOf(loginOf(credential, this.#settings));
    const outcome = await this.#client.ask(planRequest({ credential, operation }, this.#targets[who]), gate);
    const got = this.#clock.now();
    if ('failure' in outcome) return { failure: outcome.failure };
    const { wire, at: sent } = outcome;
    const response = sanitiseResponse(wire, this.#anonymiser, operation);
    const meta = { origin: 'recorded', date: new Date(sent).toISOString() } as const;
    const exchange = { credential, operation, response, meta };
    // The control is a valid credential: its answers show whether the site returns account ids.
    if (who === 'control' && wire.status < 300) this.#traits = siteTraitsOf([exchange]);
    const { status, treatment, mark, loginReason } = classify(exchange, this.#traits);
    const date = Date.parse(rawHeader(wire, 'date') ?? '');
    const signature = JSON.stringify([status, treatment, loginReason]);
    const changed = this.#last.get(`${who} ${operation}`) !== signature;
    this.#last.set(`${who} ${operation}`, signature);
    return {
      kind: 'probe',
      who,
      round,
      operation,
      sent,
      got,
      status,
      treatment,
      mark,
      ...(Number.isNaN(date) ? {} : { date }),
      ...(typeof loginReason === 'string' && { loginReason }),
      ...(isStandIn(wire) && { standIn: true }),
      ...(changed && { response }),
    };
  }
}
