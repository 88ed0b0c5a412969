import { createCloudClient } from 'jira.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYNTHETIC_IDENTITY } from '../src/contract/identity.ts';
import { openStandIn, type StandIn } from '../src/stand-in/stand-in.ts';

// A real client, as integrations use it. It reads whole bodies, which no public recording has: so the stand-in answers,
// which is held to the recordings by a test of its own.
let site: StandIn;

beforeAll(async () => {
  site = await openStandIn();
});

afterAll(() => site.close());

const client = (apiToken: string): ReturnType<typeof createCloudClient> =>
  createCloudClient({
    host: site.origin,
    auth: { type: 'basic', email: SYNTHETIC_IDENTITY.email, apiToken },
  });

const DEAD = ['revokedToken', 'expiredToken', 'neverIssuedToken'] as const;

describe('jira.js, the widely used client', () => {
  it.each(DEAD)('takes a dead token for a site without projects: %s', async (which) => {
    const found = await client(SYNTHETIC_IDENTITY[which]).projects.searchProjects();
    expect(found.values ?? []).toEqual([]);
  });

  it.each(DEAD)('is told by /myself, which is the documented check: %s', async (which) => {
    await expect(client(SYNTHETIC_IDENTITY[which]).myself.getCurrentUser()).rejects.toThrow(/401|auth/i);
    const { accountId } = await client(SYNTHETIC_IDENTITY.apiToken).myself.getCurrentUser();
    expect(accountId).toBeTruthy();
  });

  it('would be told by every operation if Jira did what is wanted', async () => {
    site.become('wanted');
    await expect(client(SYNTHETIC_IDENTITY.revokedToken).projects.searchProjects()).rejects.toThrow(
      /401|auth/i,
    );
    site.become('2026-09');
  });
});
