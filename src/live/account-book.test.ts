import { describe, expect, it } from 'vitest';
import type { Answer } from '../classify/answer.ts';
import type { CredentialName } from '../contract/credentials.ts';
import type { ResponseHead } from '../evidence/raw-response.ts';
import { AccountBook, MAX_FAILED_LOGINS } from './account-book.ts';
import { loginOf, type Login } from './account.ts';
import { settingsFor } from './live.fixture.ts';

const ORIGIN = 'http://127.0.0.1:1';

const CAPTCHA: ResponseHead = {
  status: 503,
  headers: { 'x-seraph-loginreason': ['OK', 'Authentication_Denied'] },
};

const counted = (login: Login): Login => ({ ...login, request: 'one request' });

const REFUSED = { status: 401, treatment: 'refused', mark: 'unauthorized' } as const;

const times = (count: number, act: () => void): void => {
  for (let i = 0; i < count; i += 1) act();
};

describe('the account book', () => {
  it.each([
    ['letter case', 'OWNER@Example.COM'],
    ['spaces around it', ' owner@example.com\n'],
    ['compatible letters', 'ｏｗｎｅｒ@example.com'],
  ])('recognises an email in spite of %s', (_, written) => {
    const book = new AccountBook();
    const settings = settingsFor(ORIGIN);
    const again = { ...settings, identity: { ...settings.identity, email: written } };
    book.gateOf(loginOf('revoked', settings)).onHead(CAPTCHA);
    expect(book.ownChallenge(again)).toBeDefined();
    expect(book.refusalFor(loginOf('valid', again))).toBeDefined();
  });

  it('treats composed and decomposed letters as equal', () => {
    const book = new AccountBook();
    const settings = settingsFor(ORIGIN);
    const [one, two] = ['NFC', 'NFD'].map((form) => ({
      ...settings,
      identity: { ...settings.identity, email: 'josé@example.com'.normalize(form) },
    }));
    if (!one || !two) throw new Error('two settings');
    book.gateOf(loginOf('revoked', one)).onHead(CAPTCHA);
    expect(book.ownChallenge(two)).toBeDefined();
  });

  it.each(['bearer-token', 'lowercase-bearer', 'no-colon', 'empty-user', 'not-base64', 'admin-key'] as const)(
    'counts %s, which names no email, for the owner',
    (credential) => {
      const book = new AccountBook();
      const settings = settingsFor(ORIGIN);
      book.gateOf(loginOf(credential, settings)).onHead(CAPTCHA);
      expect(book.ownChallenge(settings)).toBeDefined();
    },
  );

  it('blocks only the affected account, and names its variable', () => {
    const book = new AccountBook();
    const settings = settingsFor(ORIGIN);
    book.gateOf(loginOf('email-mismatch', settings)).onHead(CAPTCHA);
    expect(book.ownChallenge(settings)).toBeUndefined();
    expect(book.refusalFor(loginOf('revoked', settings))).toBeUndefined();
    expect(book.challenge(settings)).toContain('JIRA_OTHER_EMAIL');
    expect(book.challenge(settings)).not.toContain('@');
  });

  it('limits the refusals of a credential, and the failed attempts', () => {
    const settings = settingsFor(ORIGIN);
    const login = counted(loginOf('revoked', settings));
    const [refusals, losses] = [new AccountBook(), new AccountBook()];
    times(MAX_FAILED_LOGINS - 1, () => {
      refusals.count(login, REFUSED);
      losses.gateOf(login).onFailure();
    });
    expect([refusals, losses].map((book) => book.refusalFor(login))).toEqual([undefined, undefined]);
    refusals.count(login, REFUSED);
    losses.gateOf(login).onFailure();
    for (const book of [refusals, losses]) expect(book.gateOf(login).refusal()).toBeDefined();
    expect(refusals.refusalFor({ ...login, request: 'another request' })).toBeUndefined();
  });

  it('counts neither failures of the site for a working token nor refusals without a credential', () => {
    const settings = settingsFor(ORIGIN);
    const book = new AccountBook();
    times(10, () => {
      book.gateOf(counted(loginOf('valid', settings))).onFailure();
      book.count(counted(loginOf('missing', settings)), REFUSED);
    });
    expect(book.refusalFor(counted(loginOf('valid', settings)))).toBeUndefined();
    expect(book.refusalFor(counted(loginOf('missing', settings)))).toBeUndefined();
  });

  it.each<[CredentialName, Answer, 'answer' | 'failure' | 'ignored']>([
    ['revoked', REFUSED, 'answer'],
    ['revoked', { status: 200, treatment: 'ignored', mark: 'no-account-id' }, 'answer'],
    ['revoked', { status: 200, treatment: 'accepted', mark: 'account-id' }, 'answer'],
    ['revoked', { status: 422, treatment: 'inconclusive', mark: 'unexpected' }, 'answer'],
    // No login took place behind an edge page, unless the status is a refusal.
    ['revoked', { status: 200, treatment: 'inconclusive', mark: 'edge-page' }, 'failure'],
    ['revoked', { status: 404, treatment: 'inconclusive', mark: 'site-unavailable' }, 'failure'],
    ['revoked', { status: 403, treatment: 'inconclusive', mark: 'edge-page' }, 'answer'],
    ['revoked', { status: 401, treatment: 'inconclusive', mark: 'edge-page' }, 'answer'],
    // The client has already counted these when it retried.
    ['revoked', { status: 429, treatment: 'inconclusive', mark: 'rate-limited' }, 'ignored'],
    ['revoked', { status: 503, treatment: 'inconclusive', mark: 'server-error' }, 'ignored'],
    ['valid', { status: 200, treatment: 'accepted', mark: 'account-id' }, 'ignored'],
    ['valid', REFUSED, 'answer'],
    ['valid', { status: 200, treatment: 'inconclusive', mark: 'edge-page' }, 'ignored'],
    ['missing', REFUSED, 'ignored'],
  ])('counts an answer to %s as a failed login or not: %j', (credential, answer, expected) => {
    const login = counted(loginOf(credential, settingsFor(ORIGIN)));
    const book = new AccountBook();
    times(MAX_FAILED_LOGINS, () => book.count(login, answer));
    expect(book.refusalFor(login) === undefined).toBe(expected === 'ignored');
    const mixed = new AccountBook();
    times(MAX_FAILED_LOGINS - 1, () => mixed.gateOf(login).onFailure());
    mixed.count(login, answer);
    expect(mixed.refusalFor(login) === undefined).toBe(expected !== 'failure');
  });

  it('counts nothing for a login without a request key', () => {
    const login = loginOf('revoked', settingsFor(ORIGIN));
    const book = new AccountBook();
    times(10, () => {
      book.count(login, REFUSED);
      book.gateOf(login).onFailure();
    });
    expect(book.refusalFor(login)).toBeUndefined();
    expect(book.refusalFor(counted(login))).toBeUndefined();
  });

  it('blocks an account only for a CAPTCHA', () => {
    const settings = settingsFor(ORIGIN);
    const book = new AccountBook();
    book.gateOf(loginOf('revoked', settings)).onHead({ status: 401, headers: {} });
    expect(book.challenge(settings)).toBeUndefined();
  });

  it('names the variable for which an account was first blocked as well, if it has two', () => {
    const settings = settingsFor(ORIGIN);
    const identity = { ...settings.identity, deactivatedEmail: settings.identity.email };
    const book = new AccountBook();
    book.gateOf(loginOf('deactivated', { ...settings, identity })).onHead(CAPTCHA);
    book.gateOf(loginOf('revoked', settings)).onHead(CAPTCHA);
    expect(book.ownChallenge(settings)?.match(/JIRA_\w+/g)).toEqual(['JIRA_EMAIL', 'JIRA_DEACTIVATED_EMAIL']);
    expect(book.refusalFor(loginOf('deactivated', { ...settings, identity }))?.match(/JIRA_\w+/g)).toEqual([
      'JIRA_EMAIL',
      'JIRA_DEACTIVATED_EMAIL',
    ]);
    const plain = new AccountBook();
    plain.gateOf(loginOf('revoked', settings)).onHead(CAPTCHA);
    expect(plain.ownChallenge(settings)?.match(/JIRA_\w+/g)).toEqual(['JIRA_EMAIL']);
    expect(plain.challenge(settings)).toBe(plain.ownChallenge(settings));
  });
});
