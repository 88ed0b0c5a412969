import { createHash } from 'node:crypto';
import type { Settings } from '../config/settings.ts';
import { variableOf } from '../config/variables.ts';
import { credentialNamed, type CredentialName, type Standing } from '../contract/credentials.ts';
import type { Identity } from '../contract/identity.ts';
import type { PlannedRequest } from '../http/planned-request.ts';

/** An account as the book knows it. */
export interface Account {
  /** The same for all ways to write its email. */
  readonly key: string;
  /** The variable that holds its email, or a word for it: never the email. */
  readonly name: string;
}

/** What a request means for the accounts of the settings that it is made of. */
export interface Login {
  /** Whose login it is. */
  readonly account: Account;
  /** The account of the settings, whose tokens are used. */
  readonly owner: Account;
  /** Whether it should fail, should succeed, or is none. */
  readonly standing: Standing;
  /** The request, the same whenever it is asked again; undefined where its failures are not counted. */
  readonly request?: string | undefined;
}

/** An email as the key of a map: letter case, spaces around it, and the way in which Unicode writes it do not count. */
function keyOf(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase().normalize('NFKC');
}

const accountOf = (part: keyof Identity, { identity, prefix }: Settings): Account => {
  // The email of the tokens with scopes is that of the account unless it was given.
  const isShared = part === 'scopedEmail' && identity.scopedEmail === identity.email;
  const variable = variableOf(isShared ? 'email' : part);
  return {
    key: keyOf(identity[part]),
    name: variable ? `the account of ${prefix}${variable.name}` : 'an address that no account has',
  };
};

/** The account whose tokens the settings hold: that of the tokens with scopes where there is no other. */
export function ownerOf(settings: Settings): Account {
  return accountOf(settings.identity.email === '' ? 'scopedEmail' : 'email', settings);
}

/**
 * Whose login a credential is. One that names no email counts for the owner: a token is the owner's in whatever form it is
 * sent, an Admin API key most likely belongs to the same person, and it is not known whom Jira counts an unreadable header
 * against.
 */
export function loginOf(name: CredentialName, settings: Settings): Login {
  const { standing, needs } = credentialNamed(name);
  const owner = ownerOf(settings);
  const part = needs.find((need) => need === 'email' || need.endsWith('Email'));
  return { account: part ? accountOf(part, settings) : owner, owner, standing };
}

/** The same login, as one of the requests of a site that are counted. The header is a secret, so its digest stands for it. */
export function countedLogin(login: Login, { origin, path, query, authorization }: PlannedRequest): Login {
  const text = JSON.stringify([origin, path, query, authorization]);
  return { ...login, request: createHash('sha256').update(text).digest('hex') };
}
