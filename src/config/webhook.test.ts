import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { clearSecrets, redactReceived } from '../secrets/redaction.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';
import { examineVariables, faultsOf } from './examine.ts';
import { registerKnownSecrets } from './known-secrets.ts';
import { secretsInAddress } from './secret-address.ts';
import { readValues } from './settings.ts';
import { openSettingsFile } from './settings-file.ts';
import { environmentFor } from './stand-in-environment.ts';
import { webhookSettingsOf, type WebhookSettings } from './webhook.ts';

afterEach(clearSecrets);

const SLACK = 'https://hooks.slack.com/services/T0A1B2C3D/B0E1F2G3H/aBcDeFgHiJkLmNoPqRsTuVwX';
const TEAMS =
  'https://prod-12.westeurope.logic.azure.com:443/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=aB3-_dEfGhIjKlMnOpQrStUvWxYz';
const TEAMS_NEW =
  'https://default0123.45.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/0123456789abcdef/triggers/manual/paths/invoke?sig=aB3-_dEfGhIjKl';
const OTHER = 'https://ci.example.com/hooks/nightly?key=tulip-orchard';

const settingsWith = (env: Record<string, string>): WebhookSettings | undefined =>
  webhookSettingsOf(readValues(env, 'no-such-file'));

describe('the settings of the webhook', () => {
  it('are absent if there is no address', () => {
    expect(settingsWith({})).toBeUndefined();
    expect(settingsWith({ JTC_WEBHOOK_KIND: 'slack', JTC_WEBHOOK_WHEN: 'always' })).toBeUndefined();
  });

  it.each([
    [SLACK, 'slack'],
    [TEAMS, 'teams'],
    [TEAMS_NEW, 'teams'],
    [OTHER, 'json'],
    // A host that only looks like one of them.
    ['https://hooks.slack.com.example.com/services/aB3dEfGh', 'json'],
    ['http://127.0.0.1:1/hook', 'json'],
  ])('tell the kind by the host: %s', (url, kind) => {
    expect(settingsWith({ JTC_WEBHOOK_URL: url })).toMatchObject({ url, kind, always: false });
    expect(settingsWith({ JTC_WEBHOOK_URL: url, JTC_WEBHOOK_KIND: 'slack' })).toMatchObject({
      kind: 'slack',
    });
    expect(settingsWith({ JTC_WEBHOOK_URL: url, JTC_WEBHOOK_WHEN: 'always' })).toMatchObject({
      always: true,
    });
  });

  it.each([
    'hooks.slack.com/services/aB3dEfGh',
    'http://hooks.slack.com/services/aB3dEfGh',
    'ftp://127.0.0.1/aB3dEfGhIj',
    'https://user:aB3dEfGhIj@ci.example.com/hook',
    'https://ci.example.com/hook#aB3dEfGhIj',
    'https://acme.webhook.office.com/webhookb2/aB3dEfGhIj',
    'https://outlook.office.com/webhook/aB3dEfGhIj',
    'https://ci.example.com/aB3dEfGhIj\nhttps://b.example.com',
  ])('refuse an address without repeating any of it: %j', (url) => {
    let message = '';
    try {
      settingsWith({ JTC_WEBHOOK_URL: url });
    } catch (error) {
      message = error instanceof Error ? error.message : '';
    }
    expect(message).toContain('JTC_WEBHOOK_URL');
    for (const part of ['aB3dEfGh', 'hooks.slack', 'ci.example', 'acme']) expect(message).not.toContain(part);
  });

  it.each([{ JTC_WEBHOOK_KIND: 'discord' }, { JTC_WEBHOOK_WHEN: 'sometimes' }])('refuse %j', (env) => {
    expect(() => settingsWith({ JTC_WEBHOOK_URL: OTHER, ...env })).toThrow(Object.keys(env)[0]);
  });

  it('cost no night: what is wrong with them is a hint, and stops nothing', () => {
    const env = {
      ...environmentFor('http://127.0.0.1:1'),
      JTC_WEBHOOK_URL: 'nowhere at all',
      JTC_WEBHOOK_KIND: 'x',
    };
    const values = readValues(env, 'no-such-file');
    expect(faultsOf(values)).toEqual([]);
    const hints = examineVariables(values).filter(({ state }) => state === 'hint');
    expect(hints.map(({ variable }) => variable)).toEqual(['JTC_WEBHOOK_URL', 'JTC_WEBHOOK_KIND']);
  });
});

describe('the address of the webhook', () => {
  it.each([
    [SLACK, ['T0A1B2C3D', 'B0E1F2G3H', 'aBcDeFgHiJkLmNoPqRsTuVwX']],
    [TEAMS, ['0123456789abcdef0123456789abcdef', 'aB3-_dEfGhIjKlMnOpQrStUvWxYz']],
    [TEAMS_NEW, ['0123456789abcdef', 'aB3-_dEfGhIjKl']],
    [OTHER, ['tulip-orchard', '/hooks/nightly?key=tulip-orchard']],
  ])('is secret as a whole and in its parts, but no word of it is: %s', (url, parts) => {
    const secrets = secretsInAddress(url).map(({ value }) => value);
    expect(secrets).toEqual(expect.arrayContaining([url, ...parts]));
    for (const word of [
      'services',
      'workflows',
      'triggers',
      '/hooks/nightly',
      '2016-06-01',
      'powerautomate',
    ]) {
      expect(secrets).not.toContain(word);
    }
  });

  it('is redacted wherever it is set, before anything is read', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'address'), `${TEAMS}\n`);
    writeFileSync(join(folder, '.env'), `JTC_WEBHOOK_URL_FILE=address\n`);
    registerKnownSecrets({ JTC_WEBHOOK_URL: SLACK }, [openSettingsFile(join(folder, '.env'))]);
    for (const url of [SLACK, TEAMS]) {
      for (const { value } of secretsInAddress(url)) {
        expect(redactReceived(`see ${value} there`)).toBe('see [JTC_WEBHOOK_URL] there');
      }
    }
    // Of a host and of the words in a path nothing else suffers.
    const others = 'https://hooks.slack.com/services, reports/nightly, /triggers/manual/paths/invoke';
    expect(redactReceived(others)).toBe(others);
  });
});
