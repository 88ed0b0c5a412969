import type { Answer } from '../classify/answer.ts';
import type { SignalId } from '../classify/signals.ts';
import type { Settings } from '../config/settings.ts';
import { CREDENTIALS } from '../contract/credentials.ts';
import type { ResponseHead } from '../evidence/raw-response.ts';
import { isCaptcha } from '../http/is-captcha.ts';
import type { Gate } from '../http/client.ts';
import { loginOf, ownerOf, type Account, type Login } from './account.ts';
import { CONFIRMATIONS_NEEDED } from './probe-attempts.ts';

/**
 * Maximum number of failed logins of a credential on one operation: as many as are needed to confirm an alarm. For a credential
 * that should fail, every answer counts; for one that should work, only answers that do not accept it. Attempts without a usable
 * answer are counted separately, with the same limit, and only for credentials that should fail.
 */
export const MAX_FAILED_LOGINS = CONFIRMATIONS_NEEDED;

/** Signals of an edge page or an unavailable site: no login took place there, unless the status is a refusal. */
const NO_LOGIN: ReadonlySet<SignalId> = new Set(['edge-page', 'site-unavailable']);

const EMPTY_TALLY = { answers: 0, failures: 0 };

/**
 * Counts the failed logins of a process, whatever command, site or watch causes them, and blocks an account at the first sign
 * of a CAPTCHA. There is one book per process, because Jira counts failed logins per account, whatever part of this tool
 * causes them.
 */
export class AccountBook {
  /** Accounts with a CAPTCHA by key, with the name under which each was first used. */
  readonly #challenged = new Map<string, string>();
  readonly #tallies = new Map<string, typeof EMPTY_TALLY>();

  /**
   * Returns why a request must not be sent, or undefined. Once the owner of the settings has a CAPTCHA, nothing is sent at all:
   * the valid token belongs to the same account, and without it nothing can be judged.
   */
  refusalFor(login: Login): string | undefined {
    const challenge = this.#challengeOf(login.owner) ?? this.#challengeOf(login.account);
    if (challenge !== undefined || login.request === undefined || login.standing === 'none') return challenge;
    const { answers, failures } = this.#tallies.get(login.request) ?? EMPTY_TALLY;
    if (answers >= MAX_FAILED_LOGINS) {
      return `it was sent ${answers} times already, which is the limit for a failed login`;
    }
    if (login.standing === 'invalid' && failures >= MAX_FAILED_LOGINS) {
      return `${failures} attempts got no usable answer, which is the limit for a login that should fail`;
    }
    return undefined;
  }

  /** Returns what to do about an account of the settings that has a CAPTCHA, as a clause; undefined if none has. */
  challenge(settings: Settings): string | undefined {
    const accounts = CREDENTIALS.map(({ name }) => loginOf(name, settings).account);
    return [ownerOf(settings), ...accounts]
      .map((account) => this.#challengeOf(account))
      .find((challenge) => challenge !== undefined);
  }

  /** Returns the same for the owner of the settings only. If it is not undefined, nothing may be sent. */
  ownChallenge(settings: Settings): string | undefined {
    return this.#challengeOf(ownerOf(settings));
  }

  /** Counts an answer, either as a failed login or as an attempt that may never have reached the login. */
  count({ request, standing }: Login, { treatment, mark, status }: Answer): void {
    if (request === undefined || standing === 'none') return;
    if (treatment === 'accepted' && standing === 'valid') return;
    // The client has already counted these when it retried.
    if (mark === 'rate-limited' || mark === 'server-error') return;
    const refuses = status === 401 || status === 403;
    this.#add(request, NO_LOGIN.has(mark) && !refuses ? 'failures' : 'answers');
  }

  /** Returns the gate for the requests of a login. */
  gateOf(login: Login): Gate {
    return {
      refusal: () => this.refusalFor(login),
      onHead: (head) => this.#noteCaptcha(login, head),
      onFailure: () => {
        if (login.request !== undefined) this.#add(login.request, 'failures');
      },
    };
  }

  #noteCaptcha({ account }: Login, head: ResponseHead): void {
    if (isCaptcha(head) && !this.#challenged.has(account.key))
      this.#challenged.set(account.key, account.name);
  }

  #add(request: string, what: keyof typeof EMPTY_TALLY): void {
    const tally = this.#tallies.get(request) ?? EMPTY_TALLY;
    this.#tallies.set(request, { ...tally, [what]: tally[what] + 1 });
  }

  #challengeOf({ key, name }: Account): string | undefined {
    const first = this.#challenged.get(key);
    if (first === undefined) return undefined;
    const same = first === name ? '' : `, which is also ${first},`;
    return `${name}${same} must solve a CAPTCHA, so no further request is sent for it: log in to it once with a browser, which solves the CAPTCHA, and wait before the next run`;
  }
}
