import { describe, expect, it } from 'vitest';
import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import { clearSecrets, registerSecret } from '../secrets/redaction.ts';
import { resolve } from '../stand-in/resolve.ts';
import { fillPlaceholders, settingsFor, valuesOf, withoutOwnSettings } from './client-settings.ts';
import { handOut } from './credentials-of-run.ts';
import { SCENARIOS } from './scenarios.ts';

const identity = SYNTHETIC_IDENTITY;

describe('what a program is handed', () => {
  it('is read by the site as the scenario says', () => {
    const states = Object.fromEntries(
      SCENARIOS.map(({ credential }) => [
        credential,
        resolve(handOut(credential, identity).authorization, identity, () => false),
      ]),
    );
    expect(states).toEqual({
      valid: 'account',
      missing: 'none',
      'empty-token': 'unusable',
      mistyped: 'unusable',
      truncated: 'unusable',
      'trailing-newline': 'unusable',
      password: 'unusable',
      bearer: 'opaque-bearer',
      'lowercase-bearer': 'other-scheme',
      'email-mismatch': 'mismatch',
      'unknown-email': 'mismatch',
      scoped: 'dead',
      'no-colon': 'unreadable',
      revoked: 'dead',
      expired: 'dead',
      deactivated: 'dead',
      'under-scoped': 'dead',
    });
  });

  it('stands under every usual name, each of which means one thing', () => {
    const values = valuesOf('http://127.0.0.1:1', handOut('valid', identity), '/ca.pem');
    const settings = settingsFor(values);
    for (const name of ['JIRA_URL', 'JIRA_BASE_URL', 'JIRA_SITE', 'JIRA_SERVER', 'ATLASSIAN_URL'])
      expect(settings[name]).toBe('http://127.0.0.1:1');
    expect(settings['JIRA_HOST']).toBe('127.0.0.1:1');
    for (const name of ['JIRA_EMAIL', 'JIRA_USER', 'JIRA_USERNAME', 'ATLASSIAN_EMAIL'])
      expect(settings[name]).toBe(identity.email);
    for (const name of ['JIRA_API_TOKEN', 'JIRA_TOKEN', 'ATLASSIAN_API_TOKEN'])
      expect(settings[name]).toBe(identity.apiToken);
    expect(settings).not.toHaveProperty('PORT');
  });

  it('says how it shall be sent', () => {
    const schemes = (['valid', 'bearer', 'lowercase-bearer'] as const).map((credential) => {
      const handed = handOut(credential, identity);
      return settingsFor(valuesOf('http://127.0.0.1:1', handed, '/ca.pem'))['JIRA_AUTH_TYPE'];
    });
    expect(schemes).toEqual(['basic', 'Bearer', 'bearer']);
  });

  it('is absent, and not empty, if it is not set', () => {
    const settings = settingsFor(valuesOf('http://127.0.0.1:1', handOut('missing', identity), '/ca.pem'));
    expect(
      Object.keys(settings).filter((name) => /EMAIL|USER|TOKEN|KEY$|PASSWORD|AUTHORIZATION/.test(name)),
    ).toEqual(['JIRA_PROJECT_KEY', 'JIRA_ISSUE_KEY']);
    const empty = settingsFor(valuesOf('http://127.0.0.1:1', handOut('empty-token', identity), '/ca.pem'));
    expect(empty['JIRA_API_TOKEN']).toBe('');
  });
});

describe('a placeholder', () => {
  const values = valuesOf('https://a.example.com/x', handOut('valid', identity), '/ca.pem');

  it.each([
    ['{url}/rest', 'https://a.example.com/x/rest'],
    ['{host}', 'a.example.com'],
    ['{email}:{email}', `${identity.email}:${identity.email}`],
    ['{project} {issue} {ca}', 'EXAMPLE EXAMPLE-1 /ca.pem'],
    ['{"url":"{url}"}', '{"url":"https://a.example.com/x"}'],
    ['{other} {} {{url}}', '{other} {} {https://a.example.com/x}'],
    ['{port}', ''],
  ])('%s becomes %s', (text, filled) => expect(fillPlaceholders(text, values)).toBe(filled));

  it('is not filled twice, and its value is taken as it is', () => {
    expect(fillPlaceholders('{email}{token}', { ...values, email: '{token}$&', token: '$1' })).toBe(
      '{token}$&$1',
    );
  });

  it('has as Basic value what an Authorization header has', () => {
    expect(`Basic ${fillPlaceholders('{basic}', values)}`).toBe(fillPlaceholders('{authorization}', values));
  });
});

describe('the environment of the parent', () => {
  it.each([
    'JIRA_SITE',
    'ACME_JIRA_API_TOKEN',
    'jira_url',
    'ATLASSIAN_API_TOKEN',
    'CONFLUENCE_URL',
    'HTTP_PROXY',
    'https_proxy',
    'ALL_PROXY',
    'NO_PROXY',
    'NODE_EXTRA_CA_CERTS',
    'REQUESTS_CA_BUNDLE',
    'npm_config_registry',
    'HOME',
    'XDG_CONFIG_HOME',
    'TMPDIR',
    'PACT_BROKER_TOKEN',
    'ACME_PACT_BROKER_TOKEN_FILE',
  ])('is passed on without %s', (name) => expect(withoutOwnSettings({ [name]: 'x' })).toEqual({}));

  it('is passed on without a variable that holds a secret, whatever its name', () => {
    registerSecret('a secret', 'correct-horse-battery', 'password');
    expect(withoutOwnSettings({ MINE: 'x correct-horse-battery', OTHER: 'y' })).toEqual({ OTHER: 'y' });
    clearSecrets();
  });

  it.each(['PATH', 'LANG', 'NODE_OPTIONS', 'VIRTUAL_ENV', 'MY_PROXY_COUNT'])('is passed on with %s', (name) =>
    expect(withoutOwnSettings({ [name]: 'x', empty: undefined })).toEqual({ [name]: 'x' }),
  );
});
