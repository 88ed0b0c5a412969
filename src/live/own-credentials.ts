import type { Answer } from '../classify/answer.ts';
import { variableOf } from '../config/variables.ts';
import { CREDENTIALS, credentialNamed, type CredentialName } from '../contract/credentials.ts';
import type { Identity } from '../contract/identity.ts';
import { CLAIMS, contradicts, type Claim } from './claims.ts';

/** A claim that an own credential must fulfil before any conclusion is drawn from its answers. */
export interface OwnCheck extends Claim {
  /** The part of the identity that must be alive. */
  readonly part: keyof Identity;
}

const EMAILS: ReadonlySet<keyof Identity> = new Set([
  'email',
  'otherEmail',
  'unknownEmail',
  'scopedEmail',
  'deactivatedEmail',
]);

/** Returns the part with the token of a credential. */
const tokenOf = (name: CredentialName): keyof Identity | undefined =>
  credentialNamed(name).needs.find((part) => !EMAILS.has(part));

/** Whether a credential should be alive: it should work, or be refused only because it lacks a scope. */
const claimsToLive = ({ works, failureCategory }: Claim): boolean => works || failureCategory !== undefined;

/** The checks of own credentials. The valid token is not among them, because it is a control of the whole run. */
export const OWN_CHECKS: readonly OwnCheck[] = CLAIMS.filter(claimsToLive).flatMap((claim) => {
  const part = tokenOf(claim.credential);
  return claim.credential === 'valid' || part === undefined ? [] : [{ ...claim, part }];
});

/** Returns the credentials that use the token of a part of the identity, whose variable may provide several parts. */
export function credentialsUsing(part: keyof Identity): CredentialName[] {
  const variable = variableOf(part);
  const isSameToken = (other: keyof Identity): boolean =>
    other === part || (variable !== undefined && variableOf(other) === variable);
  return CREDENTIALS.filter(({ needs }) => needs.some(isSameToken)).map(({ name }) => name);
}

/** Returns why a credential counts as dead, and what to do; undefined if the answer does not show that. */
export function whyDead(check: OwnCheck, answer: Answer): string | undefined {
  if (contradicts(check, answer) !== true) return undefined;
  const variable = variableOf(check.part)?.name ?? check.part;
  const named = answer.failureCategory ? ` and ${answer.failureCategory}` : '';
  return `${variable} ${check.otherwise} (${check.operation} answered ${answer.status}${named}): renew it, then run npm run doctor`;
}
