/** Returns the `Authorization` value of HTTP Basic for a user and a secret. */
export function basic(user: string, secret: string): string {
  return basicOfText(`${user}:${secret}`);
}

/** Returns the `Authorization` value of HTTP Basic for any text, which need not be a pair. */
export function basicOfText(text: string): string {
  return `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;
}

/** Whether a token belongs to a service account, judged by its prefix. */
export function isServiceToken(token: string): boolean {
  return token.startsWith('ATSTT3');
}

/**
 * Returns the `Authorization` value that presents a token at the gateway: Bearer for a service account's token,
 * because the same token sent with Basic got 401 there (measured 2026-03-08), and Basic for a user's token.
 */
export function gatewayAuthorization(email: string, token: string): string {
  return isServiceToken(token) ? `Bearer ${token}` : basic(email, token);
}

/**
 * Returns the token with one character of its body changed, like a typing mistake: the prefix still fits, the
 * checksum no longer does.
 */
export function mistype(token: string): string {
  const at = Math.floor(token.length / 2);
  return token.slice(0, at) + (token[at] === 'x' ? 'y' : 'x') + token.slice(at + 1);
}

/** Returns the token as a terminal that cuts at `=` leaves it: without the sign and the checksum after it. */
export function truncate(token: string): string {
  const cut = token.lastIndexOf('=');
  return cut > 0 ? token.slice(0, cut) : token.slice(0, -8);
}
