import type { Answer } from '../classify/answer.ts';
import type { CredentialName } from '../contract/credentials.ts';
import type { Identity } from '../contract/identity.ts';
import type { OperationId } from '../contract/operations.ts';
import type { Probe } from '../contract/probe.ts';

/** What a provided credential claims of itself, and what it means where that is not so. */
export interface Claim extends Probe {
  /** Whether it should be accepted. */
  readonly works: boolean;
  readonly otherwise: string;
  /** The reason of the refusal where the token lives and is refused all the same, as `x-failure-category` has it. */
  readonly failureCategory?: string;
}

/** Whether an answer contradicts what a credential claims of itself; undefined where it says nothing. */
export function contradicts({ works, failureCategory }: Claim, answer: Answer): boolean | undefined {
  if (answer.treatment === 'inconclusive') return undefined;
  if ((answer.treatment === 'accepted') !== works) return true;
  const named = answer.failureCategory;
  return failureCategory !== undefined && typeof named === 'string' && named !== failureCategory;
}

const claim = (
  credential: CredentialName,
  operation: OperationId,
  works: boolean,
  otherwise: string,
): Claim => ({ credential, operation, works, otherwise });

const MYSELF = 'GET /rest/api/3/myself';
const ORGS = 'GET https://api.atlassian.com/admin/v1/orgs';

/** The two kinds of token that work at the gateway: one variable holds either. */
const KINDS = { 'gateway-scoped': 'scopedToken', 'gateway-bearer': 'serviceToken' } as const;

const isOtherKind = ({ credential }: Claim, { gatewayToken, ...identity }: Identity): boolean => {
  if (credential !== 'gateway-scoped' && credential !== 'gateway-bearer') return false;
  const isWanted = gatewayToken === '' ? credential === 'gateway-scoped' : identity[KINDS[credential]] !== '';
  return !isWanted;
};

/** The claims that an identity makes: of the two kinds of token that work at the gateway, the one that it holds. */
export function claimsOf(identity: Identity): Claim[] {
  return CLAIMS.filter((one) => !isOtherKind(one, identity));
}

/** The claims of the credentials that a user provides, each put to the test by one request. */
export const CLAIMS: readonly Claim[] = [
  claim('valid', MYSELF, true, 'does not work: it may be expired, revoked, scoped, or of another account'),
  claim(
    'revoked',
    MYSELF,
    false,
    'still works: it was not revoked, or the revocation has not arrived yet (twenty minutes were seen once)',
  ),
  claim('expired', MYSELF, false, 'still works: it has not expired yet'),
  claim('email-mismatch', MYSELF, false, 'is accepted: JIRA_OTHER_EMAIL is an address of your own account'),
  claim('scoped-on-site', MYSELF, false, 'works on the site itself: it has no scopes'),
  claim('deactivated', MYSELF, false, 'still works: the account is active'),
  claim(
    'gateway-scoped',
    MYSELF,
    true,
    'is refused at the gateway: it lacks read:jira-user, or no longer works',
  ),
  claim(
    'gateway-bearer',
    MYSELF,
    true,
    'is refused at the gateway: it lacks read:jira-user, or no longer works',
  ),
  {
    ...claim(
      'gateway-scope-missing',
      'GET /rest/agile/1.0/board',
      false,
      'either may read boards, and has the scope that it should lack, or no longer works at all',
    ),
    failureCategory: 'FAILURE_CLIENT_SCOPE_CHECK',
  },
  claim('admin-key', ORGS, true, 'does not work: it may be expired or revoked'),
  claim(
    'admin-key-revoked',
    ORGS,
    false,
    'still works: it was not revoked, or the revocation has not arrived yet',
  ),
];
