import { CREDENTIALS } from '../contract/credentials.ts';
import { isOperationId } from '../contract/operations.ts';
import type { RowResult } from '../run/row-result.ts';
import type { CheckDocument } from './documents/check/check-document.ts';
import { checkWith } from './report.fixture.ts';

/** Returns a run of many probes, like a sweep of every published operation, for tests and benchmarks. */
export function largeDocument(probes: number): CheckDocument {
  const document = checkWith('a text');
  const [sample] = document.run.rows;
  if (!sample) return document;
  const rows = Array.from({ length: probes }, (_, i): RowResult => {
    const operation = `GET /rest/api/3/made-up/${Math.floor(i / 25)}`;
    return {
      ...sample,
      kind: 'contract',
      verdict: i % 50 === 0 ? 'broken' : 'kept',
      credential: CREDENTIALS[i % 25]?.name ?? 'valid',
      operation: isOperationId(operation) ? operation : sample.operation,
    };
  });
  return { ...document, run: { ...document.run, rows } };
}
