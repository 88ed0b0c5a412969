import { X509Certificate } from 'node:crypto';
import { Fault } from '../fault.ts';
import { readText } from '../storage/read-text.ts';
import type { Network } from '../http/agent.ts';
import type { Values } from './values.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * The certificates of a file.
 *
 * @throws Fault `bad-config`: Node.js itself would go on without them, and blame the site
 */
function authoritiesIn(path: string): string {
  try {
    const certificates = readText(path).match(CERTIFICATE) ?? [];
    const read = certificates.map((one) => new X509Certificate(one).toString());
    if (read.length > 0) return read.join('\n');
  } catch {
    // Said below, without what the disk or OpenSSL has to say of it.
  }
  throw new Fault(
    'bad-config',
    `NODE_EXTRA_CA_CERTS names ${path}, in which no certificate can be read: correct the path, or export the authority there as PEM.`,
  );
}

/**
 * The way to the network that values describe.
 *
 * @throws Fault `bad-config` for the file of authorities
 */
export function networkOf(values: Values): Network {
  const file = values.get('NODE_EXTRA_CA_CERTS');
  return {
    proxy: values.get('HTTPS_PROXY'),
    noProxy: values.get('NO_PROXY'),
    authorities: file === undefined ? undefined : authoritiesIn(file),
  };
}
