import { credentialNamed, type CredentialName } from '../../contract/credentials.ts';
import type { Identity } from '../../contract/identity.ts';

/**
 * The account whose failed logins a credential adds to, or undefined: a valid credential adds none, and neither
 * does one without an email.
 */
export function accountAtRisk(name: CredentialName, identity: Identity): string | undefined {
  const { standing, needs } = credentialNamed(name);
  const part = needs.find((need) => need === 'email' || need.endsWith('Email'));
  return standing === 'invalid' && part ? identity[part] : undefined;
}
