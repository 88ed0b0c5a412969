import type { Probe } from '../../contract/probe.ts';

/** Returns the HTML id of a probe, for links: `revoked--GET-rest-api-3-project`. */
export function cellId({ credential, operation }: Probe): string {
  return `${credential}--${operation.replaceAll(/[^A-Za-z0-9.]+/g, '-').replaceAll(/^-|-$/g, '')}`;
}
