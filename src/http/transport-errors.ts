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
  UND_ERR_PRX_CONN: 'the connection broke off',
  UND_ERR_PRX_TLS: 'its certificate is for another name',
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

/** Codes of a certificate that nobody vouches for: behind a proxy it is the proxy's own. */
const UNTRUSTED: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_SIGNATURE_FAILURE',
]);

/** What a proxy answered in the place of a connection, or undefined. undici has no other way to say it. */
const refusalOf = (error: unknown): number | undefined => {
  if (!(error instanceof Error)) return undefined;
  const status = /^Proxy response \((\d{3})\)/.exec(error.message)?.[1];
  return status === undefined ? refusalOf(error.cause) : Number(status);
};

function refusalWords(status: number): string {
  if (status === 407) {
    return 'the proxy of HTTPS_PROXY wants a login (407): put user and password into its address, as http://user:password@host:port';
  }
  if (status >= 500) return `the proxy of HTTPS_PROXY could not reach it (${status})`;
  return `the proxy of HTTPS_PROXY does not let it through (${status})`;
}

const words = (code: string | undefined): string =>
  code === undefined
    ? 'the request failed'
    : (WORDS[code] ?? `the request failed (${code.replaceAll(/[^\w.]/g, '')})`);

const SLOW: ReadonlySet<string | undefined> = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_ABORTED',
]);

/** Whether a request failed because a time ran out: another attempt at once would only wait as long. */
export function isTimeout(error: unknown): boolean {
  return SLOW.has(codeOf(error));
}

/**
 * Why a request failed, as a clause: never the error's own message, which may hold what was sent.
 *
 * @param proxied whether it went through a proxy
 */
export function describeTransportError(error: unknown, proxied = false): string {
  const code = codeOf(error);
  if (!proxied) return words(code);
  const refusal = refusalOf(error);
  if (refusal !== undefined) return refusalWords(refusal);
  if (code !== undefined && UNTRUSTED.has(code)) {
    return `the proxy of HTTPS_PROXY breaks TLS: ${words(code)}. If it is meant to, name the file of its authority in NODE_EXTRA_CA_CERTS`;
  }
  return `${words(code)}, through the proxy of HTTPS_PROXY`;
}
