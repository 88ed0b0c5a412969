import { describe, expect, it } from 'vitest';
import type { Answer } from '../classify/answer.ts';
import type { CredentialName } from '../contract/credentials.ts';
import type { ResponseHead } from '../evidence/raw-response.ts';
import { AccountBook, ANSWERS_AT_MOST } from './account-book.ts';
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

describe('the book of accounts', () => {
  it.each([
    ['letter case', 'OWNER@Example.COM'],
    ['spaces around it', ' owner@example.com\n'],
    ['compatible letters', 'ｏｗｎｅｒ@example.com'],
  ])('knows an email again in spite of %s', (_, written) => {
    const book = new AccountBook();
    const settings = settingsFor(ORIGIN);
    const again = { ...settings, identity: { ...settings.identity, email: written } };
    book.gateOf(loginOf('revoked', settings)).onHead(CAPTCHA);
    expect(book.ownChallenge(again)).toBeDefined();
    expect(book.whyNot(loginOf('valid', again))).toBeDefined();
  });

  it('knows a composed letter and a decomposed one as the same', () => {
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

  it('closes another account alone, and says which by its variable', () => {
    const book = new AccountBook();
    const settings = settingsFor(ORIGIN);
    book.gateOf(loginOf('email-mismatch', settings)).onHead(CAPTCHA);
    expect(book.ownChallenge(settings)).toBeUndefined();
    expect(book.whyNot(loginOf('revoked', settings))).toBeUndefined();
    expect(book.challenge(settings)).toContain('JIRA_OTHER_EMAIL');
    expect(book.challenge(settings)).not.toContain('@');
  });

  it('lets no more than a few answers refuse a credential, and no more than a few attempts fail', () => {
    const settings = settingsFor(ORIGIN);
    const login = counted(loginOf('revoked', settings));
    const [refusals, losses] = [new AccountBook(), new AccountBook()];
    times(ANSWERS_AT_MOST - 1, () => {
      refusals.note(login, REFUSED);
      losses.gateOf(login).onFailure();
    });
    expect([refusals, losses].map((book) => book.whyNot(login))).toEqual([undefined, undefined]);
    refusals.note(login, REFUSED);
    losses.gateOf(login).onFailure();
    for (const book of [refusals, losses]) expect(book.gateOf(login).refusal()).toBeDefined();
    expect(refusals.whyNot({ ...login, request: 'another request' })).toBeUndefined();
  });

  it('does not hold trouble of the site against a token that works, nor a refusal against no credential', () => {
    const settings = settingsFor(ORIGIN);
    const book = new AccountBook();
    times(10, () => {
      book.gateOf(counted(loginOf('valid', settings))).onFailure();
      book.note(counted(loginOf('missing', settings)), REFUSED);
    });
    expect(book.whyNot(counted(loginOf('valid', settings)))).toBeUndefined();
    expect(book.whyNot(counted(loginOf('missing', settings)))).toBeUndefined();
  });

  it.each<[CredentialName, Answer, 'counts' | 'is lost' | 'is none']>([
    ['revoked', REFUSED, 'counts'],
    ['revoked', { status: 200, treatment: 'ignored', mark: 'no-account-id' }, 'counts'],
    ['revoked', { status: 200, treatment: 'accepted', mark: 'account-id' }, 'counts'],
    ['revoked', { status: 422, treatment: 'inconclusive', mark: 'unexpected' }, 'counts'],
    // Behind a page of an edge no login took place, unless it refuses.
    ['revoked', { status: 200, treatment: 'inconclusive', mark: 'edge-page' }, 'is lost'],
    ['revoked', { status: 404, treatment: 'inconclusive', mark: 'site-unavailable' }, 'is lost'],
    ['revoked', { status: 403, treatment: 'inconclusive', mark: 'edge-page' }, 'counts'],
    ['revoked', { status: 401, treatment: 'inconclusive', mark: 'edge-page' }, 'counts'],
    // What the client tries again it has counted.
    ['revoked', { status: 429, treatment: 'inconclusive', mark: 'rate-limited' }, 'is none'],
    ['revoked', { status: 503, treatment: 'inconclusive', mark: 'server-error' }, 'is none'],
    ['valid', { status: 200, treatment: 'accepted', mark: 'account-id' }, 'is none'],
    ['valid', REFUSED, 'counts'],
    ['valid', { status: 200, treatment: 'inconclusive', mark: 'edge-page' }, 'is none'],
    ['missing', REFUSED, 'is none'],
  ])('counts an answer to %s as a failed login or not: %j', (credential, answer, expected) => {
    const login = counted(loginOf(credential, settingsFor(ORIGIN)));
    const book = new AccountBook();
    times(ANSWERS_AT_MOST, () => book.note(login, answer));
    expect(book.whyNot(login) === undefined).toBe(expected === 'is none');
    const mixed = new AccountBook();
    times(ANSWERS_AT_MOST - 1, () => mixed.gateOf(login).onFailure());
    mixed.note(login, answer);
    expect(mixed.whyNot(login) === undefined).toBe(expected !== 'is lost');
  });

  it('counts nothing of a request that is not counted', () => {
    const login = loginOf('revoked', settingsFor(ORIGIN));
    const book = new AccountBook();
    times(10, () => {
      book.note(login, REFUSED);
      book.gateOf(login).onFailure();
    });
    expect(book.whyNot(login)).toBeUndefined();
    expect(book.whyNot(counted(login))).toBeUndefined();
  });

  it('hears of a CAPTCHA alone', () => {
    const settings = settingsFor(ORIGIN);
    const book = new AccountBook();
    book.gateOf(loginOf('revoked', settings)).onHead({ status: 401, headers: {} });
    expect(book.challenge(settings)).toBeUndefined();
  });

  it('says by which variable an account was closed first, where it has two', () => {
    const settings = settingsFor(ORIGIN);
    const identity = { ...settings.identity, deactivatedEmail: settings.identity.email };
    const book = new AccountBook();
    book.gateOf(loginOf('deactivated', { ...settings, identity })).onHead(CAPTCHA);
    book.gateOf(loginOf('revoked', settings)).onHead(CAPTCHA);
    expect(book.ownChallenge(settings)?.match(/JIRA_\w+/g)).toEqual(['JIRA_EMAIL', 'JIRA_DEACTIVATED_EMAIL']);
    expect(book.whyNot(loginOf('deactivated', { ...settings, identity }))?.match(/JIRA_\w+/g)).toEqual([
      'JIRA_EMAIL',
      'JIRA_DEACTIVATED_EMAIL',
    ]);
    const plain = new AccountBook();
    plain.gateOf(loginOf('revoked', settings)).onHead(CAPTCHA);
    expect(plain.ownChallenge(settings)?.match(/JIRA_\w+/g)).toEqual(['JIRA_EMAIL']);
    expect(plain.challenge(settings)).toBe(plain.ownChallenge(settings));
  });
});
