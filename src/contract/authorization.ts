/** The `Authorization` value of HTTP Basic for one user and secret. */
export function basic(user: string, secret: string): string {
  return basicOf(`${user}:${secret}`);
}

/** The `Authorization` value of HTTP Basic for text that need not be a pair. */
export function basicOf(text: string): string {
  return `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;
}

/** Whether a token is a service account's, by how it begins. */
export function isServiceToken(token: string): boolean {
  return token.startsWith('ATSTT3');
}

/**
 * The `Authorization` value with which a token is presented at the gateway: a service account's as Bearer, because the
 * same one with Basic got 401 there (measured 2026-03-08), a user's with Basic.
 */
export function atGateway(email: string, token: string): string {
  return isServiceToken(token) ? `Bearer ${token}` : basic(email, token);
}

/**
 * The token with one character of its body changed, as a typing mistake would: the prefix still fits, the
 * checksum no longer does.
 */
export function mistype(token: string): string {
  const at = Math.floor(token.length / 2);
  return token.slice(0, at) + (token[at] === 'x' ? 'y' : 'x') + token.slice(at + 1);
}

/** The token as a terminal leaves it that cuts at `=`: without the sign and the checksum after it. */
export function truncate(token: string): string {
  const cut = token.lastIndexOf('=');
  return cut > 0 ? token.slice(0, cut) : token.slice(0, -8);
}
