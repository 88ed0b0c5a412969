import { X509Certificate } from 'node:crypto';
import { Fault } from '../fault.ts';
import { readText } from '../storage/read-text.ts';
import type { Network } from '../http/agent.ts';
import type { Values } from './values.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Reads the certificates in a file.
 *
 * @throws Fault `bad-config` if there are none. Node.js would continue without them, and the site would seem to be at fault.
 */
function authoritiesIn(path: string): string {
  try {
    const certificates = readText(path).match(CERTIFICATE) ?? [];
    const read = certificates.map((pem) => new X509Certificate(pem).toString());
    if (read.length > 0) return read.join('\n');
  } catch {
    // Reported below, without the message of the file system or OpenSSL.
  }
  throw new Fault(
    'bad-config',
    `NODE_EXTRA_CA_CERTS names ${path}, which contains no readable certificate. Correct the path, or export the certificate authority there as PEM.`,
  );
}

/**
 * Returns the network settings.
 *
 * @throws Fault `bad-config` if the file of certificate authorities cannot be read
 */
export function networkOf(values: Values): Network {
  const file = values.get('NODE_EXTRA_CA_CERTS');
  return {
    proxy: values.get('HTTPS_PROXY'),
    noProxy: values.get('NO_PROXY'),
    authorities: file === undefined ? undefined : authoritiesIn(file),
  };
}
