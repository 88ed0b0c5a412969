import { describe, expect, it } from 'vitest';
import type { Answer } from '../classify/answer.ts';
import type { CredentialName } from '../contract/credentials.ts';
import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import { CLAIMS, claimsOf, contradicts, type Claim } from './claims.ts';
import { whyDead, credentialsUsing, OWN_CHECKS } from './own-credentials.ts';

const ACCEPTED: Answer = { status: 200, treatment: 'accepted', mark: 'account-id' };
const REFUSED: Answer = { status: 401, treatment: 'refused', mark: 'unauthorized' };
const IGNORED: Answer = { status: 200, treatment: 'ignored', mark: 'no-account-id' };
const TROUBLE: Answer = { status: 503, treatment: 'inconclusive', mark: 'server-error' };

const SCOPE = 'FAILURE_CLIENT_SCOPE_CHECK';

const claimOf = (name: CredentialName): Claim => {
  const found = CLAIMS.find(({ credential }) => credential === name);
  if (!found) throw new Error(`no claim of ${name}`);
  return found;
};

describe('the claim of a credential', () => {
  it.each<[CredentialName, Answer, boolean | undefined]>([
    ['valid', ACCEPTED, false],
    ['valid', REFUSED, true],
    ['valid', IGNORED, true],
    ['valid', TROUBLE, undefined],
    ['revoked', ACCEPTED, true],
    ['revoked', REFUSED, false],
    ['revoked', IGNORED, false],
    ['revoked', TROUBLE, undefined],
    ['gateway-scope-missing', ACCEPTED, true],
    ['gateway-scope-missing', REFUSED, false],
    ['gateway-scope-missing', { ...REFUSED, failureCategory: SCOPE }, false],
    ['gateway-scope-missing', { ...REFUSED, failureCategory: null }, false],
    // It is refused for another reason than the scope: it does not live.
    ['gateway-scope-missing', { ...REFUSED, failureCategory: 'FAILURE_CLIENT_AUTH' }, true],
    // Nothing is claimed of the reason of any other refusal.
    ['revoked', { ...REFUSED, failureCategory: 'FAILURE_CLIENT_AUTH' }, false],
  ])('%s, after %j', (name, answer, expected) => {
    expect(contradicts(claimOf(name), answer)).toBe(expected);
  });

  it('is that it works, or that it does not', () => {
    expect(Object.fromEntries(CLAIMS.map(({ credential, works }) => [credential, works]))).toEqual({
      valid: true,
      revoked: false,
      expired: false,
      'email-mismatch': false,
      'scoped-on-site': false,
      deactivated: false,
      'gateway-scoped': true,
      'gateway-bearer': true,
      'gateway-scope-missing': false,
      'admin-key': true,
      'admin-key-revoked': false,
    });
  });

  const GATEWAY = ['gateway-scoped', 'gateway-bearer'];
  const { scopedToken, serviceToken } = SYNTHETIC_IDENTITY;

  it.each<[string, Partial<typeof SYNTHETIC_IDENTITY>, string[]]>([
    ["a user's token", { gatewayToken: scopedToken, scopedToken, serviceToken: '' }, ['gateway-scoped']],
    [
      "a service account's token",
      { gatewayToken: serviceToken, scopedToken: '', serviceToken },
      ['gateway-bearer'],
    ],
    ['no token', { gatewayToken: '', scopedToken: '', serviceToken: '' }, ['gateway-scoped']],
  ])('is, of the two kinds of gateway token, for the one that the identity has: %s', (_, part, expected) => {
    const claims = claimsOf({ ...SYNTHETIC_IDENTITY, ...part }).map(({ credential }) => credential);
    expect(claims.filter((name) => GATEWAY.includes(name))).toEqual(expected);
    expect(claims.filter((name) => !GATEWAY.includes(name))).toHaveLength(CLAIMS.length - GATEWAY.length);
  });
});

describe('the checks of own credentials', () => {
  it('cover the credentials that should be alive, except the valid token', () => {
    expect(OWN_CHECKS.map(({ credential, part }) => [credential, part])).toEqual([
      ['gateway-scoped', 'scopedToken'],
      ['gateway-bearer', 'serviceToken'],
      ['gateway-scope-missing', 'underScopedToken'],
      ['admin-key', 'adminKey'],
    ]);
  });

  it.each<[Parameters<typeof credentialsUsing>[0], CredentialName[]]>([
    ['adminKey', ['admin-key', 'admin-key-mistyped', 'admin-key-on-site']],
    ['underScopedToken', ['gateway-scope-missing']],
    [
      'scopedToken',
      ['scoped-on-site', 'gateway-scoped', 'gateway-bearer', 'gateway-mistyped', 'gateway-email-mismatch'],
    ],
    ['revokedToken', ['revoked', 'gateway-rejected']],
  ])('find all credentials that use %s', (part, expected) => {
    expect(credentialsUsing(part)).toEqual(expected);
  });

  it.each<[string, Answer, RegExp | undefined]>([
    ['admin-key', ACCEPTED, undefined],
    ['admin-key', TROUBLE, undefined],
    ['admin-key', REFUSED, /JIRA_ADMIN_API_KEY.*401/],
    ['gateway-scope-missing', { ...REFUSED, failureCategory: SCOPE }, undefined],
    [
      'gateway-scope-missing',
      { ...REFUSED, failureCategory: 'FAILURE_X' },
      /JIRA_UNDERSCOPED_TOKEN.*401.*FAILURE_X/,
    ],
  ])('show whether one is dead: %s, %j', (name, answer, expected) => {
    const check = OWN_CHECKS.find(({ credential }) => credential === name);
    const why = check && whyDead(check, answer);
    expect(why === undefined).toBe(expected === undefined);
    expect(why ?? '').toMatch(expected ?? /^$/);
  });
});
