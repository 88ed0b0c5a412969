import { THREAD } from '../contract/sources.ts';

const MINUTE = 60_000;

/** What makes a credential stop working, and what is said of how long that takes. */
interface Cause {
  readonly id: string;
  /** "after it was revoked". */
  readonly after: string;
  /** What a person is asked to do; null where it happens by itself. */
  readonly deed: string | null;
  /** The time within which it should be over, in milliseconds. */
  readonly bound: number;
  /** Where the bound comes from. */
  readonly claim: string;
  readonly source: string;
}

/** The answer of Atlassian's staff, 2019-12-10. The ten minutes are documented of Admin API keys. */
const STAFF = 'Atlassian staff quotes up to ten minutes (2019-12-10), which are documented of Admin API keys';

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
    claim: `nothing is documented of expiry; the yardstick is that of revocation: ${STAFF}`,
    source: THREAD,
  },
  {
    id: 'signed-out',
    after: 'the account was signed out',
    deed: 'revoke it, and then sign the account out everywhere',
    bound: MINUTE,
    claim:
      'Atlassian staff says that signing the user off makes it take effect at once (2019-12-10); a minute counts as at once',
    source: THREAD,
  },
] as const satisfies readonly Cause[];

export type CauseId = (typeof CAUSES)[number]['id'];

/** The cause of that id. */
export function causeOf(id: CauseId): Cause {
  return CAUSES.find((cause) => cause.id === id) ?? CAUSES[0];
}

/** What a user saw in 2019 between revoking a token and its refusal (thread, claim 1). */
export const REPORTED = { ms: 20 * MINUTE, date: '2019-12-09', source: THREAD } as const;
