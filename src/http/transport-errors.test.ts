import { describe, expect, it } from 'vitest';
import { describeTransportError, isTimeout } from './transport-errors.ts';

const coded = (code: string, message = 'sent: Basic c2VjcmV0'): Error =>
  Object.assign(new Error(message), { code });

const KNOWN = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_ABORTED',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_HEADERS_OVERFLOW',
  'HPE_INVALID_CONSTANT',
  'UND_ERR_PRX_CONN',
  'UND_ERR_PRX_TLS',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
];

const SLOW: ReadonlySet<string> = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_ABORTED',
]);

describe('why a request failed', () => {
  it.each(KNOWN)('is a clause if the code is known: %s', (code) => {
    const words = describeTransportError(coded(code));
    expect(words).not.toBe(describeTransportError(new Error('another')));
    expect(words).not.toMatch(/[A-Z]{3}_|c2VjcmV0/);
    expect(words).not.toContain(code);
  });

  it('contains an unknown code, and nothing else of the error', () => {
    const words = describeTransportError(coded('E_ODD.2 (Basic <c2Vj>)'));
    expect(words).toContain('E_ODD.2Basicc2Vj');
    expect(describeTransportError(coded('ERR_ODD'))).toContain('ERR_ODD');
    expect(describeTransportError(coded('ERR_ODD'))).not.toContain('c2VjcmV0');
  });

  it.each<[string, unknown, Error]>([
    ['of its cause', new Error('x', { cause: coded('ENOTFOUND') }), coded('ENOTFOUND')],
    [
      'of the first of several',
      new AggregateError([coded('ECONNREFUSED'), coded('ENOTFOUND')]),
      coded('ECONNREFUSED'),
    ],
    [
      'of its own before that of its cause',
      Object.assign(coded('EPIPE'), { cause: coded('ENOTFOUND') }),
      coded('EPIPE'),
    ],
    ['of a time that ran out', new DOMException('', 'TimeoutError'), coded('UND_ERR_ABORTED')],
    [
      'of the cause if its own code is a number',
      Object.assign(new Error('x', { cause: coded('EPIPE') }), { code: 7 }),
      coded('EPIPE'),
    ],
    ['of nothing, if no error was thrown', 'Basic c2VjcmV0', new Error('x')],
    ['of nothing, if an error-like object was thrown', { code: 'EPIPE' }, new Error('x')],
    ['of nothing, if an aggregate is empty', new AggregateError([]), new Error('x')],
  ])('goes by the code %s', (_, error, like) => {
    expect(describeTransportError(error)).toBe(describeTransportError(like));
  });
});

const refused = (status: number): Error =>
  new Error(`Proxy response (${status}) !== 200 when HTTP Tunneling`);

const kind = (status: number): string =>
  describeTransportError(refused(status), true).replace(String(status), 'status');

describe('behind a proxy', () => {
  it.each([[407], [502], [500], [499], [403], [302]])(
    'a refusal is attributed to the proxy: %d',
    (status) => {
      const words = describeTransportError(refused(status), true);
      expect(words).toContain(String(status));
      expect(words).toContain('HTTPS_PROXY');
      expect(describeTransportError(new Error('x', { cause: refused(status) }), true)).toBe(words);
      expect(describeTransportError(refused(status))).toBe(describeTransportError(new Error('x')));
    },
  );

  it('a refusal says whether a login is wanted, the site was not reached, or it is forbidden', () => {
    expect(kind(407)).toContain('user:password');
    expect(kind(500)).toBe(kind(502));
    expect(kind(499)).toBe(kind(302));
    expect(new Set([407, 502, 403].map(kind)).size).toBe(3);
  });

  it.each(['x Proxy response (407)', 'Proxy response (40)', 'Proxy response (4077)'])(
    'is no refusal: %s',
    (message) => {
      expect(describeTransportError(new Error(message), true)).toBe(
        describeTransportError(new Error('x'), true),
      );
    },
  );

  it.each([
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'CERT_SIGNATURE_FAILURE',
  ])('an untrusted certificate is attributed to the proxy: %s', (code) => {
    expect(describeTransportError(coded(code), true)).toContain('NODE_EXTRA_CA_CERTS');
    expect(describeTransportError(coded(code))).not.toContain('NODE_EXTRA_CA_CERTS');
  });

  it.each(['ECONNRESET', 'CERT_HAS_EXPIRED'])('any other failure mentions the proxy as well: %s', (code) => {
    const words = describeTransportError(coded(code), true);
    expect(words).toContain(describeTransportError(coded(code)));
    expect(words).toContain('HTTPS_PROXY');
    expect(words).not.toContain('NODE_EXTRA_CA_CERTS');
    expect(describeTransportError('nothing', true)).toContain('HTTPS_PROXY');
  });
});

it.each([...KNOWN, 'ERR_ODD'])('recognises a timeout: %s', (code) => {
  expect(isTimeout(coded(code))).toBe(SLOW.has(code));
});

it('recognises a timeout by its name as well, and nothing without a code', () => {
  expect(isTimeout(new DOMException('', 'TimeoutError'))).toBe(true);
  expect(isTimeout(new DOMException('', 'AbortError'))).toBe(false);
  expect(isTimeout(undefined)).toBe(false);
});
