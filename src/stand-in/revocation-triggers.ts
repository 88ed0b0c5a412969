import type { SeenRequest } from './requests.ts';

/** Events at which a token can be revoked while a client works. */
export const TRIGGERS = ['requests', 'first-page', 'first-write'] as const;

/**
 * When a token is revoked: after a number of `requests` with it that were answered for the account, after the `first-page` of a list
 * that has more, or right before the `first-write` with it, which is no longer answered for the account.
 */
export type Trigger = (typeof TRIGGERS)[number];

/** A token that is revoked at an event. */
export interface PlannedRevocation {
  readonly on: Trigger;
  /** For `requests`: how many are answered first; 1 by default, such as the check with which a client logs in. */
  readonly count?: number;
}

/** Whether a body is a page of a list that has more pages. */
function hasMore(body: string): boolean {
  if (!body.startsWith('{')) return false;
  const { isLast, total, startAt, maxResults }: Readonly<Record<string, unknown>> = JSON.parse(body);
  if (isLast !== undefined) return isLast === false;
  return (
    typeof total === 'number' &&
    typeof startAt === 'number' &&
    typeof maxResults === 'number' &&
    total > startAt + maxResults
  );
}

interface Waiting extends PlannedRevocation {
  readonly token: string;
  answered: number;
}

/** Revocations that wait for an event. */
export class RevocationTriggers {
  readonly #revoke: (token: string) => void;
  readonly #waiting = new Set<Waiting>();

  constructor(revoke: (token: string) => void) {
    this.#revoke = revoke;
  }

  /** Plans a revocation. Each happens once. */
  add(token: string, planned: PlannedRevocation): void {
    this.#waiting.add({ ...planned, token, answered: 0 });
  }

  #revokeIf(token: string | undefined, happens: (waiting: Waiting) => boolean): void {
    for (const waiting of this.#waiting) {
      if (waiting.token !== token || !happens(waiting)) continue;
      this.#waiting.delete(waiting);
      this.#revoke(waiting.token);
    }
  }

  /** Notes a request that arrives with a token, before the token is looked at. */
  arriving(token: string | undefined, isWriteRequest: boolean): void {
    this.#revokeIf(token, ({ on }) => on === 'first-write' && isWriteRequest);
  }

  /** Notes a request with a token that was answered. */
  answered(token: string | undefined, { answeredFor }: SeenRequest, body: string): void {
    if (answeredFor !== 'account') return;
    this.#revokeIf(token, (waiting) => {
      waiting.answered += 1;
      return waiting.on === 'requests'
        ? waiting.answered >= (waiting.count ?? 1)
        : waiting.on === 'first-page' && hasMore(body);
    });
  }
}
