import { credentialNamed } from '../contract/credentials.ts';
import type { Identity } from '../contract/identity.ts';
import { addressOfOperation } from '../contract/operations.ts';
import type { Probe } from '../contract/probe.ts';

/** Where requests go, and as whom. */
export interface RequestTarget {
  /** Origin of the Jira site, such as `https://example.atlassian.net`. */
  readonly site: string;
  /** Origin of the gateway and of the Admin API. */
  readonly api: string;
  readonly cloudId: string;
  readonly identity: Identity;
  /** What the braces of a path stand for: `projectIdOrKey`, `issueIdOrKey`, `type`. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A request as it will be sent. */
export interface PlannedRequest {
  readonly origin: string;
  /** Path without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The `Authorization` value, or null where none is sent. A secret, except for synthetic identities. */
  readonly authorization: string | null;
}

/** The request of a probe: origin by the credential's place, path with its braces filled in. */
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
