import { syntheticToken } from '../../src/contract/synthetic-token.ts';
import { forgetSecrets, keepSecret, redact } from '../../src/evidence/redaction.ts';

/** Megabytes a second of the choke point. */
export async function* benchRedact(): AsyncGenerator<string> {
  for (let i = 0; i < 12; i += 1) {
    const label = `TOKEN_${String.fromCodePoint(97 + i)}`;
    keepSecret(label, syntheticToken(label.toLowerCase()).replaceAll('-', String(i % 10)));
  }
  const text = 'A line of a report, with GET /rest/api/3/project and 401.\n'.repeat(2 ** 16);
  const began = performance.now();
  redact(text);
  const rateOf = text.length / 2 ** 20 / ((performance.now() - began) / 1000);
  forgetSecrets();
  yield `redact    ${rateOf.toFixed(1)} MiB/s with 12 secrets`;
}
