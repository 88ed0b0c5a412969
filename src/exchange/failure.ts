/** What a transport error means, by its code: node's, undici's and OpenSSL's names, in words. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was reset',
  UND_ERR_SOCKET: 'the connection broke off',
  ENOTFOUND: 'its name was not found in the DNS',
  EAI_AGAIN: 'the DNS did not answer',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no network',
  ETIMEDOUT: 'the connection timed out',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
  UND_ERR_HEADERS_TIMEOUT: 'no answer came in time',
  UND_ERR_BODY_TIMEOUT: 'the body stopped half-way',
  UND_ERR_ABORTED: 'the answer took too long',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the body was cut short',
  UND_ERR_HEADERS_OVERFLOW: 'its headers are too large',
  HPE_INVALID_CONSTANT: 'it does not speak HTTP',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate chain is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be verified',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate cannot be verified',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

const codeOf = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  // One attempt for each address of a name: they fail for the same reason.
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error.name === 'TimeoutError' ? 'UND_ERR_ABORTED' : codeOf(error.cause);
};

const SLOW: ReadonlySet<string | undefined> = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_ABORTED',
]);

/** Whether a request failed because a time ran out: another attempt at once would only wait as long. */
export function ranOutOfTime(error: unknown): boolean {
  return SLOW.has(codeOf(error));
}

/**
 * Why a request failed, as a clause: never the error's own message, which may hold what was sent.
 */
export function failureWords(error: unknown): string {
  const code = codeOf(error);
  if (code === undefined) return 'the request failed';
  return WORDS[code] ?? `the request failed (${code.replaceAll(/[^\w.]/g, '')})`;
}
