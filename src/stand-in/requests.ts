import { createHash } from 'node:crypto';
import type { AnsweredFor } from './asked.ts';
import type { State } from './behaviours.ts';
import { match } from './site/routes.ts';

/** A request as recorded by the stand-in. It never contains the `Authorization` header. */
export interface SeenRequest {
  readonly method: string;
  /** The host that was asked, with its port. */
  readonly host: string;
  readonly path: string;
  /** The query by names: values that are not plain numbers are left out. */
  readonly query: string;
  readonly state: State;
  /** A digest of the `Authorization` header; null if there was none. */
  readonly caller: string | null;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Whether it would change something on a real site. Searching by POST does not. */
  readonly isWrite: boolean;
  /** For whom it was answered; `fault` if a fault answered it, null while it is not. */
  readonly answeredFor: AnsweredFor | 'fault' | null;
  /** The status of the answer; null without one. */
  readonly status: number | null;
}

/** Returns a digest of an `Authorization` header, which the stand-in records instead of the header. */
export function callerOf(authorization: string | undefined): string | null {
  return authorization === undefined
    ? null
    : createHash('sha256').update(authorization).digest('hex').slice(0, 16);
}

const isHarmless = (value: string): boolean => /^(?:\d{1,9}|true|false)$/.test(value);

/** Returns a query of which only names and harmless values are left. */
function queryNames(query: URLSearchParams): string {
  return [...query].map(([name, value]) => `${name}=${isHarmless(value) ? value : '…'}`).join('&');
}

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a body, of one GraphQL operation or of several, asks for a change. */
function holdsMutation(body: unknown): boolean {
  const operations: unknown[] = Array.isArray(body) ? body : [body];
  return operations.some(
    (one) =>
      typeof one === 'object' && one !== null && 'query' in one && /\bmutation\b/.test(String(one.query)),
  );
}

/**
 * Whether a request would change something on a real site. What is not known does, unless its method is that of a read; of
 * GraphQL, which asks everything by POST, the body decides.
 *
 * @param body the JSON value of the body; undefined if there is none
 */
export function isWrite(method: string, path: string, body: unknown): boolean {
  if (SAFE_METHODS.has(method)) return false;
  if (path.endsWith('/graphql')) return holdsMutation(body);
  return match(method, path.replace(/^\/ex\/jira\/[^/]+/, ''))?.route.reads !== true;
}

/** A request that has not been answered yet. */
export type Unanswered = { -readonly [Key in keyof SeenRequest]: SeenRequest[Key] };

/** What of a request is recorded when it arrives. */
interface Arriving extends Pick<SeenRequest, 'method' | 'host' | 'path' | 'state' | 'at'> {
  readonly query: URLSearchParams;
  /** The JSON value of the body. */
  readonly body: unknown;
  readonly authorization: string | undefined;
}

/** Returns the record of a request that arrives. */
export function recordOf({ query, body, authorization, ...request }: Arriving): Unanswered {
  return {
    ...request,
    query: queryNames(query),
    caller: callerOf(authorization),
    isWrite: isWrite(request.method, request.path, body),
    answeredFor: null,
    status: null,
  };
}
