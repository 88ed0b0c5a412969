import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYNTHETIC_IDENTITY } from '../src/contract/identity.ts';
import { readRecordings } from '../src/evidence/recordings.ts';
import { probesOf, readPact } from '../src/pact/pact-document.ts';
import { pactFile, PACTS_FOLDER } from '../src/pact/pacts.ts';
import { openProvider, type Provider } from '../src/pact/provider.ts';
import { openStandIn, type StandIn } from '../src/stand-in/stand-in.ts';
import { loadJiraJs } from '../tools/packages.ts';

const { createCloudClient } = await loadJiraJs();

// A real client, as integrations use it: on the public recordings behind the server that Pact's verifier asks, and, since it
// reads whole bodies, which no public recording has, on the stand-in, which is held to the recordings by a test of its own.
let site: StandIn;

beforeAll(async () => {
  site = await openStandIn();
});

afterAll(() => site.close());

const client = (apiToken: string, host = site.origin): ReturnType<typeof createCloudClient> =>
  createCloudClient({
    host,
    auth: { type: 'basic', email: SYNTHETIC_IDENTITY.email, apiToken },
  });

const DEAD = ['revokedToken', 'expiredToken', 'neverIssuedToken'] as const;

const pact = probesOf(readPact(join(PACTS_FOLDER, pactFile('as-it-is')))).map(({ probe }) => probe);

describe('jira.js on the answers of the pact, as recorded', () => {
  const { find } = readRecordings('public-2026-09');
  let recorded: Provider;

  beforeAll(async () => {
    recorded = await openProvider(pact, (probe) => Promise.resolve(find(probe)));
  });

  afterAll(() => recorded.close());

  it.each(['revokedToken', 'expiredToken'] as const)(
    'is not detected by the project list: %s',
    async (which) => {
      const dead = client(SYNTHETIC_IDENTITY[which], recorded.origin);
      const found: { values?: unknown[] } | undefined = await dead.projects.searchProjects();
      expect(found?.values ?? []).toEqual([]);
      await expect(dead.myself.getCurrentUser()).rejects.toMatchObject({ name: 'AuthError' });
    },
  );

  it('sees from /myself that a good token is good', async () => {
    const { accountId } = await client(SYNTHETIC_IDENTITY.apiToken, recorded.origin).myself.getCurrentUser();
    expect(accountId).toBeTruthy();
  });
});

describe('jira.js, the widely used client', () => {
  it.each(DEAD)('mistakes a dead token for a site without projects: %s', async (which) => {
    const found = await client(SYNTHETIC_IDENTITY[which]).projects.searchProjects();
    expect(found.values ?? []).toEqual([]);
  });

  it.each(DEAD)('is detected by /myself, the documented check: %s', async (which) => {
    await expect(client(SYNTHETIC_IDENTITY[which]).myself.getCurrentUser()).rejects.toThrow(/401|auth/i);
    const { accountId } = await client(SYNTHETIC_IDENTITY.apiToken).myself.getCurrentUser();
    expect(accountId).toBeTruthy();
  });

  it('would be detected by every operation if Jira did what is wanted', async () => {
    site.become('wanted');
    await expect(client(SYNTHETIC_IDENTITY.revokedToken).projects.searchProjects()).rejects.toThrow(
      /401|auth/i,
    );
    site.become('2026-09');
  });
});

const working = (): ReturnType<typeof createCloudClient> => client(SYNTHETIC_IDENTITY.apiToken);

describe('jira.js with a token that works', () => {
  it('lists the projects of all pages', async () => {
    const keys = new Set<string | undefined>();
    for (let isLast = false; !isLast;) {
      const page = await working().projects.searchProjects({ startAt: keys.size });
      for (const { key } of page.values ?? []) keys.add(key);
      isLast = page.isLast ?? true;
    }
    expect(keys.size).toBe(60);
    expect(keys).toContain('EXAMPLE');
  });

  it('searches the issues of all pages', async () => {
    const keys: (string | undefined)[] = [];
    let nextPageToken: string | undefined;
    do {
      const jql = 'project = EXAMPLE ORDER BY created';
      const page = await working().issueSearch.searchAndReconsileIssuesUsingJql({
        jql,
        fields: ['summary'],
        ...(nextPageToken !== undefined && { nextPageToken }),
      });
      keys.push(...(page.issues ?? []).map(({ key }) => key));
      nextPageToken = page.nextPageToken ?? undefined;
    } while (nextPageToken !== undefined);
    expect(new Set(keys).size).toBe(60);
    expect(keys).toHaveLength(60);
    expect(await working().issueSearch.countIssues({ jql: 'project = EXAMPLE' })).toEqual({ count: 60 });
  });

  it('reads an issue, and is told which one does not exist', async () => {
    const { key, fields } = await working().issues.getIssue({ issueIdOrKey: 'EXAMPLE-1' });
    expect(key).toBe('EXAMPLE-1');
    expect(fields).toHaveProperty('summary');
    await expect(working().issues.getIssue({ issueIdOrKey: 'EXAMPLE-999' })).rejects.toThrow(/404|exist/i);
  });

  it('checks the token, and creates what the record of the site knows as a write', async () => {
    const { emailAddress } = await working().myself.getCurrentUser();
    expect(emailAddress).toBe(SYNTHETIC_IDENTITY.email);
    const before = site.requests.filter(({ isWrite }) => isWrite).length;
    const fields = { summary: 'New', project: { key: 'EXAMPLE' }, issuetype: { name: 'Task' } };
    const { key } = await working().issues.createIssue({ fields });
    expect(key).toMatch(/^EXAMPLE-\d+$/);
    expect(site.requests.filter(({ isWrite }) => isWrite).length).toBe(before + 1);
  });
});
