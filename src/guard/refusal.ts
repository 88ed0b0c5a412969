import { STATUS_CODES } from 'node:http';
import type { Verdict } from './assert-alive.ts';

/** The header of every answer that the guard gives itself, with the signal that decided. */
export const GUARD_HEADER = 'x-jira-token-guard';

/** An answer of the guard's own. */
export interface OwnAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Returns an answer in Jira's error format that says it is the guard's. */
export function ownAnswer(status: number, { state, signal }: Verdict, message: string): OwnAnswer {
  const guard = { state, signal };
  const body = `${JSON.stringify({ errorMessages: [message], errors: {}, guard })}\n`;
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      [GUARD_HEADER]: signal,
      // A 401 must carry a challenge (RFC 9110, 15.5.2). This scheme makes no browser ask for a password.
      ...(status === 401 && { 'www-authenticate': 'OAuth realm="jira-token-guard"' }),
    },
    body,
  };
}

/** Returns an answer as it is sent on a connection that ends after it. */
export function asBytes({ status, headers, body }: OwnAnswer): string {
  const lines = Object.entries({
    ...headers,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  });
  const fields = lines.map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${fields.join('')}\r\n${body}`;
}

/**
 * Returns the 401 that replaces an answer to a dead token.
 *
 * @param answered the status that Jira gave
 */
export function refusal(verdict: Verdict, answered: number): OwnAnswer {
  return ownAnswer(
    401,
    verdict,
    `The API token is dead: it was revoked, has expired, or belongs to another address. Jira answered ${answered} as if nobody had logged in; this 401 is from the guard.`,
  );
}
