import { existsSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clearSecrets, redactReceived } from '../secrets/redaction.ts';
import { registerKnownSecrets } from './known-secrets.ts';
import { openSettingsFile } from './settings-file.ts';
import { readValues } from './values.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(clearSecrets);

it.each([
  ['UTF-8', (text: string) => Buffer.from(text)],
  ['UTF-16 with a mark', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ['UTF-16 without one', (text: string) => Buffer.from(text, 'utf16le')],
  ['UTF-16 in the other order, without one', (text: string) => Buffer.from(text, 'utf16le').swap16()],
])('registers the secrets of all sites from a file in %s', (_, bytes) => {
  const file = join(folder, '.env');
  writeFileSync(file, bytes('JIRA_EMAIL=one@example.com\nOTHER_JIRA_EMAIL=two@example.com\n'));
  registerKnownSecrets({}, [openSettingsFile(file)]);
  for (const email of ['one@example.com', 'two@example.com']) {
    expect(redactReceived(`by ${email}`)).not.toContain(email);
  }
});

const FOREIGN = 'wF8n-2dKq.91-xLz_0pVb';

it.each([
  ['in UTF-8', Buffer.from(`${FOREIGN}\n`)],
  ['in UTF-16 with a mark', Buffer.from(`\uFEFF${FOREIGN}\r\n`, 'utf16le')],
  ['in UTF-16 without a mark, which is refused when it is used', Buffer.from(FOREIGN, 'utf16le')],
])('registers a secret in a file of its own %s, relative to the settings file', (_, bytes) => {
  writeFileSync(join(folder, 'secret'), bytes);
  writeFileSync(join(folder, '.env'), 'ACME_PACT_BROKER_TOKEN_FILE=secret\n');
  registerKnownSecrets({}, [openSettingsFile(join(folder, '.env'))]);
  expect(redactReceived(`by ${FOREIGN}`)).toBe('by [ACME_PACT_BROKER_TOKEN]');
});

it('registers a secret of the environment, and one in a file that it names', () => {
  writeFileSync(join(folder, 'secret'), FOREIGN);
  registerKnownSecrets({ JIRA_EMAIL: 'me@x.io', PACT_BROKER_TOKEN_FILE: join(folder, 'secret') }, []);
  expect(redactReceived(`by me@x.io, ${FOREIGN}`)).toBe('by [JIRA_EMAIL], [PACT_BROKER_TOKEN]');
});

it('runs no command', () => {
  const path = join(folder, 'ran');
  registerKnownSecrets({ JIRA_API_TOKEN_COMMAND: `touch '${path}'` }, []);
  expect(existsSync(path)).toBe(false);
});

it('registers an email that is shorter than any token, from any source', () => {
  readValues({ JIRA_EMAIL: 'me@x.io' }, devNull);
  expect(redactReceived('by ME@X.IO, and me%40x.io')).toBe('by [JIRA_EMAIL], and [JIRA_EMAIL]');
});
