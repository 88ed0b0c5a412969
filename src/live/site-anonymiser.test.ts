import { describe, expect, it } from 'vitest';
import { sanitiseResponse } from '../evidence/sanitise-response.ts';
import type { Anonymiser } from '../evidence/anonymiser.ts';
import { anonymiserFor, siteName, siteAnonymiser } from './site-anonymiser.ts';
import { settingsFor } from './live.fixture.ts';

const CLOUD_ID = '57a0d1a0-57a0-4d1a-8000-57a0d1a057a1';

const IDENTITY = {
  site: 'https://acme.atlassian.net',
  alias: undefined,
  projectKeys: ['SECRETS', 'TOP'],
  issueKeys: ['TOP-7'],
  cloudIds: [CLOUD_ID],
};

const headerAfter = (anonymiser: Anonymiser, text: string): unknown => {
  const wire = { status: 302, headers: { location: text }, text: '' };
  return sanitiseResponse(wire, anonymiser, 'GET /rest/api/3/myself').headers?.['location'];
};

describe('everything that identifies a site', () => {
  it.each([
    ['its host', 'https://acme.atlassian.net/x', 'https://jira-site.example.com/x'],
    ['its name alone', 'at acme now', 'at jira-site now'],
    ['its id at the gateway', `/ex/jira/${CLOUD_ID}/x`, '/ex/jira/00000000-0000-4000-8000-000000000000/x'],
    ['a project', 'project SECRETS', 'project EXAMPLE'],
    ['another project', 'project TOP', 'project EXAMPLE'],
    ['an issue', '/browse/TOP-7', '/browse/EXAMPLE-1'],
    ['nothing of it', 'at another place', 'at another place'],
  ])('is removed from a text: %s', (_, text, expected) => {
    expect(headerAfter(siteAnonymiser(IDENTITY), text)).toBe(expected);
  });

  it.each<[string, string | undefined, string, string]>([
    ['https://acme.atlassian.net', 'work', 'at work', 'at jira-site'],
    ['https://acme.atlassian.net', undefined, 'at work', 'at work'],
    ['https://acme.atlassian.net:8443', undefined, 'on acme.atlassian.net:8443', 'on jira-site.example.com'],
    // A number of an address names nothing, and neither does the name of a whole domain.
    ['http://127.0.0.1:8080', undefined, 'the 127 of them', 'the 127 of them'],
    ['https://example.com', undefined, 'an example', 'an example'],
    ['https://a1-b.example.com', undefined, 'at a1-b now', 'at jira-site now'],
    ['no address', undefined, 'no address', 'jira-site.example.com'],
  ])('is removed by its address and its name: %s, %s', (site, alias, text, expected) => {
    expect(headerAfter(siteAnonymiser({ ...IDENTITY, site, alias }), text)).toBe(expected);
  });
});

describe('recorded results', () => {
  const settings = {
    ...settingsFor('http://127.0.0.1:8080'),
    site: 'https://acme.atlassian.net',
    projectKey: 'SECRETS',
    issueKey: 'SECRETS-7',
    cloudId: CLOUD_ID,
    prefix: 'WORK_',
  };
  const TEXT = `https://acme.atlassian.net/browse/SECRETS-7/SECRETS/${CLOUD_ID}/work`;

  it('contain the site unless anonymised', () => {
    expect(headerAfter(anonymiserFor(settings, false), TEXT)).toBe(TEXT);
    expect(siteName(settings, false)).toBe(settings.site);
  });

  it('contain nothing of it if anonymised', () => {
    expect(headerAfter(anonymiserFor(settings, true), TEXT)).toBe(
      'https://jira-site.example.com/browse/EXAMPLE-1/EXAMPLE/00000000-0000-4000-8000-000000000000/jira-site',
    );
    expect(siteName(settings, true)).toBe('https://jira-site.example.com');
  });

  it('have no alias to remove if there is one site, and no missing values', () => {
    const bare = { ...settings, prefix: '', projectKey: undefined, issueKey: undefined, cloudId: undefined };
    expect(headerAfter(anonymiserFor(bare, true), TEXT)).toBe(
      TEXT.replace('acme.atlassian.net', 'jira-site.example.com'),
    );
  });

  it('derive the alias from the prefix of the variables', () => {
    const named = { ...settings, prefix: 'MY_WORK_' };
    expect(headerAfter(anonymiserFor(named, true), 'my_work, my-work')).toBe('jira-site, jira-site');
  });
});
