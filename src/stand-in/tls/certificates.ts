import { generateKeyPair as generateKeyPairWithCallback, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import forge from 'node-forge';

/** What a server needs to prove that it is a host of Atlassian, to clients that trust the authority. */
export interface Certificates {
  /** The certificate of the authority, for clients. Its key is forgotten at once. */
  readonly ca: string;
  /** The certificate of the server. */
  readonly cert: string;
  /** The key of the server. It stays in memory. */
  readonly key: string;
}

const generateKeyPair = promisify(generateKeyPairWithCallback);

/** The names that the server's certificate is for. */
const DNS_NAMES = ['*.atlassian.net', 'api.atlassian.com', 'localhost'];

/** The values that X.509 defines for kinds of alternative names. */
const NAME_KIND = { dns: 2, ip: 7 } as const;

const DAY = 24 * 60 * 60 * 1000;

/** Clients of other machines may have clocks that are wrong by some hours. */
const VALID_DAYS = { before: 1, after: 30 };

const nameOf = (value: string): forge.pki.CertificateField[] => [{ name: 'commonName', value }];

const AUTHORITY = nameOf('Stand-in of jira-token-contract (for this run)');

interface Keys {
  readonly publicKey: string;
  readonly privateKey: string;
}

const newKeys = (): Promise<Keys> =>
  generateKeyPair('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

/**
 * Returns a serial number made of bytes, in hex: positive, as RFC 5280 (4.1.2.2) demands, and without a zero at its start, with
 * which OpenSSL would not read the certificate.
 */
export function serialFrom(bytes: Uint8Array): string {
  const [first = 0, ...rest] = bytes;
  return Buffer.from([(first & 0x3f) | 0x40, ...rest]).toString('hex');
}

/** Signs a certificate with the key of the authority. */
function issue(
  {
    subject,
    publicKey,
    extensions,
  }: { subject: forge.pki.CertificateField[]; publicKey: string; extensions: object[] },
  authority: Keys,
  now: Date,
): string {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = serialFrom(randomBytes(16));
  certificate.validity.notBefore = new Date(now.getTime() - VALID_DAYS.before * DAY);
  certificate.validity.notAfter = new Date(now.getTime() + VALID_DAYS.after * DAY);
  certificate.setSubject(subject);
  certificate.setIssuer(AUTHORITY);
  const authorityKeyId = forge.pki.publicKeyFromPem(authority.publicKey);
  const keyIdentifier = forge.pki.getPublicKeyFingerprint(authorityKeyId, {
    type: 'RSAPublicKey',
    encoding: 'binary',
  });
  certificate.setExtensions([
    ...extensions,
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier },
  ]);
  certificate.sign(forge.pki.privateKeyFromPem(authority.privateKey), forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate).replaceAll('\r\n', '\n');
}

/** Makes an authority for this run, and a certificate for the hosts of Atlassian and this machine. */
export async function makeCertificates(now: Date): Promise<Certificates> {
  const [authority, server] = await Promise.all([newKeys(), newKeys()]);
  const ca = issue(
    {
      subject: AUTHORITY,
      publicKey: authority.publicKey,
      extensions: [
        { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
        { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
      ],
    },
    authority,
    now,
  );
  const cert = issue(
    {
      subject: nameOf('stand-in'),
      publicKey: server.publicKey,
      extensions: [
        { name: 'basicConstraints', cA: false, critical: true },
        { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
        { name: 'extKeyUsage', serverAuth: true },
        {
          name: 'subjectAltName',
          altNames: [
            ...DNS_NAMES.map((value) => ({ type: NAME_KIND.dns, value })),
            { type: NAME_KIND.ip, ip: '127.0.0.1' },
          ],
        },
      ],
    },
    authority,
    now,
  );
  return { ca, cert, key: server.privateKey };
}
