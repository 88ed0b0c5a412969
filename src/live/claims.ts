import type { Answer } from '../classify/answer.ts';
import { ALL_CREDENTIALS, type CredentialClaim } from '../contract/credentials.ts';
import type { Identity } from '../contract/identity.ts';
import type { Probe } from '../contract/probe.ts';

/** What a provided credential claims, and the probe that tests it. */
export interface Claim extends Probe, CredentialClaim {}

/** Whether an answer contradicts what a credential claims of itself; undefined where it says nothing. */
export function contradicts({ works, failureCategory }: Claim, answer: Answer): boolean | undefined {
  if (answer.treatment === 'inconclusive') return undefined;
  if ((answer.treatment === 'accepted') !== works) return true;
  const named = answer.failureCategory;
  return failureCategory !== undefined && typeof named === 'string' && named !== failureCategory;
}

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

/** The claims of all credentials that a user provides, each tested by one request. */
export const CLAIMS: readonly Claim[] = ALL_CREDENTIALS.flatMap(({ name, claim }) =>
  claim ? [{ credential: name, ...claim }] : [],
);
