import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { conformanceResultSchema } from '../src/conformance/result.ts';
import { temporaryFolder } from '../src/temporary-folder.fixture.ts';
import { loadJiraJs } from '../tools/packages.ts';
import { callCommand } from './commands/commands.fixture.ts';
import { conformanceCommand } from './commands/conformance.ts';

// The first real client: jira.js, as an integration uses it.
await loadJiraJs();

const PACKAGES = join(import.meta.dirname, '..', 'tools', 'node_modules');

const SCENARIOS = ['worked-once', 'missing', 'mistyped', 'no-colon', 'own-401', 'not-found', 'wanted'];

/** A program that makes one call of jira.js, and prints what it found. */
const programOf = (call: string): string => `
  import { createCloudClient } from 'jira.js';
  const { JIRA_URL, JIRA_EMAIL, JIRA_API_TOKEN } = process.env;
  const client = createCloudClient({
    host: JIRA_URL,
    auth: { type: 'basic', email: JIRA_EMAIL ?? '', apiToken: JIRA_API_TOKEN ?? '' },
  });
  console.log(JSON.stringify(await ${call}));
`;

async function verdictsOf(call: string): Promise<Record<string, string>> {
  const folder = temporaryFolder();
  const program = join(folder, 'client.mjs');
  // Beside the program, where Node.js looks for packages.
  symlinkSync(PACKAGES, join(folder, 'node_modules'));
  writeFileSync(program, programOf(call));
  const only = SCENARIOS.flatMap((one) => ['--only', one]);
  const args = ['--config', join(folder, 'none.yml'), '--format', 'json', ...only];
  const { out, err } = await callCommand(conformanceCommand, [...args, '--', process.execPath, program], {
    env: process.env,
  });
  expect(err).not.toContain('defect');
  const { results, inconclusive } = conformanceResultSchema.parse(JSON.parse(out));
  expect(inconclusive).toEqual([]);
  return Object.fromEntries(results.map(({ scenario, verdict }) => [scenario, verdict]));
}

describe('jira.js', { timeout: 120_000 }, () => {
  it.each([
    ['lists projects', 'client.projects.searchProjects()', 'silent'],
    [
      'searches issues',
      "client.issueSearch.searchAndReconsileIssuesUsingJql({ jql: 'project = EXAMPLE', fields: ['summary'] })",
      'silent',
    ],
    ['reads an issue', "client.issues.getIssue({ issueIdOrKey: 'EXAMPLE-1' })", 'misled'],
    ['asks who it is', 'client.myself.getCurrentUser()', 'named'],
  ])('that %s', async (_what, call, verdict) => {
    const verdicts = await verdictsOf(call);
    expect(verdicts).toEqual({
      valid: 'passed',
      'empty-site': 'passed',
      // Without an email, it refuses its settings.
      missing: 'named',
      mistyped: verdict,
      revoked: verdict,
      expired: verdict,
      deactivated: verdict,
      'no-colon': 'named',
      'own-401': 'passed',
      'not-found': 'passed',
      wanted: 'named',
    });
  });
});
