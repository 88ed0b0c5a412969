import { basic, basicOfText, mistype, truncate } from '../contract/authorization.ts';
import { SYNTHETIC_IDENTITY, type Identity } from '../contract/identity.ts';
import { syntheticToken } from '../contract/synthetic-token.ts';
import type { Clock } from '../http/clock.ts';
import { registerSecret } from '../secrets/redaction.ts';
import { makeCertificates, type Certificates } from '../stand-in/tls/certificates.ts';

/** What a program can be handed. */
export type HandedOut = keyof typeof HANDED_OUT;

/** The credential of a program: what its settings say. Undefined if it is not set at all. */
export interface Handed {
  readonly email?: string;
  readonly token?: string;
  /** How the settings ask to send it. */
  readonly scheme: 'Basic' | 'Bearer' | 'bearer';
  /** The value of an `Authorization` header, for programs that are configured with it. */
  readonly authorization?: string;
}

const pair = (email: string, token: string): Handed => ({
  email,
  token,
  scheme: 'Basic',
  authorization: basic(email, token),
});

const HANDED_OUT = {
  valid: ({ email, apiToken }) => pair(email, apiToken),
  missing: () => ({ scheme: 'Basic' }),
  'empty-token': ({ email }) => pair(email, ''),
  mistyped: ({ email, apiToken }) => pair(email, mistype(apiToken)),
  truncated: ({ email, apiToken }) => pair(email, truncate(apiToken)),
  'trailing-newline': ({ email, apiToken }) => pair(email, `${apiToken}\n`),
  password: ({ email, password }) => pair(email, password),
  bearer: ({ email, apiToken }) => ({
    email,
    token: apiToken,
    scheme: 'Bearer',
    authorization: `Bearer ${apiToken}`,
  }),
  'lowercase-bearer': ({ email, apiToken }) => ({
    email,
    token: apiToken,
    scheme: 'bearer',
    authorization: `bearer ${apiToken}`,
  }),
  'email-mismatch': ({ otherEmail, apiToken }) => pair(otherEmail, apiToken),
  'unknown-email': ({ unknownEmail, apiToken }) => pair(unknownEmail, apiToken),
  scoped: ({ scopedEmail, scopedToken }) => pair(scopedEmail, scopedToken),
  'under-scoped': ({ scopedEmail, underScopedToken }) => pair(scopedEmail, underScopedToken),
  'no-colon': ({ apiToken }) => ({
    email: '',
    token: apiToken,
    scheme: 'Basic',
    authorization: basicOfText(apiToken),
  }),
  revoked: ({ email, revokedToken }) => pair(email, revokedToken),
  expired: ({ email, expiredToken }) => pair(email, expiredToken),
  deactivated: ({ deactivatedEmail, deactivatedToken }) => pair(deactivatedEmail, deactivatedToken),
} as const satisfies Readonly<Record<string, (identity: Identity) => Handed>>;

/** Returns what a program is handed in a scenario. */
export function handOut(credential: HandedOut, identity: Identity): Handed {
  return HANDED_OUT[credential](identity);
}

/** What replaces the secrets of a run in everything that is written. */
export const RUN_LABELS = { token: 'token of this run', email: 'email of this run' } as const;

/** Length of the word that makes the credentials of a run its own. */
const WORD_LENGTH = 10;

function randomWord(random: () => number): string {
  const letters = Array.from({ length: WORD_LENGTH }, () =>
    String.fromCharCode(97 + Math.floor(random() * 26)),
  );
  return letters.join('');
}

/**
 * Returns the credentials of a run: synthetic, plainly fake, and different each time, so that what a program prints can
 * be searched for them. They are registered, so that nothing that is written contains one.
 */
export function credentialsOfRun(random: () => number): Identity {
  const word = randomWord(random);
  const token = (label: string): string => syntheticToken(`${word}-${label}`);
  const scopedToken = token('scoped');
  const email = `owner-${word}@example.com`;
  const identity: Identity = {
    ...SYNTHETIC_IDENTITY,
    email,
    scopedEmail: email,
    otherEmail: `colleague-${word}@example.com`,
    unknownEmail: `nobody-${word}@example.com`,
    deactivatedEmail: `former-${word}@example.com`,
    apiToken: token('valid'),
    revokedToken: token('revoked'),
    expiredToken: token('expired'),
    deactivatedToken: token('deactivated'),
    scopedToken,
    gatewayToken: scopedToken,
    underScopedToken: token('under-scoped'),
    password: `not-a-real-password-${word}`,
  };
  const { apiToken, revokedToken, expiredToken, deactivatedToken, underScopedToken, password } = identity;
  for (const one of [apiToken, revokedToken, expiredToken, deactivatedToken, scopedToken, underScopedToken])
    registerSecret(RUN_LABELS.token, one);
  registerSecret(RUN_LABELS.token, password, 'password');
  const { otherEmail, unknownEmail, deactivatedEmail } = identity;
  for (const one of [email, otherEmail, unknownEmail, deactivatedEmail])
    registerSecret(RUN_LABELS.email, one, 'email');
  return identity;
}

/** What the sites of a run have in common. */
export interface RunSecrets {
  readonly identity: Identity;
  readonly certificates: Certificates;
}

/** Makes the credentials and the authority of a run. The sites share them, because an authority takes a while to make. */
export async function secretsOfRun({ now, random }: Pick<Clock, 'now' | 'random'>): Promise<RunSecrets> {
  return { identity: credentialsOfRun(random), certificates: await makeCertificates(new Date(now())) };
}
