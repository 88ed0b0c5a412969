import { THREAD } from '../contract/sources.ts';

const MINUTE = 60_000;

/** What makes a credential stop working, and how long that should take. */
interface Cause {
  readonly id: string;
  /** As the end of a phrase: "after it was revoked". */
  readonly after: string;
  /** What the user is asked to do; null if it happens automatically. */
  readonly deed: string | null;
  /** The time within which the credential should stop working, in milliseconds. */
  readonly bound: number;
  /** Where the bound comes from. */
  readonly claim: string;
  readonly source: string;
}

/** The statement of Atlassian staff, 2019-12-10. Ten minutes are documented for Admin API keys. */
const STAFF =
  'Atlassian staff quotes up to ten minutes (2019-12-10), which are documented for Admin API keys';

/** The causes that can be watched. */
export const CAUSES = [
  {
    id: 'revoked',
    after: 'it was revoked',
    deed: 'revoke it',
    bound: 10 * MINUTE,
    claim: STAFF,
    source: THREAD,
  },
  {
    id: 'expired',
    after: 'it expired',
    deed: null,
    bound: 10 * MINUTE,
    claim: `nothing is documented about expiry, so the bound for revocation is used: ${STAFF}`,
    source: THREAD,
  },
  {
    id: 'signed-out',
    after: 'the account was signed out',
    deed: 'revoke it, then sign the account out everywhere',
    bound: MINUTE,
    claim:
      'Atlassian staff says that signing the user off makes it take effect at once (2019-12-10); up to a minute counts as at once',
    source: THREAD,
  },
] as const satisfies readonly Cause[];

/** The id of a cause. */
export type CauseId = (typeof CAUSES)[number]['id'];

/** Returns the cause with an id. */
export function causeOf(id: CauseId): Cause {
  return CAUSES.find((cause) => cause.id === id) ?? CAUSES[0];
}

/** The time a user measured in 2019 between revoking a token and its refusal (thread, claim 1). */
export const REPORTED = { ms: 20 * MINUTE, date: '2019-12-09', source: THREAD } as const;
