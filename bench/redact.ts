import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { syntheticToken } from '../src/contract/synthetic-token.ts';
import { clearSecrets, registerSecret, redact } from '../src/secrets/redaction.ts';

const BUNDLE = join(import.meta.dirname, '..', 'docs', 'sample-bundle');

/** The texts to redact: lines of a report, and real files. */
const SAMPLES: Readonly<Record<string, string>> = {
  lines: 'A line of a report, with GET /rest/api/3/project and 401.\n',
  ...Object.fromEntries(
    ['run.json', 'report.html', 'matrix.svg'].map((name) => [name, readFileSync(join(BUNDLE, name), 'utf8')]),
  ),
};

const LENGTH = 2 ** 22;

/** Measures the MiB per second of redaction. */
export async function* benchRedact(): AsyncGenerator<string> {
  for (let i = 0; i < 12; i += 1) {
    const label = `TOKEN_${String.fromCodePoint(97 + i)}`;
    registerSecret(label, syntheticToken(label.toLowerCase()).replaceAll('-', String(i % 10)));
  }
  for (const [name, sample] of Object.entries(SAMPLES)) {
    const text = sample.repeat(Math.ceil(LENGTH / sample.length));
    // Once without measuring, so that the code is compiled.
    redact(text);
    const began = performance.now();
    redact(text);
    const rate = text.length / 2 ** 20 / ((performance.now() - began) / 1000);
    yield `redact    ${name.padEnd(12)} ${rate.toFixed(1)} MiB/s with 12 secrets`;
  }
  clearSecrets();
}
