import { afterEach, describe, expect, it } from 'vitest';
import { Fault } from '../fault.ts';
import { mistype } from '../contract/authorization.ts';
import { checksum, syntheticToken } from '../contract/synthetic-token.ts';
import { clearSecrets, isRedactable, registerSecret, redact, redactReceived } from './redaction.ts';
import { reveals } from './secrets.fixture.ts';
import { seededBytes } from './seeded.fixture.ts';

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

describe('the choke point', () => {
  it('leaves nothing of a secret that it removes', () => {
    const secret = syntheticToken('left-behind');
    registerSecret('JIRA_API_TOKEN', secret);
    expect(redact(`a ${secret} b`)).toBe('a [JIRA_API_TOKEN] b');
    expect(redact(`a ${mistype(secret)} b`)).toBe('a [JIRA_API_TOKEN] b');
    expect(redact(`Basic ${base64(`o@acme.example:${secret}`)}`)).not.toContain(base64(secret).slice(60, 90));
  });

  it('removes an email in any case and form, but not a part of a word', () => {
    registerSecret('JIRA_EMAIL', 'Owner@acme.example', 'email');
    expect(redact('to owner@acme.example, Owner@acme.example')).toBe('to [JIRA_EMAIL], [JIRA_EMAIL]');
    expect(
      redact(`${encodeURIComponent('owner@acme.example')} ${base64('owner@acme.example:x')}`),
    ).not.toMatch(/owner%40|b3duZXJAYWNtZS/);
    expect(redact('the owner of acme')).toBe('the owner of acme');
  });

  it('refuses a text with a hidden secret, and shows only its label', () => {
    const secret = syntheticToken('hidden');
    registerSecret('JIRA_REVOKED_TOKEN', secret);
    const hidden = secret.replaceAll(/.{15}/g, '$& | ');
    expect(() => redact(hidden)).toThrow(/JIRA_REVOKED_TOKEN/);
    expect(
      reveals(
        outcome(() => redact(hidden)),
        secret,
      ),
    ).toBe(false);
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
    const secret = `ATATT3xFfGF0${seededBytes(129, 'secret').toString('base64url')}=0123ABCD`;
    registerSecret('JIRA_API_TOKEN', secret);
    const text = `before ${write(secret)} after`;
    const out = outcome(() => redact(text));
    expect(reveals(out, secret)).toBe(false);
    expect(out).toContain('JIRA_API_TOKEN');
    expect(reveals(redactReceived(text), secret)).toBe(false);
  });

  it('refuses what looks like a real token, although nothing was registered', () => {
    const head = `ATATT3xFfGF0${seededBytes(129, 'secret').toString('base64url')}=`;
    const real = head + checksum(head);
    for (const text of [real, base64(`o@acme.example:${real}`), encodeURIComponent(`"${real}"`)]) {
      expect(() => redact(`{"a":"${text}"}`)).toThrow(Fault);
      expect(reveals(redactReceived(text), real)).toBe(false);
    }
    expect(redact(syntheticToken('anybody'))).toBe(syntheticToken('anybody'));
    expect(redact('Tokens begin with ATATT3xFfGF0, and have 192 characters today.')).toContain(
      'ATATT3xFfGF0',
    );
  });

  it.each(['me@x.io', 'Owner@Acme.Example'])(
    'takes the email %s out in any letter case and escape',
    (email) => {
      registerSecret('JIRA_EMAIL', email, 'email');
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
});

/** A secret that looks like a real token, and is not in any file. */
const real = (): string => {
  const head = `ATATT3xFfGF0${seededBytes(129, 'real').toString('base64url')}=`;
  return head + checksum(head);
};

/** An unregistered token needs a valid checksum: this one is only a secret because it is registered. */
const registered = (label = 'JIRA_API_TOKEN'): string => {
  const secret = `ATATT3xFfGF0${seededBytes(129, label).toString('base64url')}=0123ABCD`;
  registerSecret(label, secret);
  return secret;
};

describe('a registered secret', () => {
  it.each([
    ['token', 8],
    ['password', 8],
    ['email', 5],
  ] as const)('is a %s of %i characters or more', (kind, minLength) => {
    const value = 'abc@x.example'.slice(0, minLength);
    expect([isRedactable(value, kind), isRedactable(value.slice(1), kind)]).toEqual([true, false]);
    expect(() => registerSecret('JIRA', value.slice(1), kind)).toThrow(
      expect.objectContaining({ code: 'bad-config', message: expect.stringContaining('JIRA') }),
    );
    expect(redact(`(${value.slice(1)})`)).toBe(`(${value.slice(1)})`);
    registerSecret('JIRA', value, kind);
    expect(redact(`(${value})`)).toBe('([JIRA])');
  });

  it('is a token by default', () => {
    registerSecret('JIRA', 'abcdefgh');
    expect(redact('abcdxfgh')).toBe('[JIRA]');
  });

  it('has no variants if it is a password or an email', () => {
    registerSecret('JIRA', 'abcdefgh', 'password');
    expect([redact('abcdxfgh'), redact('abcdefgh')]).toEqual(['abcdxfgh', '[JIRA]']);
  });

  it('has the label of its first registration, and may have two', () => {
    const secret = registered('FIRST');
    registerSecret('SECOND', secret);
    registerSecret('FIRST', secret);
    expect(redact(secret)).toBe('[FIRST]');
    expect(redact(`${secret} and`)).toBe('[FIRST] and');
  });

  it('can be cleared for tests', () => {
    const secret = registered();
    registerSecret('PASSWORD', 'ä long password', 'password');
    clearSecrets();
    expect(redact(`${secret.slice(0, 20)} ä long password`)).toBe(`${secret.slice(0, 20)} ä long password`);
  });
});

describe('a part of a secret', () => {
  it.each([16, 17, 20, 25, 30, 39, 40, 41, 60])(
    'of %i characters is taken out, be it its start, its middle or its end',
    (length) => {
      const secret = registered();
      for (const from of [0, 1, 5, 60, secret.length - length]) {
        const part = secret.slice(from, from + length);
        expect(redact(`: ${part}: .`)).toBe(': [JIRA_API_TOKEN]: .');
        expect(redactReceived(`: ${part}: .`)).toBe(': [JIRA_API_TOKEN]: .');
      }
    },
  );

  it('stays if it is the common prefix of tokens, or shorter than 16 characters', () => {
    const secret = registered();
    for (const part of [secret.slice(0, 15), secret.slice(40, 55), 'ATATT3xFfGF0', secret.slice(0, 6)]) {
      expect(redact(`a ${part}, b`)).toBe(`a ${part}, b`);
    }
  });
});

describe('the text around a secret', () => {
  it.each<readonly [what: string, write: (secret: string) => string, out: string]>([
    ['alone', (s) => s, '[T]'],
    ['between words', (s) => `a ${s} b`, 'a [T] b'],
    ['twice', (s) => `${s} ${s}`, '[T] [T]'],
    ['twice in a row', (s) => s + s, '[T]'],
    ['in two parts with another character between', (s) => `${s.slice(0, 50)}x${s.slice(51)}`, '[T]'],
    ['in two parts with four characters between', (s) => `${s.slice(0, 50)}=+/-${s.slice(51)}`, '[T]'],
    [
      'in two parts with five characters between',
      (s) => `${s.slice(0, 50)}abcde${s.slice(55)}`,
      '[T]abcde[T]',
    ],
    ['in two parts with a comma between', (s) => `${s.slice(0, 50)}, ${s.slice(52)}`, '[T], [T]'],
    ['in JSON', (s) => JSON.stringify({ a: s, b: 1 }), '{"a":"[T]","b":1}'],
    ['as a key', (s) => JSON.stringify({ [s]: 1 }), '{"[T]":1}'],
    ['in JSON behind escapes', (s) => JSON.stringify(`\n"${s}"\\`), String.raw`"\n\"[T]\"\\"`],
    ['in JSON, between escapes of letters', (s) => `"\\u00e4${s}\\u00fc"`, String.raw`"\u00e4[T]\u00fc"`],
    [
      'escaped in JSON',
      (s) => `"x${s.replaceAll(/./g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`)}y"`,
      '"x[T]y"',
    ],
    ['in percent', (s) => `?a=${encodeURIComponent(s)}&b=1`, '?a=[T]&b=1'],
    ['in base64', (s) => `Basic ${base64(s).replace(/=+$/, '')}.`, 'Basic [T].'],
    ['in hex', (s) => `x ${Buffer.from(s).toString('hex')} y`, 'x [T] y'],
    ['over two lines', (s) => `x ${s.slice(0, 60)}\n${s.slice(60)} y`, 'x [T]\n[T] y'],
    ['over lines with a margin', (s) => `> ${s.slice(0, 60)}\n> ${s.slice(60)}`, '> [T]\n> [T]'],
    [
      'over lines that are short at the end',
      (s) => `x ${s.slice(0, 190)}\n${s.slice(190)} y`,
      'x [T]\n[T] y',
    ],
    ['in colour', (s) => `\u001B[31m${s}\u001B[0m`, '\u001B[31m[T]\u001B[0m'],
  ])('stays: %s', (_, write, out) => {
    const secret = registered('T');
    expect(redact(write(secret))).toBe(out);
  });

  it.each<readonly [what: string, write: (secret: string) => string]>([
    ['with tags', (s) => s.replaceAll(/.{5}/g, '$&<i>')],
    ['with spaces', (s) => s.replaceAll(/.{5}/g, '$& ')],
    ['as a list of bytes', (s) => JSON.stringify([...Buffer.from(s)])],
    [
      'as a list of bytes over lines, in JSON',
      (s) => JSON.stringify({ body: [...Buffer.from(s)].join('\n') }),
    ],
    [
      'as a list of bytes, set apart by tabs, in JSON',
      (s) => JSON.stringify({ body: [...Buffer.from(s)].join('\t') }),
    ],
    ['in hex, set apart', (s) => (Buffer.from(s).toString('hex').match(/../g) ?? []).join(' ')],
  ])('is not written if the secret cannot be removed: %s', (_, write) => {
    const secret = registered('T');
    const text = `a ${write(secret)} b`;
    expect(() => redact(text)).toThrow(
      expect.objectContaining({ code: 'secret-in-output', message: expect.stringContaining(' T ') }),
    );
    const received = redactReceived(text);
    expect(reveals(received, secret)).toBe(false);
    expect(received).toContain('T');
  });

  it('is not written if JSON would become invalid', () => {
    registerSecret('NUMBER', '123456789', 'password');
    expect(redact('{"a":"123456789"}')).toBe('{"a":"[NUMBER]"}');
    expect(redact('no JSON: 123456789')).toBe('no JSON: [NUMBER]');
    expect(() => redact('{"a":123456789,"b":1}')).toThrow(
      expect.objectContaining({ code: 'secret-in-output' }),
    );
    expect(redactReceived('{"a":123456789,"b":1}')).toBe('{"a":[NUMBER],"b":1}');
  });

  it('stays intact if a secret starts or ends inside a JSON escape', () => {
    registerSecret('P', 'nabcdefgh00', 'password');
    expect(redact(String.raw`"\nabcdefgh00"`)).toBe('"[P]"');
    expect(redact(String.raw`"\\nabcdefgh00"`)).toBe(String.raw`"\\[P]"`);
    expect(redact(String.raw`"nabcdefgh00\n"`)).toBe(String.raw`"[P]\n"`);
    registerSecret('Q', 'e4password', 'password');
    expect(redact(String.raw`"x\u00e4password"`)).toBe('"x[Q]"');
    expect(redact(String.raw`"x\\u00e4password"`)).toBe(String.raw`"x\\u00[Q]"`);
    expect(redact(String.raw`"xu00e4password"`)).toBe('"xu00[Q]"');
    expect(redact(String.raw`"x\\\u00e4password"`)).toBe(String.raw`"x\\[Q]"`);
    registerSecret('S', '4long-word', 'password');
    expect(redact(String.raw`"x\u00e4long-word"`)).toBe('"x[S]"');
    registerSecret('V', 'a-password\\', 'password');
    expect(redact(String.raw`"a-password\nabcdef"`)).toBe('"[V]abcdef"');
    registerSecret('R', String.raw`secret\u`, 'password');
    expect(redact(String.raw`"secret\u0041bc"`)).toBe('"[R]bc"');
    expect(redact(String.raw`"secret\u00`)).toBe('"[R]');
  });

  it('shows both of two adjacent secrets', () => {
    const [one, other] = [registered('ONE'), registered('OTHER')];
    expect(redact(`${one}:${other}`)).toBe('[ONE]:[OTHER]');
    expect(redact(`${one}${other}`)).toBe('[ONE][OTHER]');
    expect(redact(`${one.slice(0, 40)} ${other.slice(0, 40)} ${one.slice(0, 40)}`)).toBe(
      '[ONE] [OTHER] [ONE]',
    );
    registerSecret('EMAIL', 'owner@acme.example', 'email');
    expect(redact(`curl -u owner@acme.example:${one} x`)).toBe('curl -u [EMAIL]:[ONE] x');
  });
});

describe('two secrets that overlap', () => {
  it.each([
    ['the longer one last', ['a-password', 'a-password-and-more']],
    ['the longer one first', ['a-password-and-more', 'a-password']],
  ])('are removed under the label of the longer one: %s', (_, passwords) => {
    for (const password of passwords) registerSecret(`P${password.length}`, password, 'password');
    expect(redact('(a-password-and-more)')).toBe('([P19])');
    expect(redact('(a-password-and)')).toBe('([P10]-and)');
  });

  it('are removed under the label of the first', () => {
    registerSecret('FIRST', 'abcdefgh-1234567', 'password');
    registerSecret('SECOND', '1234567-ijklmnop', 'password');
    expect(redact('(abcdefgh-1234567-ijklmnop)')).toBe('([FIRST])');
  });
});

describe('a password with special characters', () => {
  it.each<readonly [password: string, text: string, out: string]>([
    ['my long "word"', 'x my long "word" y', 'x [P] y'],
    ['my long word', 'x my%20long%20word y', 'x [P] y'],
    ['my long word', 'x my+long+word y', 'x [P] y'],
    ['my long word', 'x my&#32;long&#32;word y', 'x [P] y'],
    ['Zürich漢字', 'x Zürich漢字 y', 'x [P] y'],
    ['Zürich漢字', `x ${encodeURIComponent('Zürich漢字')} y`, 'x [P] y'],
    ['Zürich漢字', `x ${Buffer.from('Zürich漢字').toString('latin1')} y`, 'x [P] y'],
    ['Zürich漢字', `x ${base64('in Zürich漢字 there is base64!')} y`, 'x [P] y'],
    ['漢字仮名交文化的', `x ${Buffer.from('漢字仮名交文化的').toString('latin1')} y`, 'x [P] y'],
    ['漢字仮名交文化的', `x ${encodeURIComponent('漢字仮名交文化的')} y`, 'x [P] y'],
    ['pass, (word); [x]', 'x pass, (word); [x] y', 'x [P] y'],
    ['1+1=2*(3)', 'x 1+1=2*(3) y', 'x [P] y'],
  ])('%j is removed from %j', (password, text, out) => {
    registerSecret('P', password, 'password');
    expect(redact(text)).toBe(out);
  });
});

describe('an unregistered synthetic token', () => {
  it('stays, not being part of a registered one, also in base64', () => {
    const [own, other] = [syntheticToken('own-one'), syntheticToken('other')];
    registerSecret('T', own);
    expect(redact(`${other} ${own}`)).toBe(`${other} [T]`);
    const run = base64(`a@x.io:${other}`);
    const secret = base64(`a@x.io:${own}`).replace(/=+$/, '');
    expect(redact(`Basic ${run}, Basic ${secret}.`)).toBe(`Basic ${run}, Basic [T].`);
  });

  it('hides no password that it contains', () => {
    registerSecret('P', 'not-a-real-token', 'password');
    expect(redact(syntheticToken('other'))).toContain('[P]');
  });

  it('stays beside a secret that is not synthetic', () => {
    const [secret, other] = [registered('T'), syntheticToken('other')];
    expect(redact(`${other} ${secret}`)).toBe(`${other} [T]`);
  });

  it('is removed under each label that it was registered with', () => {
    const [one, other] = [syntheticToken('one'), syntheticToken('other')];
    registerSecret('T', one);
    registerSecret('T', other);
    expect(redact(`${one} ${other}`)).toBe('[T] [T]');
  });
});

describe('a real token that no setting names', () => {
  it.each<readonly [what: string, write: (token: string) => string]>([
    ['as it is', (token) => token],
    ['without its checksum', (token) => token.slice(0, 60)],
    ['in percent', (token) => token.replaceAll(/[_=-]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)],
    ['in base64', (token) => base64(`a@x.io:${token}`)],
    ['in hex', (token) => Buffer.from(token).toString('hex')],
    ['as bytes', (token) => Buffer.from(token).join(',')],
    ['with tags', (token) => token.replaceAll(/.{12}/g, '$&<i>')],
    ['with tags, and a checksum that could be a byte', (token) => token.replaceAll(/.{12}/g, '$&</i><i>')],
    [
      'with tags, escaped twice',
      (token) =>
        token
          .replaceAll(/./g, (char) => `%25${char.charCodeAt(0).toString(16)}`)
          .replaceAll(/.{60}/g, '$&<i>'),
    ],
    ['over lines', (token) => token.replaceAll(/.{12}/g, '$&\n')],
  ])('is never written, and is withheld if a server sent it: %s', (_, write) => {
    const token = real();
    const text = `x ${write(token)} y`;
    expect(() => redact(text)).toThrow(expect.objectContaining({ code: 'secret-in-output' }));
    expect(reveals(redactReceived(text), token)).toBe(false);
  });
});
