import { describe, expect, it } from 'vitest';
import { EMAIL_FORM_WRITERS, FORM_WRITERS } from './secret-forms.fixture.ts';
import { reveals, revealsEmail, oracleFor } from './secrets.fixture.ts';
import { seededBytes, seededInt } from './seeded.fixture.ts';

// The judge of all tests that search for secrets: what it does not find, no test finds.
const secret = `ATATT3xFfGF0${seededBytes(120).toString('base64url')}=0123ABCD`;
const email = 'Pat.Q@acme.example';
const password = 'k"9\\ß x<&%41+=zÄ|q';
const SEEN = 16;
/** Number of characters of noise: more than a text that is decoded in every way; dense noise takes long to decode. */
const NOISE = 300_000;
const DENSE_NOISE = 50_000;

const around = (inner: string): string =>
  `${'What stands before it. '.repeat(20)}\n${inner}\n${'And what after it: 4711. '.repeat(20)}`;

const written = (value: string) => ({ secret: value, email, below: (bound: number) => seededInt(bound) });

// These show less than 16 characters of a short secret, or none of its characters unchanged.
const PARTIAL = /piece|stretch|cut|changed|masked|without its end|soft hyphens as entities|hexdump/;

// Spaces and quotation marks of a password look like those inserted between its characters.
const AMBIGUOUS = /spaces between|list of characters/;

describe('the oracle', () => {
  it.each(Object.entries(FORM_WRITERS).filter(([name]) => !/cut/.test(name)))(
    'reads a token: %s',
    (_, write) => {
      expect(reveals(around(write(written(secret))), secret)).toBe(true);
    },
  );

  it.each(Object.entries(FORM_WRITERS).filter(([name]) => !PARTIAL.test(name) && !AMBIGUOUS.test(name)))(
    'reads a whole password of odd characters: %s',
    (_, write) => {
      expect(reveals(around(write(written(password))), password)).toBe(true);
    },
  );

  it.each(Object.entries({ ...FORM_WRITERS, ...EMAIL_FORM_WRITERS }).filter(([name]) => !PARTIAL.test(name)))(
    'reads an email: %s',
    (_, write) => {
      expect(revealsEmail(around(write(written(email))), email)).toBe(true);
    },
  );

  it('reads any 16 characters of a secret, and not 15', () => {
    for (let from = 0; from + SEEN <= secret.length; from += 1) {
      expect(reveals(`.${secret.slice(from, from + SEEN)}.`, secret)).toBe(true);
      expect(reveals(`.${secret.slice(from, from + SEEN - 1)}.`, secret)).toBe(false);
    }
  });

  it('reads any 16 characters of a secret from a piece of base64 at each alignment', () => {
    const text = Buffer.from(`${email}:${secret}`).toString('base64');
    for (let from = 40; from + 26 <= text.length - 4; from += 1) {
      expect(reveals(`x ${text.slice(from, from + 26)} y`, secret)).toBe(true);
    }
  });

  it('reads a short secret as a whole only', () => {
    expect(reveals('a pass-word b', 'pass-word')).toBe(true);
    expect(reveals('a pass-wor b', 'pass-word')).toBe(false);
  });

  it('respects letter case and direction unless told otherwise', () => {
    const [upper, turned] = [secret.toUpperCase(), Array.from(secret).toReversed().join('')];
    expect([reveals(upper, secret), reveals(upper, secret, { ignoreCase: true })]).toEqual([false, true]);
    expect([reveals(turned, secret), reveals(turned, secret, { reversed: true })]).toEqual([false, true]);
  });

  it('names each of several secrets', () => {
    const judge = oracleFor([
      { label: 'token', value: secret },
      { label: 'email', value: email, email: true },
      { label: 'password', value: password },
    ]);
    expect(judge(`${secret} ${email.toUpperCase()}`)).toEqual(['token', 'email']);
    expect(judge('nothing')).toEqual([]);
  });

  it.each([
    ['prose', NOISE, () => 'The token of the owner is not valid, and the project is visible to nobody. '],
    [
      'HTML',
      NOISE,
      () => `<td class="c" data-id="${seededInt(1e6)}">GET&nbsp;/rest/api/3/project &#8594; 200</td>\n`,
    ],
    ['hex', DENSE_NOISE, () => seededBytes(512).toString('hex')],
    ['base64', DENSE_NOISE, () => `${seededBytes(768).toString('base64')}\n`],
    [
      'tokens of strangers',
      DENSE_NOISE,
      () => `ATATT3xFfGF0${seededBytes(120).toString('base64url')}=0123ABCD\n`,
    ],
  ])('raises no false alarm at %s', { timeout: 60_000 }, (_, noise, part) => {
    const parts: string[] = [];
    for (let length = 0; length < noise; length += parts.at(-1)?.length ?? 0) parts.push(part());
    const judge = oracleFor([
      { label: 'token', value: secret },
      { label: 'email', value: 'me@x.io', email: true },
      { label: 'password', value: password },
    ]);
    expect(judge(`${parts.join('')}\nme@x.io`)).toEqual(['email']);
  });
});
