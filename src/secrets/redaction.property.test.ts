import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { mistype } from '../contract/authorization.ts';
import { Fault } from '../fault.ts';
import { syntheticToken } from '../contract/synthetic-token.ts';
import { clearSecrets, registerSecret, redact } from './redaction.ts';
import { seedOf } from './redaction-fuzz.fixture.ts';
import { reveals } from './secrets.fixture.ts';

// Any texts; redaction.fuzz.test.ts takes more forms and kinds of secrets. FUZZ_SEED repeats a failure.
const seed = seedOf(process.env);
const RUNS = 100;

afterEach(clearSecrets);

/** The result of a function, or the message of the fault that it throws. */
const outcome = (work: () => string): string => {
  try {
    return work();
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
};

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Forms in which a secret is written, on purpose or by accident; the independent check is `reveals`. */
const WRITINGS: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => `owner@acme.example:${secret}`,
  (secret) => `Basic ${base64(`owner@acme.example:${secret}`)}`,
  (secret) => `Basic ${base64(`:${secret}`)}`,
  (secret) => `Basic ${base64(`ab:${secret}:extra`)}`,
  (secret) => Buffer.from(`o@acme.example:${secret}`).toString('base64url'),
  (secret) => base64(secret),
  (secret) => encodeURIComponent(secret),
  (secret) => encodeURIComponent(base64(`x:${secret}`)),
  (secret) => JSON.stringify({ authorization: secret }),
  (secret) => JSON.stringify(JSON.stringify({ secret })),
  (secret) => Buffer.from(secret).toString('hex'),
  (secret) => Buffer.from(secret).toString('hex').toUpperCase(),
  (secret) => secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
  (secret) => secret.slice(0, 40),
  (secret) => base64(`o@acme.example:${secret.slice(0, 60)}`),
  (secret) => mistype(secret),
  (secret) => secret.replaceAll(/.{30}/g, '$&\n'),
  (secret) => secret.replaceAll(/.{25}/g, '$&\u001B[31m'),
  (secret) => base64(`o@acme.example:${secret}`).replaceAll(/.{76}/g, '$&\n'),
];

const token = fc.stringMatching(/^[A-Za-z0-9_-]{60,180}$/).map((body) => `ATATT3xFfGF0${body}=0123ABCD`);

const odd = fc
  .string({ minLength: 24, maxLength: 60, unit: 'grapheme-ascii' })
  .filter((text) => !/\s{2}|^\s|\s$/.test(text) && new Set(text).size > 10);

const surrounding = fc.string({ maxLength: 60, unit: 'grapheme' });

describe(`the choke point, with any text and FUZZ_SEED=${seed}`, { timeout: 60_000 }, () => {
  it('lets no form of a secret through, whatever surrounds it', () => {
    fc.assert(
      fc.property(
        fc.oneof(token, odd),
        fc.nat({ max: WRITINGS.length - 1 }),
        surrounding,
        surrounding,
        (secret, which, before, after) => {
          clearSecrets();
          registerSecret('JIRA_API_TOKEN', secret);
          const text = `${before}${WRITINGS[which]?.(secret)}${after}`;
          expect(
            reveals(
              outcome(() => redact(text)),
              secret,
            ),
          ).toBe(false);
        },
      ),
      { seed, numRuns: RUNS },
    );
  });

  it('does not change what is not a secret', () => {
    registerSecret('JIRA_API_TOKEN', syntheticToken('alone'));
    registerSecret('JIRA_EMAIL', 'owner@acme.example', 'email');
    fc.assert(
      fc.property(fc.string({ maxLength: 400, unit: 'grapheme' }), (text) => {
        expect(redact(text)).toBe(text);
      }),
      { seed, numRuns: RUNS },
    );
  });

  it('leaves JSON as JSON', () => {
    fc.assert(
      fc.property(
        odd,
        fc.string({ maxLength: 40 }),
        fc.string({ maxLength: 40 }),
        (secret, before, after) => {
          clearSecrets();
          registerSecret('PACT_BROKER_PASSWORD', secret, 'password');
          const out = outcome(() => redact(JSON.stringify({ [before]: `${before}${secret}${after}` })));
          expect(() => void JSON.parse(out.startsWith('{') ? out : '{}')).not.toThrow();
          expect(reveals(out, secret)).toBe(false);
        },
      ),
      { seed, numRuns: RUNS },
    );
  });
});
