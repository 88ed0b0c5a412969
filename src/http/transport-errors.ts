/** What the error codes of Node.js, undici and OpenSSL mean, as clauses. */
const CLAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was reset',
  UND_ERR_SOCKET: 'the connection broke off',
  ENOTFOUND: 'its name was not found in DNS',
  EAI_AGAIN: 'DNS did not answer',
  EHOSTUNREACH: 'the host is unreachable',
  ENETUNREACH: 'the network is unreachable',
  ETIMEDOUT: 'the connection timed out',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
  UND_ERR_HEADERS_TIMEOUT: 'no answer came in time',
  UND_ERR_BODY_TIMEOUT: 'the body stopped halfway',
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
  // It has one error per address of a host name, all for the same reason.
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error.name === 'TimeoutError' ? 'UND_ERR_ABORTED' : codeOf(error.cause);
};

/** Codes of certificates that are not trusted. Behind a proxy, the certificate is the proxy's own. */
const UNTRUSTED: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_SIGNATURE_FAILURE',
]);

/** Returns the status with which a proxy refused to connect, or undefined. undici reports it in the message only. */
const proxyRefusal = (error: unknown): number | undefined => {
  if (!(error instanceof Error)) return undefined;
  const status = /^Proxy response \((\d{3})\)/.exec(error.message)?.[1];
  return status === undefined ? proxyRefusal(error.cause) : Number(status);
};

function describeRefusal(status: number): string {
  if (status === 407) {
    return 'the proxy of HTTPS_PROXY requires a login (407): put the user and password in its address, as http://user:password@host:port';
  }
  if (status >= 500) return `the proxy of HTTPS_PROXY could not reach it (${status})`;
  return `the proxy of HTTPS_PROXY refused the connection (${status})`;
}

const describeCode = (code: string | undefined): string =>
  code === undefined
    ? 'the request failed'
    : (CLAUSES[code] ?? `the request failed (${code.replaceAll(/[^\w.]/g, '')})`);

const TIMEOUTS: ReadonlySet<string | undefined> = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_ABORTED',
]);

/** Whether a request timed out. An immediate retry would only wait as long again. */
export function isTimeout(error: unknown): boolean {
  return TIMEOUTS.has(codeOf(error));
}

/**
 * Describes why a request failed, as a clause. It never contains the error's own message, which may contain what was sent.
 *
 * @param proxied whether the request went through a proxy
 */
export function describeTransportError(error: unknown, proxied = false): string {
  const code = codeOf(error);
  if (!proxied) return describeCode(code);
  const refusal = proxyRefusal(error);
  if (refusal !== undefined) return describeRefusal(refusal);
  if (code !== undefined && UNTRUSTED.has(code)) {
    return `the proxy of HTTPS_PROXY intercepts TLS: ${describeCode(code)}. If that is intended, set NODE_EXTRA_CA_CERTS to a file with its certificate authority`;
  }
  return `${describeCode(code)}, through the proxy of HTTPS_PROXY`;
}
