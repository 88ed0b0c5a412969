import { Fault } from '../fault.ts';
import { isLoopback } from '../http/allowed-origin.ts';

/** Where the guard listens. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * Reads an address as `127.0.0.1:8899`.
 *
 * @throws Fault `usage` unless it is of this machine alone: what passes the guard is a credential
 */
export function listenAddress(text: string): ListenAddress {
  const [, host = '', digits = ''] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (!isLoopback(host) || digits === '' || port > 65_535) {
    throw new Fault(
      'usage',
      `--listen must be an address of this machine and a port, as 127.0.0.1:8899 or [::1]:8899, not "${text}".`,
    );
  }
  return { host: host === 'localhost' ? '127.0.0.1' : host.replaceAll(/[[\]]/g, ''), port };
}
