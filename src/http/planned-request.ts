import { credentialNamed } from '../contract/credentials.ts';
import type { Identity } from '../contract/identity.ts';
import { addressOfOperation } from '../contract/operations.ts';
import type { Probe } from '../contract/probe.ts';

/** Where requests go, and with whose credentials. */
export interface RequestTarget {
  /** Origin of the Jira site, such as `https://example.atlassian.net`. */
  readonly site: string;
  /** Origin of the gateway and of the Admin API. */
  readonly api: string;
  readonly cloudId: string;
  readonly identity: Identity;
  /** Values of the path parameters `projectIdOrKey`, `issueIdOrKey` and `type`. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A request that is ready to be sent. */
export interface PlannedRequest {
  readonly origin: string;
  /** The path without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The `Authorization` value, or null if none is sent. A secret unless the identity is synthetic. */
  readonly authorization: string | null;
}

/** Returns the request of a probe: the origin depends on the credential's place, and path parameters are filled in. */
export function planRequest({ credential, operation }: Probe, target: RequestTarget): PlannedRequest {
  const { place, header } = credentialNamed(credential);
  const { path: template, query = {}, admin } = addressOfOperation(operation);
  const path = template.replaceAll(/\{(\w+)\}/g, (braces, name: string) =>
    encodeURIComponent(target.parameters[name] ?? braces),
  );
  const authorization = header(target.identity);
  if (place === 'gateway') {
    return { origin: target.api, path: `/ex/jira/${target.cloudId}${path}`, query, authorization };
  }
  return { origin: admin ? target.api : target.site, path, query, authorization };
}
