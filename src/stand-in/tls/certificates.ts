import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { bits, objectId, octets, positive, sequence, setOf, tagged, utcTime, utf8, yes } from './der.ts';

/** What a server needs to prove that it is a host of Atlassian, to clients that trust the authority. */
export interface Certificates {
  /** The certificate of the authority, for clients. Its key is forgotten at once. */
  readonly ca: string;
  /** The certificate of the server. */
  readonly cert: string;
  /** The key of the server. It stays in memory. */
  readonly key: string;
}

/** The names that the server's certificate is for. */
const DNS_NAMES = ['*.atlassian.net', 'api.atlassian.com', 'localhost'];

const DAY = 24 * 60 * 60 * 1000;

/** Clients of other machines may have clocks that are wrong by some hours. */
const VALID_DAYS = { before: 1, after: 30 };

const SHA256_WITH_ECDSA = sequence(objectId('1.2.840.10045.4.3.2'));

const nameOf = (commonName: string): Buffer =>
  sequence(setOf(sequence(objectId('2.5.4.3'), utf8(commonName))));

const spkiOf = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });

const keyIdOf = (key: KeyObject): Buffer => createHash('sha1').update(spkiOf(key)).digest();

const extension = (id: string, value: Buffer, { critical = false } = {}): Buffer =>
  sequence(objectId(id), ...(critical ? [yes()] : []), octets(value));

const keyUsage = (flags: number, unused: number): Buffer =>
  extension('2.5.29.15', bits(Buffer.from([flags]), unused), { critical: true });

interface Request {
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Buffer[];
}

const AUTHORITY = 'Stand-in of jira-token-contract (for this run)';

/** Signs a certificate with the key of the authority. */
function issue(
  { subject, publicKey, extensions }: Request,
  authority: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
  now: Date,
): string {
  const from = new Date(now.getTime() - VALID_DAYS.before * DAY);
  const to = new Date(now.getTime() + VALID_DAYS.after * DAY);
  const content = sequence(
    tagged(0xa0, positive(Buffer.from([2]))),
    positive(randomBytes(16)),
    SHA256_WITH_ECDSA,
    nameOf(AUTHORITY),
    sequence(utcTime(from), utcTime(to)),
    nameOf(subject),
    spkiOf(publicKey),
    tagged(
      0xa3,
      sequence(
        ...extensions,
        extension('2.5.29.14', octets(keyIdOf(publicKey))),
        extension('2.5.29.35', sequence(tagged(0x80, keyIdOf(authority.publicKey)))),
      ),
    ),
  );
  const der = sequence(content, SHA256_WITH_ECDSA, bits(sign('sha256', content, authority.privateKey)));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

const newKeys = (): { publicKey: KeyObject; privateKey: KeyObject } =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' });

/**
 * Makes an authority for this run, and a certificate for the hosts of Atlassian and this machine. The form is fixed and small, so it
 * is written here instead of with a library of many packages; OpenSSL checks it in the tests.
 */
export function makeCertificates(now: Date): Certificates {
  const authority = newKeys();
  const server = newKeys();
  const ca = issue(
    {
      subject: AUTHORITY,
      publicKey: authority.publicKey,
      extensions: [
        extension('2.5.29.19', sequence(yes(), positive(Buffer.from([0]))), { critical: true }),
        keyUsage(0b0000_0110, 1),
      ],
    },
    authority,
    now,
  );
  const cert = issue(
    {
      subject: 'stand-in',
      publicKey: server.publicKey,
      extensions: [
        extension('2.5.29.19', sequence(), { critical: true }),
        keyUsage(0b1000_0000, 7),
        extension('2.5.29.37', sequence(objectId('1.3.6.1.5.5.7.3.1'))),
        extension(
          '2.5.29.17',
          sequence(
            ...DNS_NAMES.map((name) => tagged(0x82, Buffer.from(name, 'latin1'))),
            tagged(0x87, Buffer.from([127, 0, 0, 1])),
          ),
        ),
      ],
    },
    authority,
    now,
  );
  return { ca, cert, key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}
