import { describe, expect, it } from 'vitest';
import { CREDENTIALS, credentialNamed, findCredential, type CredentialName } from './credentials.ts';
import { SYNTHETIC_IDENTITY as ID, type Identity } from './identity.ts';
import { mistype, truncate } from './authorization.ts';

/** The scheme and value of a header, with the base64 of Basic decoded. */
const presented = (name: CredentialName, identity: Identity = ID): string | null => {
  const value = credentialNamed(name).header(identity);
  const encoded = /^Basic (?<text>[A-Za-z0-9+/]+=*)$/.exec(value ?? '')?.groups?.['text'];
  return encoded === undefined ? value : `Basic ${Buffer.from(encoded, 'base64').toString('utf8')}`;
};

type Row = [CredentialName, string, string, string | null];

const TABLE: Row[] = [
  ['valid', 'valid', 'site', `Basic ${ID.email}:${ID.apiToken}`],
  ['missing', 'none', 'site', null],
  ['empty-token', 'invalid', 'site', `Basic ${ID.email}:`],
  ['mistyped', 'invalid', 'site', `Basic ${ID.email}:${mistype(ID.apiToken)}`],
  ['truncated', 'invalid', 'site', `Basic ${ID.email}:${truncate(ID.apiToken)}`],
  ['revoked', 'invalid', 'site', `Basic ${ID.email}:${ID.revokedToken}`],
  ['expired', 'invalid', 'site', `Basic ${ID.email}:${ID.expiredToken}`],
  ['email-mismatch', 'invalid', 'site', `Basic ${ID.otherEmail}:${ID.apiToken}`],
  ['unknown-email', 'invalid', 'site', `Basic ${ID.unknownEmail}:${ID.apiToken}`],
  ['unknown-account', 'invalid', 'site', `Basic ${ID.unknownEmail}:${ID.neverIssuedToken}`],
  ['password', 'invalid', 'site', `Basic ${ID.email}:${ID.password}`],
  ['no-colon', 'invalid', 'site', `Basic ${ID.apiToken}`],
  ['not-base64', 'invalid', 'site', 'Basic %%%not*base64%%%'],
  ['empty-user', 'invalid', 'site', `Basic :${ID.apiToken}`],
  ['two-colons', 'invalid', 'site', `Basic ${ID.email}:${ID.apiToken}:extra`],
  ['trailing-newline', 'invalid', 'site', `Basic ${ID.email}:${ID.apiToken}\n`],
  ['bearer-token', 'invalid', 'site', `Bearer ${ID.apiToken}`],
  ['lowercase-bearer', 'invalid', 'site', `bearer ${ID.apiToken}`],
  ['scoped-on-site', 'invalid', 'site', `Basic ${ID.scopedEmail}:${ID.gatewayToken}`],
  ['deactivated', 'invalid', 'site', `Basic ${ID.deactivatedEmail}:${ID.deactivatedToken}`],
  ['gateway-scoped', 'valid', 'gateway', `Basic ${ID.scopedEmail}:${ID.scopedToken}`],
  ['gateway-bearer', 'valid', 'gateway', `Bearer ${ID.serviceToken}`],
  ['gateway-scope-missing', 'invalid', 'gateway', `Basic ${ID.scopedEmail}:${ID.underScopedToken}`],
  ['gateway-mistyped', 'invalid', 'gateway', `Basic ${ID.scopedEmail}:${mistype(ID.gatewayToken)}`],
  ['gateway-email-mismatch', 'invalid', 'gateway', `Basic ${ID.otherEmail}:${ID.gatewayToken}`],
  ['gateway-rejected', 'invalid', 'gateway', `Basic ${ID.email}:${ID.revokedToken}`],
  ['admin-key', 'valid', 'admin', `Bearer ${ID.adminKey}`],
  ['admin-key-mistyped', 'invalid', 'admin', `Bearer ${mistype(ID.adminKey)}`],
  ['admin-key-revoked', 'invalid', 'admin', `Bearer ${ID.revokedAdminKey}`],
  ['admin-key-on-site', 'invalid', 'site', `Bearer ${ID.adminKey}`],
];

describe('the table of credentials', () => {
  it.each(TABLE)('%s is %s, and sent to the %s', (name, standing, place, header) => {
    expect(credentialNamed(name)).toMatchObject({ name, standing, place });
    expect(presented(name)).toBe(header);
  });

  it('matches this list completely, in the order of reports', () => {
    expect(CREDENTIALS.map(({ name }) => name)).toEqual(TABLE.map(([name]) => name));
  });

  it.each(CREDENTIALS.map((credential) => [credential.name, credential] as const))(
    '%s needs exactly the fields that its header uses',
    (_, { needs, header }) => {
      const read = new Set<string>();
      header(
        new Proxy(ID, {
          get: (identity, key: keyof Identity) => {
            read.add(key);
            return identity[key];
          },
        }),
      );
      expect([...needs].toSorted()).toEqual([...read].toSorted());
    },
  );

  it('describes each credential differently', () => {
    for (const key of ['noun', 'sentence'] as const) {
      const words = CREDENTIALS.map((credential) => credential[key]);
      expect(words.filter((text) => text.trim() === '')).toEqual([]);
      expect(new Set(words).size).toBe(words.length);
    }
  });

  it('is searched by name; an unknown one is an error in a fixture', () => {
    expect(findCredential('revoked')).toBe(credentialNamed('revoked'));
    expect(findCredential('nothing')).toBeUndefined();
    expect(() => credentialNamed('nothing' as CredentialName)).toThrow(
      expect.objectContaining({ code: 'bad-fixture' }),
    );
  });
});

describe('the synthetic identity', () => {
  const { scopedToken, gatewayToken, email, scopedEmail, ...others } = ID;

  it('has a different token for each state', () => {
    expect([gatewayToken, scopedEmail]).toEqual([scopedToken, email]);
    const values = [...Object.values(others), scopedToken, email];
    expect(new Set(values).size).toBe(values.length);
  });

  it('works nowhere: its emails are at example.com', () => {
    const emails = Object.entries(ID).filter(([key]) => key.toLowerCase().endsWith('email'));
    expect(emails).toHaveLength(5);
    expect(emails.filter(([, value]) => !/^[a-z]+@example\.com$/.test(value))).toEqual([]);
  });
});
