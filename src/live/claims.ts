import type { Answer } from '../classify/answer.ts';
import type { CredentialName } from '../contract/credentials.ts';
import type { Identity } from '../contract/identity.ts';
import type { OperationId } from '../contract/operations.ts';
import type { Probe } from '../contract/probe.ts';

/** What a provided credential is expected to do, and the likely reason if it does not. */
export interface Claim extends Probe {
  /** Whether the credential should be accepted. */
  readonly works: boolean;
  /** What the opposite answer means, as a clause. */
  readonly otherwise: string;
  /** Expected `x-failure-category` if a live token should be refused for another reason. */
  readonly failureCategory?: string;
}

/** Whether an answer contradicts a claim; undefined if the answer is inconclusive. */
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

/** The two kinds of token for the gateway, which share a variable. */
const KINDS = { 'gateway-scoped': 'scopedToken', 'gateway-bearer': 'serviceToken' } as const;

const isOtherKind = ({ credential }: Claim, { gatewayToken, ...identity }: Identity): boolean => {
  if (credential !== 'gateway-scoped' && credential !== 'gateway-bearer') return false;
  const isHeld = gatewayToken === '' ? credential === 'gateway-scoped' : identity[KINDS[credential]] !== '';
  return !isHeld;
};

/** Returns the claims for an identity. Of the two kinds of gateway token, only the one it has is included. */
export function claimsOf(identity: Identity): Claim[] {
  return CLAIMS.filter((candidate) => !isOtherKind(candidate, identity));
}

/** The claims of the credentials that a user provides. One request tests each of them. */
export const CLAIMS: readonly Claim[] = [
  claim(
    'valid',
    MYSELF,
    true,
    'does not work: it may be expired, revoked, scoped, or belong to another account',
  ),
  claim(
    'revoked',
    MYSELF,
    false,
    'still works: it was not revoked, or the revocation has not taken effect yet (this once took twenty minutes)',
  ),
  claim('expired', MYSELF, false, 'still works: it has not expired yet'),
  claim('email-mismatch', MYSELF, false, 'is accepted: JIRA_OTHER_EMAIL belongs to your own account'),
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
      'may read boards although it should lack that scope, or no longer works at all',
    ),
    failureCategory: 'FAILURE_CLIENT_SCOPE_CHECK',
  },
  claim('admin-key', ORGS, true, 'does not work: it may be expired or revoked'),
  claim(
    'admin-key-revoked',
    ORGS,
    false,
    'still works: it was not revoked, or the revocation has not taken effect yet',
  ),
];
