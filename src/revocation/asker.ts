import { AS_MEASURED, siteTraitsOf, type SiteTraits } from '../classify/site-traits.ts';
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

/** Role is asked: the credential that is going to die, or the one that must go on working. */
export type Role = ProbeLine['who'];

/** What it takes to ask. */
export interface AskerOptions {
  readonly settings: Settings;
  readonly client: LiveClient;
  readonly clock: Clock;
  readonly anonymiser: Anonymiser;
  /** That of the process. */
  readonly book: AccountBook;
}

/** Asks one request, and makes a line of a measurement of its answer. */
export class Asker {
  readonly #client: LiveClient;
  readonly #clock: Clock;
  readonly #anonymiser: Anonymiser;
  readonly #subject: ReturnType<typeof subjectOf>;
  readonly #settings: Settings;
  readonly #book: AccountBook;
  readonly #targets: Record<Role, RequestTarget>;
  /** What the last answer of each was like: a response is kept where it is another. */
  readonly #last = new Map<string, string>();
  #traits: SiteTraits = AS_MEASURED;

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

  /** Why nothing may be asked any more, or undefined: a CAPTCHA stands before the account. */
  get challenge(): string | undefined {
    return this.#book.ownChallenge(this.#settings);
  }

  /** The answer, or why there is none. */
  async ask(
    who: Role,
    operation: OperationId,
    round: number,
  ): Promise<ProbeLine | { readonly failure: string }> {
    const { credential } = this.#subject;
    // A dead token is asked until it is settled that it is dead, so what fails is not counted here.
    const gate = this.#book.gateOf(loginOf(credential, this.#settings));
    const outcome = await this.#client.ask(planRequest({ credential, operation }, this.#targets[who]), gate);
    const got = this.#clock.now();
    if ('failure' in outcome) return { failure: outcome.failure };
    const { wire, at: sent } = outcome;
    const response = sanitiseResponse(wire, this.#anonymiser, operation);
    const meta = { origin: 'recorded', date: new Date(sent).toISOString() } as const;
    const exchange = { credential, operation, response, meta };
    // The control is a valid credential: by its answers it is known whether the site names accounts.
    if (who === 'control' && wire.status < 300) this.#traits = siteTraitsOf([exchange]);
    const { status, treatment, mark, loginReason } = classify(exchange, this.#traits);
    const date = Date.parse(rawHeader(wire, 'date') ?? '');
    const like = JSON.stringify([status, treatment, loginReason]);
    const changed = this.#last.get(`${who} ${operation}`) !== like;
    this.#last.set(`${who} ${operation}`, like);
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
