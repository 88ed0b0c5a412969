import { randomBytes, randomUUID } from 'node:crypto';

/** A response before it is sent. */
export interface StandInResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const id = (): string => randomBytes(16).toString('hex');

/** Returns the headers that the edge adds to every answer. */
const edgeHeaders = (): Record<string, string> => ({ 'atl-traceid': id(), 'atl-request-id': randomUUID() });

/** Returns the headers that Jira itself adds to its answers: https://github.com/brekkylab/backlot (routers/atlassian.py). */
const jiraHeaders = (): Record<string, string> => ({
  ...edgeHeaders(),
  'x-arequestid': id(),
  'timing-allow-origin': '*',
  'cache-control': 'no-cache, no-store, no-transform',
});

/** Returns a JSON answer with the headers of Jira. A body of undefined is an empty one. */
export function jsonAnswer(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): StandInResponse {
  return {
    status,
    headers: {
      ...jiraHeaders(),
      ...(body !== undefined && { 'content-type': 'application/json;charset=UTF-8' }),
      ...headers,
    },
    body: body === undefined ? '' : JSON.stringify(body),
  };
}

/** Returns the media type of the generic 401, which depends on the request, although its body is always the same (measured 2026-09-30). */
function typeFor(accept: string | undefined): string {
  if (accept === undefined) return 'text/plain;charset=UTF-8';
  return accept.includes('json') ? 'application/json;charset=UTF-8' : 'text/html;charset=UTF-8';
}

/** Returns the generic 401 of operations that need a login: measured word for word on 2026-09-30. */
export function generic401(origin: string, accept: string | undefined): StandInResponse {
  return {
    status: 401,
    headers: {
      ...jiraHeaders(),
      'content-type': typeFor(accept),
      'www-authenticate': `OAuth realm="${encodeURIComponent(origin)}"`,
      'x-frame-options': 'SAMEORIGIN',
    },
    body: 'Client must be authenticated to access this resource.',
  };
}

/** Returns the answer of the edge to an unusable secret, on every route, until 2023. */
export function edge401(): StandInResponse {
  return {
    status: 401,
    headers: { ...edgeHeaders(), 'content-type': 'text/plain' },
    body: 'Basic authentication with passwords is deprecated.',
  };
}

/** Returns the answer to an opaque Bearer on every route (measured 2026-09-04), without any header of Jira. */
export function connect403(): StandInResponse {
  return {
    status: 403,
    headers: { ...edgeHeaders(), 'content-type': 'application/json' },
    body: '{"error": "Failed to parse Connect Session Auth Token"}',
  };
}

/** Returns a refusal of the gateway, with its own body and header (measured 2026-05-01 and 2026-08-26). */
export function gateway401(message: string, category: string): StandInResponse {
  const trace = id();
  return {
    status: 401,
    headers: {
      'content-type': 'application/json',
      'atl-traceid': trace,
      'x-trace-id': trace,
      'x-failure-category': category,
    },
    body: JSON.stringify({ code: 401, message }),
  };
}

/** Returns the refusal of a body's media type, which comes before that of a credential (measured 2026-09-30). Its words are made up. */
export function wrongMediaType(): StandInResponse {
  const problem = { title: 'Unsupported Media Type', status: 415, detail: 'Made up by the stand-in.' };
  return jsonAnswer(415, problem, { 'content-type': 'application/problem+json' });
}
