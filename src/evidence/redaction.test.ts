import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { Fault } from '../contract/fault.ts';
import { mistype } from '../contract/authorization.ts';
import { syntheticToken } from '../contract/synthetic-token.ts';
import { forgetSecrets, keepSecret, redact } from './redaction.ts';
import { givesAway } from './secrets.fixture.ts';
import { writeWhole } from './write-file.ts';

afterEach(forgetSecrets);

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
          let out: string;
          try {
            out = redact(text);
          } catch (error) {
            if (!(error instanceof Fault)) throw error;
            out = error.message;
          }
          expect(givesAway(out, secret)).toBe(false);
        },
      ),
      { numRuns: 10_000 },
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
