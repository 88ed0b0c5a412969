import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { Fault } from '../contract/fault.ts';
import { mistype } from '../contract/authorization.ts';
import { checksum, syntheticToken } from '../contract/synthetic-token.ts';
import { forgetSecrets, keepSecret, redact, redactReceived } from './redaction.ts';
import { givesAway } from './secrets.fixture.ts';
import { writeWhole } from './write-file.ts';
import { seededBytes } from './seeded.fixture.ts';

afterEach(forgetSecrets);

/** What a work gives, or the message of the fault that it ends with. */
const outcome = (work: () => string): string => {
  try {
    return work();
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
};

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Ways to write a secret down, on purpose or by accident; the independent check is `givesAway`. */
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

describe('the choke point', () => {
  it('lets no form of a secret through, whatever stands around it', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        fc.oneof(token, odd),
        fc.nat({ max: WRITINGS.length - 1 }),
        surrounding,
        surrounding,
        (secret, which, before, after) => {
          forgetSecrets();
          keepSecret('JIRA_API_TOKEN', secret);
          const text = `${before}${WRITINGS[which]?.(secret)}${after}`;
          expect(
            givesAway(
              outcome(() => redact(text)),
              secret,
            ),
          ).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('leaves nothing of a secret behind where it takes it out', () => {
    const secret = syntheticToken('left-behind');
    keepSecret('JIRA_API_TOKEN', secret);
    expect(redact(`a ${secret} b`)).toBe('a [JIRA_API_TOKEN] b');
    expect(redact(`a ${mistype(secret)} b`)).toBe('a [JIRA_API_TOKEN] b');
    expect(redact(`Basic ${base64(`o@acme.example:${secret}`)}`)).not.toContain(base64(secret).slice(60, 90));
  });

  it('leaves alone what is no secret', () => {
    keepSecret('JIRA_API_TOKEN', syntheticToken('alone'));
    keepSecret('JIRA_EMAIL', 'owner@acme.example', 'email');
    fc.assert(
      fc.property(fc.string({ maxLength: 400, unit: 'grapheme' }), (text) => {
        expect(redact(text)).toBe(text);
      }),
    );
  });

  it('takes an email out in whatever case and form, and no part of a word', () => {
    keepSecret('JIRA_EMAIL', 'Owner@acme.example', 'email');
    expect(redact('to owner@acme.example, Owner@acme.example')).toBe('to [JIRA_EMAIL], [JIRA_EMAIL]');
    expect(
      redact(`${encodeURIComponent('owner@acme.example')} ${base64('owner@acme.example:x')}`),
    ).not.toMatch(/owner%40|b3duZXJAYWNtZS/);
    expect(redact('the owner of acme')).toBe('the owner of acme');
  });

  it('refuses a text in which a secret only hides, and names no more than its label', () => {
    const secret = syntheticToken('hidden');
    keepSecret('JIRA_REVOKED_TOKEN', secret);
    const hidden = secret.replaceAll(/.{15}/g, '$& | ');
    expect(() => redact(hidden)).toThrow(/JIRA_REVOKED_TOKEN/);
    expect(() => redact(hidden)).toThrow(expect.not.objectContaining({ message: secret.slice(0, 20) }));
  });

  it.each([
    ['a token without its start', (secret: string) => `****${secret.slice(4)}`],
    ['sixteen characters of its middle', (secret: string) => `"${secret.slice(70, 86)}"`],
    ['lines of twenty', (secret: string) => secret.replaceAll(/.{20}/g, '$&\n')],
    [
      'an echo that is cut off',
      (secret: string) => `The header was: Basic ${base64(`o@acme.example:${secret}`).slice(0, 90)}`,
    ],
    ['base64 of base64', (secret: string) => base64(`Basic ${base64(`o@acme.example:${secret}`)}`)],
    ['upper case', (secret: string) => secret.toUpperCase()],
    ['soft hyphens', (secret: string) => secret.replaceAll(/.{3}/g, '$&\u00AD')],
    ['tags', (secret: string) => secret.replaceAll(/.{4}/g, '$&<wbr>')],
    ['a list of bytes', (secret: string) => JSON.stringify([...Buffer.from(secret)])],
    [
      'escapes of JavaScript',
      (secret: string) => secret.replaceAll(/./g, (char) => `\\x${char.charCodeAt(0).toString(16)}`),
    ],
    [
      'JSON in JSON in a URL',
      (secret: string) => encodeURIComponent(JSON.stringify(JSON.stringify({ secret }))),
    ],
  ])('lets no part of a secret through as %s', (_, write) => {
    const secret = `ATATT3xFfGF0${seededBytes(129).toString('base64url')}=0123ABCD`;
    keepSecret('JIRA_API_TOKEN', secret);
    const text = `before ${write(secret)} after`;
    const out = outcome(() => redact(text));
    expect(givesAway(out, secret)).toBe(false);
    expect(out).toContain('JIRA_API_TOKEN');
    expect(givesAway(redactReceived(text), secret)).toBe(false);
  });

  it('refuses what has the form of a real token, although nothing was registered', () => {
    const head = `ATATT3xFfGF0${seededBytes(129).toString('base64url')}=`;
    const real = head + checksum(head);
    for (const text of [real, base64(`o@acme.example:${real}`), encodeURIComponent(`"${real}"`)]) {
      expect(() => redact(`{"a":"${text}"}`)).toThrow(Fault);
      expect(givesAway(redactReceived(text), real)).toBe(false);
    }
    expect(redact(syntheticToken('anybody'))).toBe(syntheticToken('anybody'));
    expect(redact('Tokens begin with ATATT3xFfGF0, and have 192 characters today.')).toContain(
      'ATATT3xFfGF0',
    );
  });

  it.each(['me@x.io', 'Owner@Acme.Example'])(
    'takes the email %s out in any letter case and escape',
    (email) => {
      keepSecret('JIRA_EMAIL', email, 'email');
      const upper = email.toUpperCase();
      for (const text of [
        upper,
        encodeURIComponent(upper),
        upper.replace('@', '&#64;'),
        upper.replace('@', '\\u0040'),
      ]) {
        expect(redact(`to ${text}.`)).toBe('to [JIRA_EMAIL].');
      }
      expect(redact(base64(`${email}:x`))).not.toContain(base64(email).slice(0, 8));
    },
  );

  it('leaves JSON as JSON', () => {
    fc.assert(
      fc.property(
        odd,
        fc.string({ maxLength: 40 }),
        fc.string({ maxLength: 40 }),
        (secret, before, after) => {
          forgetSecrets();
          keepSecret('PACT_BROKER_PASSWORD', secret, 'password');
          const out = outcome(() => redact(JSON.stringify({ [before]: `${before}${secret}${after}` })));
          expect(() => void JSON.parse(out.startsWith('{') ? out : '{}')).not.toThrow();
          expect(givesAway(out, secret)).toBe(false);
        },
      ),
    );
  });

  it('leaves a file as it was where the new text is refused', () => {
    const folder = mkdtempSync(join(tmpdir(), 'redaction-'));
    const path = join(folder, 'report.md');
    const secret = syntheticToken('in-a-file');
    writeWhole(path, 'old\n');
    keepSecret('JIRA_API_TOKEN', secret);
    expect(() => writeWhole(path, secret.replaceAll(/.{15}/g, '$&\n'))).toThrow(Fault);
    expect(readFileSync(path, 'utf8')).toBe('old\n');
    expect(readdirSync(folder)).toEqual(['report.md']);
    writeWhole(path, `token ${secret}\n`);
    expect(readFileSync(path, 'utf8')).toBe('token [JIRA_API_TOKEN]\n');
    rmSync(folder, { recursive: true });
  });
});
