import { describe, expect, it } from 'vitest';
import type { CredentialName } from '../contract/credentials.ts';
import { SYNTHETIC_IDENTITY, type Identity } from '../contract/identity.ts';
import type { PlannedRequest } from '../http/planned-request.ts';
import { countedLogin, loginOf, ownerOf, type Account } from './account.ts';
import { settingsFor } from './live.fixture.ts';

const SETTINGS = settingsFor('http://127.0.0.1:1');

const withIdentity = (identity: Partial<Identity>): typeof SETTINGS => ({
  ...SETTINGS,
  identity: { ...SYNTHETIC_IDENTITY, ...identity },
});

const OWNER: Account = { key: 'owner@example.com', name: expect.stringContaining('JIRA_EMAIL') as string };

describe('the login of a credential', () => {
  it.each<[CredentialName, string, RegExp]>([
    ['valid', 'owner@example.com', /JIRA_EMAIL/],
    ['email-mismatch', 'colleague@example.com', /JIRA_OTHER_EMAIL/],
    ['deactivated', 'former@example.com', /JIRA_DEACTIVATED_EMAIL/],
    ['unknown-email', 'nobody@example.com', /^(?!.*JIRA)/],
    // One that names no email counts for the owner.
    ['missing', 'owner@example.com', /JIRA_EMAIL/],
    ['bearer-token', 'owner@example.com', /JIRA_EMAIL/],
    ['gateway-bearer', 'owner@example.com', /JIRA_EMAIL/],
    // The email of the tokens with scopes is that of the account unless it was given.
    ['gateway-scoped', 'owner@example.com', /JIRA_EMAIL/],
  ])('%s', (name, key, variable) => {
    const { account, owner } = loginOf(name, SETTINGS);
    expect(account).toEqual({ key, name: expect.stringMatching(variable) as string });
    expect(owner).toEqual(OWNER);
  });

  it('is that of the scoped tokens if they have their own email', () => {
    const settings = withIdentity({ scopedEmail: 'scoped@example.com' });
    expect(loginOf('gateway-scoped', settings).account).toEqual({
      key: 'scoped@example.com',
      name: expect.stringContaining('JIRA_SCOPED_EMAIL') as string,
    });
    expect(loginOf('valid', settings).account).toEqual(OWNER);
    expect(ownerOf(settings)).toEqual(OWNER);
  });

  it('is, for the owner, that of the scoped tokens if there is no other', () => {
    const settings = withIdentity({ email: '', scopedEmail: 'scoped@example.com' });
    expect(ownerOf(settings)).toMatchObject({ key: 'scoped@example.com' });
    expect(loginOf('missing', settings).account).toMatchObject({ key: 'scoped@example.com' });
  });

  it('names the variable with its prefix if there are several sites', () => {
    expect(ownerOf({ ...SETTINGS, prefix: 'ACME_' }).name).toContain('ACME_JIRA_EMAIL');
  });

  it('should succeed, should fail, or is not a login', () => {
    const standings = (['valid', 'revoked', 'missing'] as const).map(
      (name) => loginOf(name, SETTINGS).standing,
    );
    expect(standings).toEqual(['valid', 'invalid', 'none']);
  });
});

it('identifies a request across repetitions, and does not contain its header', () => {
  const login = loginOf('revoked', SETTINGS);
  const request: PlannedRequest = {
    origin: 'https://acme.atlassian.net',
    path: '/rest/api/3/myself',
    query: { a: 'b' },
    authorization: 'Basic c2VjcmV0',
  };
  const keyOf = (changed: Partial<PlannedRequest>): string | undefined =>
    countedLogin(login, { ...request, ...changed }).request;
  expect(countedLogin(login, request)).toEqual({ ...login, request: keyOf({}) });
  expect(keyOf({})).not.toMatch(/c2VjcmV0/);
  const keys = [
    keyOf({}),
    keyOf({ origin: 'https://api.atlassian.com' }),
    keyOf({ path: '/rest/api/3/project' }),
    keyOf({ query: {} }),
    keyOf({ authorization: 'Basic b3RoZXI=' }),
    keyOf({ authorization: null }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(keyOf({})).toBe(countedLogin(loginOf('revoked', SETTINGS), { ...request }).request);
});
