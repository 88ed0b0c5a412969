import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readValues, settingsOf } from './settings.ts';
import { readSites, sitesOf } from './sites.ts';

const folder = mkdtempSync(join(tmpdir(), 'sites-'));
const file = join(folder, 'sites.json');

afterAll(() => rmSync(folder, { recursive: true }));

describe('several sites', () => {
  it('have a prefix, derived from their name by default', () => {
    writeFileSync(file, JSON.stringify([{ name: 'acme-eu' }, { name: 'beta', prefix: 'B2_', core: true }]));
    expect(sitesOf([], readSites(file))).toEqual([
      { name: 'acme-eu', prefix: 'ACME_EU_' },
      { name: 'beta', prefix: 'B2_', core: true },
    ]);
    expect(sitesOf(['beta'], readSites(file)).map(({ prefix }) => prefix)).toEqual(['B2_']);
    expect(() => sitesOf(['gamma'], readSites(file))).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it.each([
    ['the same variables', [{ name: 'acme-eu' }, { name: 'beta', prefix: 'ACME_EU_' }]],
    ['variables that begin with a digit', [{ name: '2acme' }]],
  ])('may not have %s', (_, sites) => {
    writeFileSync(file, JSON.stringify(sites));
    expect(() => sitesOf([], readSites(file))).toThrow(expect.objectContaining({ code: 'bad-fixture' }));
  });

  it('are read from a file that PowerShell wrote', () => {
    writeFileSync(file, Buffer.from(`\uFEFF${JSON.stringify([{ name: 'acme2' }])}`, 'utf16le'));
    expect(sitesOf([], readSites(file))).toEqual([{ name: 'acme2', prefix: 'ACME2_' }]);
  });

  it('need no file if a name is given', () => {
    expect(sitesOf(['acme'], readSites('no-such-file'))).toEqual([{ name: 'acme', prefix: 'ACME_' }]);
    expect(sitesOf([], readSites('no-such-file'))).toEqual([]);
  });

  it('have separate variables: those without the prefix do not count, and faults name the prefix', () => {
    const env = { JIRA_SITE: 'https://one.atlassian.net', ACME_JIRA_SITE: 'https://two.atlassian.net' };
    const own = readValues(env, 'no-such-file', 'ACME_');
    expect([...own]).toEqual([['JIRA_SITE', 'https://two.atlassian.net']]);
    expect(() => settingsOf(own, '.env', 'ACME_')).toThrow(/ACME_JIRA_EMAIL/);
  });
});
