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
 * The number of answers that a credential may get on one operation, as many as it takes to believe an alarm. Of a credential
 * that should fail each answer counts; of one that should work, those that did not accept it. An attempt without a usable
 * answer counts apart, with the same limit, and only for a credential that should fail.
 */
export const ANSWERS_AT_MOST = CONFIRMATIONS_NEEDED;

/** Pages of an edge or of a site that is not there: behind them no login took place, unless they refuse it. */
const LOST: ReadonlySet<SignalId> = new Set(['edge-page', 'site-unavailable']);

const UNTOUCHED = { answers: 0, lost: 0 };

/**
 * Keeps account of the failed logins of a process, whichever command, site or watch causes them, and closes an account at
 * the first sign of a CAPTCHA. There is one book for a process: Jira counts failed logins by account, and does not know
 * which part of this tool they come from.
 */
export class AccountBook {
  /** The accounts that showed a CAPTCHA, and what they were called then. */
  readonly #challenged = new Map<string, string>();
  readonly #tallies = new Map<string, typeof UNTOUCHED>();

  /**
   * Why a request must not be sent, or undefined. Once the owner of the settings showed a CAPTCHA nothing is sent at all: the
   * valid token is a login of the same account, and without it nothing can be judged.
   */
  whyNot(login: Login): string | undefined {
    const challenge = this.#challengeOf(login.owner) ?? this.#challengeOf(login.account);
    if (challenge !== undefined || login.request === undefined || login.standing === 'none') return challenge;
    const { answers, lost } = this.#tallies.get(login.request) ?? UNTOUCHED;
    if (answers >= ANSWERS_AT_MOST) {
      return `it was asked ${answers} times already, which is the limit for a failed login`;
    }
    if (login.standing === 'invalid' && lost >= ANSWERS_AT_MOST) {
      return `${lost} attempts got no usable answer, which is the limit for a login that should fail`;
    }
    return undefined;
  }

  /** What to do about an account of the settings that showed a CAPTCHA, in a clause; undefined where none did. */
  challenge(settings: Settings): string | undefined {
    const accounts = CREDENTIALS.map(({ name }) => loginOf(name, settings).account);
    return [ownerOf(settings), ...accounts]
      .map((one) => this.#challengeOf(one))
      .find((one) => one !== undefined);
  }

  /** The same of the owner alone: where it is not undefined, nothing can be asked. */
  ownChallenge(settings: Settings): string | undefined {
    return this.#challengeOf(ownerOf(settings));
  }

  /** Counts an answer, or an attempt that was lost on the way and may never have been a login. */
  note({ request, standing }: Login, { treatment, mark, status }: Answer): void {
    if (request === undefined || standing === 'none') return;
    if (treatment === 'accepted' && standing === 'valid') return;
    // What the client tries again it has counted.
    if (mark === 'rate-limited' || mark === 'server-error') return;
    const refuses = status === 401 || status === 403;
    this.#count(request, LOST.has(mark) && !refuses ? 'lost' : 'answers');
  }

  /** What stands between a request and the site. */
  gateOf(login: Login): Gate {
    return {
      refusal: () => this.whyNot(login),
      onHead: (head) => this.#hear(login, head),
      onFailure: () => {
        if (login.request !== undefined) this.#count(login.request, 'lost');
      },
    };
  }

  #hear({ account }: Login, head: ResponseHead): void {
    if (isCaptcha(head) && !this.#challenged.has(account.key))
      this.#challenged.set(account.key, account.name);
  }

  #count(request: string, what: keyof typeof UNTOUCHED): void {
    const tally = this.#tallies.get(request) ?? UNTOUCHED;
    this.#tallies.set(request, { ...tally, [what]: tally[what] + 1 });
  }

  #challengeOf({ key, name }: Account): string | undefined {
    const first = this.#challenged.get(key);
    if (first === undefined) return undefined;
    const same = first === name ? '' : `, which is also ${first},`;
    return `a CAPTCHA stands before ${name}${same} and nothing more is sent for it: log in as it once with a browser, which solves the CAPTCHA, and wait before the next run`;
  }
}
