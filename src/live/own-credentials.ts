import type { Answer } from '../classify/answer.ts';
import { variableOf } from '../config/variables.ts';
import { CREDENTIALS, credentialNamed, type CredentialName } from '../contract/credentials.ts';
import type { Identity } from '../contract/identity.ts';
import { CLAIMS, contradicts, type Claim } from './claims.ts';

/** What a credential of the user's own must be able to do, before anything is concluded from how it is answered. */
export interface OwnCheck extends Claim {
  /** The part of the identity that has to be alive. */
  readonly part: keyof Identity;
}

const NAMES: ReadonlySet<keyof Identity> = new Set([
  'email',
  'otherEmail',
  'unknownEmail',
  'scopedEmail',
  'deactivatedEmail',
]);

/** The token among what a credential is made of. */
const tokenOf = (name: CredentialName): keyof Identity | undefined =>
  credentialNamed(name).needs.find((part) => !NAMES.has(part));

/** Whether a credential is one that should be alive: it works, or is refused for want of a scope alone. */
const claimsToLive = ({ works, failureCategory }: Claim): boolean => works || failureCategory !== undefined;

/** The checks of the own credentials. That of the valid token is a control of the whole run. */
export const OWN_CHECKS: readonly OwnCheck[] = CLAIMS.filter(claimsToLive).flatMap((claim) => {
  const part = tokenOf(claim.credential);
  return claim.credential === 'valid' || part === undefined ? [] : [{ ...claim, part }];
});

/** The credentials that are made of the token that a part of the identity is: one variable can give several parts. */
export function madeOf(part: keyof Identity): CredentialName[] {
  const variable = variableOf(part);
  const isOf = (one: keyof Identity): boolean =>
    one === part || (variable !== undefined && variableOf(one) === variable);
  return CREDENTIALS.filter(({ needs }) => needs.some(isOf)).map(({ name }) => name);
}

/** Why the rows of a dead credential are skipped, and what to do; undefined where the answer does not show that it is dead. */
export function deathOfOwn(check: OwnCheck, answer: Answer): string | undefined {
  if (contradicts(check, answer) !== true) return undefined;
  const variable = variableOf(check.part)?.name ?? check.part;
  const named = answer.failureCategory ? ` and ${answer.failureCategory}` : '';
  return `${variable} ${check.otherwise} (${check.operation} answered ${answer.status}${named}): renew it, then run npm run doctor`;
}
