import type { Answer } from '../classify/answer.ts';
import { ALL_CREDENTIALS, type CredentialClaim } from '../contract/credentials.ts';
import type { Identity } from '../contract/identity.ts';
import type { Probe } from '../contract/probe.ts';

/** What a provided credential is expected to do, and the probe that tests it. */
export interface Claim extends Probe, CredentialClaim {}

/** Whether an answer contradicts a claim; undefined if the answer is inconclusive. */
export function contradicts({ works, failureCategory }: Claim, answer: Answer): boolean | undefined {
  if (answer.treatment === 'inconclusive') return undefined;
  if ((answer.treatment === 'accepted') !== works) return true;
  const named = answer.failureCategory;
  return failureCategory !== undefined && typeof named === 'string' && named !== failureCategory;
}

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

/** The claims of all credentials that a user provides, each tested by one request. */
export const CLAIMS: readonly Claim[] = ALL_CREDENTIALS.flatMap(({ name, claim }) =>
  claim ? [{ credential: name, ...claim }] : [],
);
