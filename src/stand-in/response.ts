import { randomBytes, randomUUID } from 'node:crypto';

/** A response before it is sent. */
export interface StandInResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const id = (): string => randomBytes(16).toString('hex');

/** What the edge puts on every answer. */
const edgeMarks = (): Record<string, string> => ({ 'atl-traceid': id(), 'atl-request-id': randomUUID() });

/** What Jira itself puts on its answers: https://github.com/brekkylab/backlot (routers/atlassian.py). */
const jiraMarks = (): Record<string, string> => ({
  ...edgeMarks(),
  'x-arequestid': id(),
  'timing-allow-origin': '*',
  'cache-control': 'no-cache, no-store, no-transform',
});

/** JSON as Jira answers it. */
export function jsonAnswer(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): StandInResponse {
  return {
    status,
    headers: { ...jiraMarks(), 'content-type': 'application/json;charset=UTF-8', ...headers },
    body: JSON.stringify(body),
  };
}

/** The media type of the generic 401 follows the request, while its body stays the same line (measured 2026-09-30). */
function typeFor(accept: string | undefined): string {
  if (accept === undefined) return 'text/plain;charset=UTF-8';
  return accept.includes('json') ? 'application/json;charset=UTF-8' : 'text/html;charset=UTF-8';
}

/** The generic 401, with which operations that need a login refuse: measured word for word on 2026-09-30. */
export function generic401(origin: string, accept: string | undefined): StandInResponse {
  return {
    status: 401,
    headers: {
      ...jiraMarks(),
      'content-type': typeFor(accept),
      'www-authenticate': `OAuth realm="${encodeURIComponent(origin)}"`,
      'x-frame-options': 'SAMEORIGIN',
    },
    body: 'Client must be authenticated to access this resource.',
  };
}

/** How the edge refused an unusable secret, on every route, until 2023. */
export function edge401(): StandInResponse {
  return {
    status: 401,
    headers: { ...edgeMarks(), 'content-type': 'text/plain' },
    body: 'Basic authentication with passwords is deprecated.',
  };
}

/** How an opaque Bearer is refused on every route (measured 2026-09-04): no mark of Jira's is on it. */
export function connect403(): StandInResponse {
  return {
    status: 403,
    headers: { ...edgeMarks(), 'content-type': 'application/json' },
    body: '{"error": "Failed to parse Connect Session Auth Token"}',
  };
}

/** How the gateway refuses: a body and a header of its own (measured 2026-05-01 and 2026-08-26). */
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
