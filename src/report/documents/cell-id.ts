import type { Probe } from '../../contract/probe.ts';

/** The name of a probe in a page, for links: `revoked--GET-rest-api-3-project`. */
export function cellId({ credential, operation }: Probe): string {
  return `${credential}--${operation.replaceAll(/[^A-Za-z0-9.]+/g, '-').replaceAll(/^-|-$/g, '')}`;
}
