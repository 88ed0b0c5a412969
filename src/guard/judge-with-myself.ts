import { judge, type Head, type Verdict } from './assert-alive.ts';
import { MyselfBook, type AskMyself } from './myself.ts';

/** What is known about a site, and how to ask it. */
export interface JudgeOptions {
  readonly ask: AskMyself;
  /** Returns the time in milliseconds. */
  readonly now: () => number;
  /**
   * Whether answers to a working token have `x-aaccountid`. If it is false, each minute of answers without the header is
   * decided by `/myself`; if it is undefined, this is learned from the first answers.
   */
  readonly namesAccounts?: boolean | undefined;
}

/**
 * Judges answers of one site like `judge`, and asks `/myself` where the missing of `x-aaccountid` alone shows nothing: until the
 * site is known to name accounts, and for a 404, which a suspended site answers too.
 */
export class SiteJudge {
  readonly #book: MyselfBook;
  #namesAccounts: boolean | undefined;

  constructor({ ask, now, namesAccounts }: JudgeOptions) {
    this.#book = new MyselfBook(ask, now);
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
    if (verdict.signal === 'account-id') this.#learn(true);
    if (verdict.signal !== 'no-account-id' || authorization === undefined) return verdict;
    const status = head.status ?? head.statusCode;
    if (this.#namesAccounts === true && status !== 404) return verdict;
    return this.#book.verdict(authorization).then((own) => {
      if (own.state === 'alive') this.#learn(own.signal === 'account-id');
      return own.state === 'dead' ? verdict : own;
    });
  }

  /** The first answers decide unless the user did. A site that began to name accounts goes on doing so. */
  #learn(namesAccounts: boolean): void {
    if (this.#namesAccounts === undefined) this.#namesAccounts = namesAccounts;
  }
}
