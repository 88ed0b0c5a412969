/** The site behind the proxy. Every other name below `atlassian.net` is the same site. */
export const SITE_ORIGIN = 'https://jira-token-contract.atlassian.net';

/** The gateway behind the proxy. */
export const GATEWAY_ORIGIN = 'https://api.atlassian.com';

const PROXY_NAMES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'] as const;

/** Where Node.js, OpenSSL (Ruby, Go), Perl's LWP, Python's requests and curl look for authorities. */
const AUTHORITY_NAMES = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'PERL_LWP_SSL_CA_FILE',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
] as const;

/**
 * Returns the settings with which programs of any language use the proxy and trust the authority.
 *
 * @param caFile the file with the certificate of the authority
 */
export function tlsSettings(proxy: string, caFile: string): Record<string, string> {
  return {
    ...Object.fromEntries(PROXY_NAMES.map((name) => [name, proxy])),
    // Without them, Node.js and LWP ignore proxies.
    NODE_USE_ENV_PROXY: '1',
    PERL_LWP_ENV_PROXY: '1',
    ...Object.fromEntries(AUTHORITY_NAMES.map((name) => [name, caFile])),
  };
}
