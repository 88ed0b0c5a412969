import { judge, type Head, type Verdict } from './assert-alive.ts';
import { MyselfBook, type AskMyself } from './myself.ts';

/** Number of APIs that are remembered; a site has fewer. */
const MAX_APIS = 100;

/** What is known about a site, and how to ask it. */
export interface JudgeOptions {
  readonly ask: AskMyself;
  /** Returns the time in milliseconds. */
  readonly now: () => number;
  /**
   * Whether answers to a working token have `x-aaccountid`. If it is false, `/myself` decides instead; if it is undefined, it does
   * so until an answer of the same API has the header.
   */
  readonly namesAccounts?: boolean | undefined;
  /** Milliseconds that `/myself` may take. */
  readonly patience?: number | undefined;
}

/**
 * Judges answers of one site like `judge`, and asks `/myself` where the absence of `x-aaccountid` alone shows nothing: until an
 * answer of the same API has named an account, and for a 404, which a suspended site answers too.
 */
export class SiteJudge {
  readonly #book: MyselfBook;
  readonly #namesAccounts: boolean | undefined;
  /** The APIs of which an answer has named an account: the measured site did so everywhere, another one may not. */
  readonly #naming = new Set<string>();

  constructor({ ask, now, namesAccounts, patience }: JudgeOptions) {
    this.#book = new MyselfBook(ask, now, patience);
    this.#namesAccounts = namesAccounts;
  }

  /** Number of questions to `/myself` so far. */
  get asked(): number {
    return this.#book.asked;
  }

  /**
   * Returns the verdict on an answer to a request with this `Authorization`; a promise only if `/myself` is asked.
   *
   * @param authorization undefined if none was sent
   */
  verdict(head: Head, authorization: string | undefined): Verdict | Promise<Verdict> {
    const verdict = judge(head, { sent: Boolean(authorization) });
    const api = /\/rest\/[^/?]*/.exec(head.url ?? '')?.[0] ?? '';
    if (verdict.signal === 'account-id' && this.#naming.size < MAX_APIS) this.#naming.add(api);
    if (verdict.signal !== 'no-account-id' || authorization === undefined) return verdict;
    const status = head.status ?? head.statusCode;
    const isSign = this.#namesAccounts ?? this.#naming.has(api);
    if (isSign && status !== 404) return verdict;
    return this.#book.verdict(authorization).then((own) => (own.state === 'dead' ? verdict : own));
  }
}
