import { CREDENTIALS, type CredentialName } from '../contract/credentials.ts';
import { PRESENT } from '../contract/eras.ts';
import { isOperationId } from '../contract/operations.ts';
import type { RowResult } from './row-result.ts';
import type { RunHead } from './run.ts';

const AT = '2026-11-24T03:00:00Z';

/** For tests and measurements: the head of a made-up run. */
export const LARGE_HEAD: RunHead = {
  schema: 'jira-token-contract/run/1',
  tool: 'a measurement',
  recordings: {
    name: 'large',
    origin: 'recorded',
    era: PRESENT,
    summary: 'Made up.',
    dates: { from: '2026-11-24', to: '2026-11-24' },
    tool: 'a measurement',
    site: 'https://jira-site.example.com',
  },
  failures: [],
};

const headers = {
  'content-type': 'application/json;charset=UTF-8',
  'x-seraph-loginreason': 'AUTHENTICATED_FAILED',
};

const answered = {
  ignored: {
    status: 200,
    mark: 'login-failed',
    body: { shape: [{ id: 'string', key: 'string', name: 'string', self: 'string' }] },
  },
  refused: { status: 401, mark: 'unauthorized', body: { text: 'Client must be authenticated' } },
} as const;

function rowOf(credential: CredentialName, id: string, treatment: keyof typeof answered): RowResult[] {
  const { status, mark, body } = answered[treatment];
  if (!isOperationId(id)) return [];
  const shape = 'shape' in body ? body.shape : 'text';
  return [
    {
      kind: 'contract',
      era: PRESENT,
      credential,
      operation: id,
      expected: { treatment, statuses: [status] },
      verdict: 'kept',
      answer: {
        status,
        treatment,
        mark,
        loginReason: 'AUTHENTICATED_FAILED',
        mediaType: 'application/json',
        shape,
      },
      response: { status, headers, body },
      at: AT,
      sources: [],
    },
  ];
}

/**
 * For tests and measurements: generates the rows of a run with the given number of probes, in order, with every credential on
 * made-up operations. Every `refusedEvery`-th row is refused; with 0, none.
 */
export function* largeRows(probes: number, refusedEvery = 0): Generator<RowResult> {
  const each = Math.ceil(probes / CREDENTIALS.length);
  for (let i = 0; i < probes; i += 1) {
    const { name } = CREDENTIALS[Math.floor(i / each)] ?? CREDENTIALS[0];
    const number = String(i % each).padStart(7, '0');
    const refused = refusedEvery > 0 && i % refusedEvery === 0;
    yield* rowOf(name, `GET /rest/api/3/made-up/${number}`, refused ? 'refused' : 'ignored');
  }
}
