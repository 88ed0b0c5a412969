import { sanitiseResponse } from '../src/evidence/sanitise-response.ts';
import { clearSecrets, registerSecret, redactReceived } from '../src/secrets/redaction.ts';
import { Anonymiser } from '../src/evidence/anonymiser.ts';
import { syntheticToken } from '../src/contract/synthetic-token.ts';

/** Bodies that a site or an attacker may send, each of about a given size. */
const BODIES: Readonly<Record<string, (size: number) => string>> = {
  projects: (size) =>
    JSON.stringify(
      Array.from({ length: Math.max(1, Math.floor(size / 200)) }, (_, id) => ({
        id: String(id),
        key: `KEY${id}`,
        name: `Project number ${id}`,
        lead: {
          displayName: `Person ${id}`,
          accountId: `712020:0000000${id % 10}-0000-4000-8000-000000000000`,
        },
      })),
    ),
  nested: (size) => '{"a":'.repeat(size / 6) + '1' + '}'.repeat(size / 6),
  'one key': (size) => `{"${'a@b.'.repeat(size / 4)}":1}`,
  'many keys': (size) =>
    JSON.stringify(Object.fromEntries(Array.from({ length: size / 16 }, (_, i) => [`key number ${i}`, 1]))),
  escapes: (size) => JSON.stringify('\\u0041%41&#65;'.repeat(size / 14)),
  base64: (size) => Buffer.alloc((size * 3) / 4, 'QVRBVFQz').toString('base64'),
  tags: (size) => `<html>${'<b>A</b>'.repeat(size / 8)}`,
};

const SIZES = [2 ** 10, 2 ** 15, 2 ** 20, 5 * 2 ** 20];

const seconds = (work: () => unknown): number => {
  const began = performance.now();
  work();
  return (performance.now() - began) / 1000;
};

/** Measures the MiB per second of sanitising a response and of redacting the same text, from 1 KiB to 5 MiB. */
export async function* benchEvidence(): AsyncGenerator<string> {
  for (let i = 0; i < 12; i += 1) {
    const label = `TOKEN_${String.fromCodePoint(97 + i)}`;
    registerSecret(label, syntheticToken(label.toLowerCase()).replaceAll('-', String(i % 10)));
  }
  for (const [name, make] of Object.entries(BODIES)) {
    const rates = SIZES.map((size) => {
      const text = make(size);
      const times = Math.max(1, Math.floor(2 ** 20 / size));
      const repeat = (work: () => unknown): number =>
        (text.length * times) / 2 ** 20 / seconds(() => Array.from({ length: times }, work));
      const sanitised = repeat(() => sanitiseResponse({ status: 200, headers: {}, text }, new Anonymiser()));
      const redacted = repeat(() => redactReceived(text));
      return `${sanitised.toFixed(0)}/${redacted.toFixed(0)}`;
    });
    yield `evidence  ${name.padEnd(10)} ${rates.join('  ')} MiB/s sanitised/redacted at 1 KiB, 32 KiB, 1 MiB, 5 MiB`;
  }
  clearSecrets();
}
