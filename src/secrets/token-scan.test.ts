import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { mistype } from '../contract/authorization.ts';
import { checksum, syntheticToken } from '../contract/synthetic-token.ts';
import { originalReading, unescapedReadings } from './readings.ts';
import { redact, redactReceived } from './redaction.ts';
import { findTokensInBytes } from './scan-bytes.ts';
import {
  atlassianTokens,
  decodedAtlassianTokens,
  findTokens,
  isSynthetic,
  mayHoldToken,
  syntheticPhrase,
  syntheticTokens,
} from './token-scan.ts';
import { seededBytes } from './seeded.fixture.ts';

/** A token that was never issued but looks real: made in every run, so that no file contains it. */
const unmarked = (prefix: string): string => {
  const head = `${prefix}${seededBytes(129, prefix).toString('base64url')}=`;
  return head + checksum(head);
};

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe.each(['ATATT3xFfGF0', 'ATCTT3xFfG', 'ATBTT3xFfGF0'])('a token that starts with %s', (prefix) => {
  it.each([
    ['as it is', (token: string) => `first line\ntoken: ${token}`],
    ['without its end', (token: string) => `first line\n${token.slice(0, 100)}`],
    ['in a Basic header', (token: string) => `first line\nBasic ${base64(`a@example.com:${token}`)}`],
    ['behind one more letter', (token: string) => `first line\n"${base64(`ab@example.com:${token}`)}"`],
    ['behind two more letters', (token: string) => `first line\n${base64(`abc@example.com:${token}`)}`],
    [
      'percent-encoded',
      (token: string) =>
        `first line\n?t=${token.replaceAll(/./g, (char) => `%${char.charCodeAt(0).toString(16)}`)}`,
    ],
    [
      'in entities',
      (token: string) => `first line\n${token.replaceAll(/./g, (char) => `&#${char.charCodeAt(0)};`)} `,
    ],
    ['in hex', (token: string) => `first line\n${Buffer.from(token).toString('hex')}`],
    ['as a list of bytes', (token: string) => `first line\n${JSON.stringify([...Buffer.from(token)])}`],
    [
      'in base64, wrapped',
      (token: string) => `first line\n${base64(`a@example.com:${token}`).replaceAll(/.{64}/g, '$&\n')}`,
    ],
    [
      'in base64 of base64',
      (token: string) => `first line\n${base64(`Authorization: Basic ${base64(`a@example.com:${token}`)}`)}`,
    ],
    ['over lines', (token: string) => `first line\n${token.replaceAll(/.{20}/g, '$&\n')}`],
    ['in base64url', (token: string) => `first line\n${Buffer.from(`:${token}`).toString('base64url')}`],
  ])('is found %s', (_, write) => {
    const token = unmarked(prefix);
    const [sighting, ...more] = findTokens(write(token));
    expect(sighting).toMatchObject({ line: 2 });
    expect(more).toEqual([]);
    expect(token.startsWith(sighting?.excerpt.slice(0, 6) ?? '?')).toBe(true);
    expect(sighting?.excerpt.length).toBeLessThan(12);
  });
});

describe('the scanner', () => {
  it('knows whether the checksum is valid', () => {
    const token = unmarked('ATATT3xFfGF0');
    expect(findTokens(token)).toMatchObject([{ checksumFits: true }]);
    const other = token.endsWith('0') ? '1' : '0';
    expect(findTokens(token.slice(0, -1) + other)).toMatchObject([{ checksumFits: false }]);
  });

  it('recognises a token from before 2023 only by its checksum', () => {
    const body = seededBytes(10, 'old').toString('hex');
    const sum = createHash('md5').update(body).digest('hex');
    expect(findTokens(body + sum.slice(0, 4))).toHaveLength(1);
    expect(findTokens(body + sum.slice(4, 8))).toEqual([]);
  });

  it('accepts synthetic tokens, but no real one behind them', () => {
    const synthetic = [syntheticToken('valid'), syntheticToken('admin-key', 'admin')];
    for (const token of [...synthetic, ...synthetic.map(mistype)]) {
      expect(findTokens(token)).toEqual([]);
      expect(findTokens(base64(`a@example.com:${token}`))).toEqual([]);
    }
    const hidden = `ATATT3xFfGF0-example-com-not-a-real-token-${seededBytes(60, 'body').toString('base64url')}`;
    expect(findTokens(hidden)).toHaveLength(1);
  });
});

/** A token over several lines: joined again, it merges with the words around it. */
const wrapped = (token: string): string => token.replaceAll(/.{20}/g, '$&\n');

describe('a token that no setting names', () => {
  it.each([
    ['over lines, after a made-up one', (token: string) => `${syntheticToken('good')} and ${wrapped(token)}`],
    ['over lines, after a start of one', (token: string) => `ATATT3 ${'word '.repeat(400)}${wrapped(token)}`],
    ['with tags between', (token: string) => `text ${token.replaceAll(/.{12}/g, '$&<wbr>')} text`],
  ])('is found by the scan and at the choke point %s', (_, write) => {
    const text = write(unmarked('ATATT3xFfGF0'));
    expect(findTokens(text)).toHaveLength(1);
    expect(() => redact(text)).toThrow(expect.objectContaining({ code: 'secret-in-output' }));
    expect(redactReceived(text)).not.toBe(text);
  });

  it.each([
    ['in hex', (token: string) => Buffer.from(token).toString('hex')],
    ['as a list of bytes', (token: string) => JSON.stringify([...Buffer.from(token)])],
    ['in base64 of base64', (token: string) => base64(base64(`a@example.com:${token}`))],
    ['in base64 of UTF-16', (token: string) => Buffer.from(token, 'utf16le').toString('base64')],
  ])('does not pass the choke point %s', (_, write) => {
    expect(() => redact(`x ${write(unmarked('ATATT3xFfGF0'))} y`)).toThrow(
      expect.objectContaining({ code: 'secret-in-output' }),
    );
  });

  it.each([
    ['soft hyphens between', (token: string) => token.replaceAll(/./g, '$&\u00AD')],
    [
      'full-width characters',
      (token: string) => token.replaceAll(/./g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)),
    ],
  ])('is found in a UTF-8 file with %s', (_, write) => {
    expect(findTokensInBytes(Buffer.from(`text ${write(unmarked('ATATT3xFfGF0'))} text`))).toHaveLength(1);
  });
});

it('counts the lines of many tokens', () => {
  const text = Array.from({ length: 50 }, () => `\n${unmarked('ATATT3xFfGF0')}\n`).join('');
  expect(findTokens(text).map(({ line }) => line)).toEqual(Array.from({ length: 50 }, (_, i) => 2 * i + 2));
});

const PHRASE = '-example-com-not-a-real-token-';

/** A repeated text, as long as the body of a token. */
const bodyOf = (text: string, length = 171): string =>
  text.repeat(Math.ceil(length / text.length)).slice(0, length);

const another = (text: string, ...at: readonly number[]): string =>
  Array.from(text, (char, i) => (at.includes(i) ? 'Q' : char)).join('');

describe('whether a token declares itself synthetic', () => {
  const valid = syntheticToken('valid');
  const last = valid.length - 10;
  it.each<readonly [what: string, token: string, phrase: string | undefined]>([
    ['a made-up one', valid, `${PHRASE}valid`],
    ['that of an organisation', syntheticToken('admin-key', 'admin'), `${PHRASE}admin-key`],
    ['that of a service account', syntheticToken('scoped', 'service'), `${PHRASE}scoped`],
    ['one with a label of several words', syntheticToken('old-and-good'), `${PHRASE}old-and-good`],
    ['one with no label', syntheticToken(''), PHRASE],
    ['a mistyped one', mistype(valid), `${PHRASE}valid`],
    [
      'one with a character of its second phrase changed',
      another(valid, PHRASE.length + 32),
      `${PHRASE}valid`,
    ],
    ['one with its last character changed', another(valid, last), `${PHRASE}valid`],
    ['one with two characters changed', another(valid, 80, last), undefined],
    ['one with a wrong checksum', `${valid.slice(0, -8)}00000000`, `${PHRASE}valid`],
    ['one without a checksum', valid.slice(0, -9), `${PHRASE}valid`],
    ['one that ends at the sign', valid.slice(0, -8), `${PHRASE}valid`],
    ['one without its start', valid.slice(12), `${PHRASE}valid`],
    ['one with the start of another product', `ATBTT3${bodyOf(`${PHRASE}x`)}`, `${PHRASE}x`],
    ['one phrase alone', `ATATT3xFfGF0${PHRASE}x`, `${PHRASE}x`],
    [
      'one with a real end',
      `${valid.slice(0, 100)}${seededBytes(60, 'body').toString('base64url')}`,
      undefined,
    ],
    ['one with a real start', `ATATT3xFfGF0Qa${bodyOf(`${PHRASE}x`)}`, undefined],
    ['one whose label has a digit', `ATATT3xFfGF0${bodyOf(`${PHRASE}x1`)}`, undefined],
    ['one whose label has a capital', `ATATT3xFfGF0${bodyOf(`${PHRASE}X`)}`, undefined],
    ['one that repeats only a part', `ATATT3xFfGF0${bodyOf('-example-com-not-a-real-')}`, undefined],
    ['one with a character of its first phrase changed', another(valid, 14), undefined],
    [
      'one with the start of a token in its middle',
      `${valid.slice(12, 80)}ATATT3xFfGF0${valid.slice(80)}`,
      undefined,
    ],
    ['one with a checksum in its middle', `${valid.slice(0, 80)}=0123ABCD${valid.slice(80, -9)}`, undefined],
    ['one with a sign in its middle', `${valid.slice(0, 80)}=${valid.slice(80, -9)}`, undefined],
    ['one without the sign before its checksum', valid.replace('=', ''), `${PHRASE}valid`],
    ['a real one', unmarked('ATATT3xFfGF0'), undefined],
    ['nothing', '', undefined],
  ])('is known for %s', (_, token, phrase) => {
    expect(syntheticPhrase(token)).toBe(phrase);
    expect(isSynthetic(token)).toBe(phrase !== undefined);
  });
});

describe('a finding of the scanner', () => {
  const user = unmarked('ATATT3xFfGF0');
  const admin = unmarked('ATCTT3xFfG');
  const body = seededBytes(10, 'old').toString('hex');
  const older = body + createHash('md5').update(body).digest('hex').slice(0, 4);
  it.each<readonly [what: string, text: string, kind: string, fits: boolean]>([
    ['of a user', `x ${user} y`, 'API token', true],
    ['of an organisation', `x ${admin} y`, 'Admin API key', true],
    ['of before 2023', `x ${older} y`, 'API token of before 2023', true],
    ['of a user, in base64', `x ${base64(`a@x.io:${user}`)} y`, 'API token in base64', true],
    ['of an organisation, in base64', `x ${base64(`a@x.io:${admin}`)} y`, 'Admin API key in base64', true],
    [
      'of a user, in entities',
      `x ${user.replaceAll('_', '&lowbar;').replace('A', '&#65;')} y`,
      'API token, escaped',
      true,
    ],
    [
      'of a user, in base64 in percent',
      `x ${base64(`a@x.io:${user}`).replaceAll(/./g, (char) => `%${char.charCodeAt(0).toString(16)}`)} y`,
      'API token in base64, escaped',
      true,
    ],
    [
      'of a user, in base64 of base64',
      `x ${base64(base64(`a@x.io:${user}`))} y`,
      'API token in base64',
      true,
    ],
    ['of a user, in hex', `x ${Buffer.from(user).toString('hex')} y`, 'API token in bytes', true],
    ['of a user, as bytes', `x ${Buffer.from(user).join(' ')} y`, 'API token in bytes', true],
    ['of a user, in pieces', `x ${user.replaceAll(/.{4}/g, '$& ')} y`, 'API token, divided', true],
    [
      'of a user, in base64 in pieces',
      `x ${base64(`a@x.io:${user}`).replaceAll(/.{8}/g, '$& ')} y`,
      'API token in base64, divided',
      true,
    ],
    ['of a user, with tags', `x ${user.replaceAll(/.{4}/g, '$&<b>')} y`, 'API token, divided', true],
    ['of a user, with letters behind it', `x ${user}abc y`, 'API token', true],
    ['of a user, cut off', `x ${user.slice(0, 36)} y`, 'API token', false],
    ['of a user, with another character', `x ${mistype(user)} y`, 'API token', false],
  ])('shows the kind, %s', (_, text, kind, fits) => {
    expect(findTokens(text)).toEqual([
      { kind, line: 1, checksumFits: fits, excerpt: expect.stringMatching(/^.{6}…$/u) },
    ]);
  });

  it.each([
    ['what tokens begin with', 'ATATT3xFfGF0 and ATATT3'],
    ['a token that is too short', `x ${user.slice(0, 35)} y`],
    ['a word', 'ATTTTTT3 and ATaTT3xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'],
    ['24 characters of hex', `x ${body}0000 y`],
    ['an old token within a longer word', `x ${older}a y`],
    ['an old token behind a letter', `x a${older} y`],
    ['an old token with a wrong sum', `x ${older.slice(0, 20)}zzzz y`],
  ])('does not exist for %s', (_, text) => {
    expect(findTokens(text)).toEqual([]);
  });

  it('shows the first and simplest way to find the token', () => {
    const both = `${user} ${base64(`a@x.io:${admin}`)}\n${older}`;
    expect(findTokens(both).map(({ kind, line }) => [kind, line])).toEqual([
      ['API token', 1],
      ['Admin API key in base64', 1],
      ['API token of before 2023', 2],
    ]);
    const text = `${wrapped(user)}\n.\n${wrapped(admin)}`;
    expect(findTokens(text)).toMatchObject([
      { kind: 'API token, divided', line: 1 },
      { kind: 'Admin API key, divided', line: text.slice(0, text.indexOf('ATCTT3')).split('\n').length },
    ]);
  });

  it.each([0, 1, 2])('exists for base64 after the longest possible header, at alignment %i', (shift) => {
    for (const before of [0, 3, 90, 240]) {
      const text = base64(`${'u'.repeat(before + shift)}:${user}`);
      expect(findTokens(`Basic ${text} y`)).toMatchObject([{ checksumFits: true }]);
    }
  });

  it('exists twice if one token ends at the start of another', () => {
    const run = base64(`ab:${admin}`).replace(/=*$/, '==');
    expect(findTokens(`${run}${user}`).map(({ kind }) => kind)).toEqual([
      'Admin API key in base64',
      'API token',
    ]);
  });

  it('exists for each of many runs of base64, and twice in one', () => {
    const run = base64(`a@x.io:${user}`);
    expect(findTokens(`${run} ${run}\n${run}`)).toHaveLength(3);
    const two = base64(`${user} ${admin}`);
    expect(findTokens(two)).toHaveLength(1);
    expect(findTokens(`"${two}"`)).toMatchObject([{ checksumFits: true }]);
  });
});

const cut = (text: string, found: readonly { from: number; to: number }[]): string[] =>
  found.map(({ from, to }) => text.slice(from, to));

const joined = (text: string) =>
  unescapedReadings(originalReading(text), 'unescaped').at(-1) ?? originalReading('');

describe('tokens in a reading', () => {
  const user = unmarked('ATATT3xFfGF0');
  const admin = unmarked('ATCTT3xFfG');
  const body = seededBytes(10, 'old').toString('hex');
  const older = body + createHash('md5').update(body).digest('hex').slice(0, 4);
  const unpadded = base64(`ab:${admin}`).replace(/=+$/, '');

  it.each([
    ['words', `x ${user} ${admin}, y`, [user, admin]],
    ['a word without a checksum', `x ${user.slice(0, 60)} y`, [user.slice(0, 60)]],
    ['base64', `x ${base64(`a:${user}`)} y`, [base64(`a:${user}`)]],
    ['base64 with padding', `x ${unpadded}= y`, [`${unpadded}=`]],
    ['base64 with all padding that there can be', `x ${unpadded}==== y`, [`${unpadded}==`]],
    ['base64 without padding', `x ${unpadded} y`, [unpadded]],
    ['base64 at the end', `x ${unpadded}`, [unpadded]],
    ['an old one', `x ${older} y`, [older]],
    ['a made-up one', syntheticToken('x'), []],
    ['none', 'ATATT3 and 3TTATA', []],
  ])('of the original text are complete: %s', (_, text, tokens) => {
    expect(cut(text, atlassianTokens(originalReading(text)))).toEqual(tokens);
  });

  it('are found in each of many runs of base64, once, and both of two in one run', () => {
    const [one, other] = [base64(`a@x.io:${user}`), base64(`ab@x.io:${admin}`)].map((run) =>
      run.replace(/=+$/, ''),
    );
    const two = base64(`${user} ${admin}`).replace(/=+$/, '');
    const text = `${one} ${other},= ${two}; ${one}`;
    expect(cut(text, atlassianTokens(originalReading(text)))).toEqual([one, other, two, two, one]);
    expect(cut(two, atlassianTokens(originalReading(two)))).toEqual([two, two]);
  });

  it.each([
    ['one behind a word', `word ${user} word`, [user]],
    ['two behind each other', `${user} ${admin} word`, [user, admin]],
    ['one behind the start of another', `ATATT3 ${'word '.repeat(10)} ${user}`, [user]],
    ['one behind a made-up one', `${syntheticToken('x')} ${user}`, [user]],
    ['one whose checksum does not fit', `x ${mistype(user)} y`, []],
    ['an old one', `x ${older} y`, []],
    ['a made-up one', `x ${syntheticToken('x')} y`, []],
  ])('with joined words end with their checksum: %s', (_, text, tokens) => {
    const reading = joined(text);
    const shown = String.fromCharCode(...reading.codes);
    expect(cut(shown, atlassianTokens(reading))).toEqual(tokens);
  });

  it('of decoded text are separate words', () => {
    const text = `x ${user} ${base64(`a:${admin}`)} ${syntheticToken('x')} y`;
    expect(cut(text, decodedAtlassianTokens(originalReading(text)))).toEqual([user]);
    expect(decodedAtlassianTokens(originalReading('nothing'))).toEqual([]);
  });

  it('are possible only if their prefix occurs', () => {
    expect(mayHoldToken(originalReading('xTT3x'))).toBe(true);
    for (const text of ['', 'TT', 'T T3', 'tt3', 'T3TT'])
      expect(mayHoldToken(originalReading(text))).toBe(false);
  });

  it('are synthetic if they declare it, as words and in base64', () => {
    const [one, other] = [syntheticToken('one'), syntheticToken('other')];
    const run = base64(`a@x.io:${other}`);
    const text = `${one} ${user} ${run}`;
    expect(syntheticTokens(text)).toEqual([
      { from: 0, to: one.length, phrase: `${PHRASE}one` },
      { from: text.indexOf(run), to: text.length, phrase: `${PHRASE}other` },
    ]);
    expect(syntheticTokens(`${user} none`)).toEqual([]);
  });
});
