import { createHash } from 'node:crypto';
import type { Settings } from '../config/settings.ts';
import { variableOf } from '../config/variables.ts';
import { credentialNamed, type CredentialName, type Standing } from '../contract/credentials.ts';
import type { Identity } from '../contract/identity.ts';
import type { PlannedRequest } from '../http/planned-request.ts';

/** An account whose failed logins are counted. */
export interface Account {
  /** The same for all spellings of its email. */
  readonly key: string;
  /** A description by the variable of its email; never the email itself. */
  readonly name: string;
}

/** A login attempt, and the accounts it affects. */
export interface Login {
  /** The account that logs in. */
  readonly account: Account;
  /** The owner of the settings and their tokens. */
  readonly owner: Account;
  /** Whether the login should fail or succeed, or the request is not a login. */
  readonly standing: Standing;
  /** Identifies the request across repetitions; undefined if its failures are not counted. */
  readonly request?: string | undefined;
}

/** Returns an email as a key: without regard to case, surrounding spaces and Unicode normalisation. */
function keyOf(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase().normalize('NFKC');
}

const accountOf = (part: keyof Identity, { identity, prefix }: Settings): Account => {
  // The email of the scoped tokens defaults to that of the account.
  const isShared = part === 'scopedEmail' && identity.scopedEmail === identity.email;
  const variable = variableOf(isShared ? 'email' : part);
  return {
    key: keyOf(identity[part]),
    name: variable ? `the account of ${prefix}${variable.name}` : 'an address without an account',
  };
};

/** Returns the account that owns the tokens of the settings; if there are only scoped tokens, their account. */
export function ownerOf(settings: Settings): Account {
  return accountOf(settings.identity.email === '' ? 'scopedEmail' : 'email', settings);
}

/**
 * Returns the login of a credential. Without an email it counts for the owner: a token belongs to the owner however it is sent,
 * an Admin API key most likely belongs to the same person, and it is unknown for which account Jira counts an unreadable header.
 */
export function loginOf(name: CredentialName, settings: Settings): Login {
  const { standing, needs } = credentialNamed(name);
  const owner = ownerOf(settings);
  const part = needs.find((need) => need === 'email' || need.endsWith('Email'));
  return { account: part ? accountOf(part, settings) : owner, owner, standing };
}

/** Returns the login with the key of a request, so that its failures are counted. The key is a digest, because the header is a secret. */
export function countedLogin(login: Login, { origin, path, query, authorization }: PlannedRequest): Login {
  const text = JSON.stringify([origin, path, query, authorization]);
  return { ...login, request: createHash('sha256').update(text).digest('hex') };
}
