import { describe, expect, it } from 'vitest';
import { PRESENT } from '../contract/eras.ts';
import type { ContractRow } from '../contract/rows.ts';
import { accepted } from '../contract/expectation.ts';
import { probeKey, type Probe } from '../contract/probe.ts';
import { settingsFor } from './live.fixture.ts';
import { planLive, requestsOf, type LivePlan } from './plan.ts';

const SETTINGS = settingsFor('http://127.0.0.1:1');

const rows = (...probes: [Probe['credential'], Probe['operation']][]): ContractRow[] =>
  probes.map(([credential, operation]) => ({ era: PRESENT, credential, operation, expected: accepted(200) }));

const MYSELF = 'GET /rest/api/3/myself';
const ISSUE = 'GET /rest/api/3/issue/{issueIdOrKey}';
const ORGS = 'GET https://api.atlassian.com/admin/v1/orgs';
/** None of the operations that are asked with every credential. */
const RARE = 'GET /rest/api/3/field/search';

describe('the plan of a live run', () => {
  it('has each probe of the contract once, in the order of the tables', () => {
    const contract = rows(['revoked', MYSELF], ['valid', ISSUE], ['valid', MYSELF], ['revoked', MYSELF]);
    const { probes, unanswered } = planLive(contract, SETTINGS, 'all');
    expect(probes.map(probeKey)).toEqual([`valid ${MYSELF}`, `valid ${ISSUE}`, `revoked ${MYSELF}`]);
    expect(probes[0]).toEqual({ credential: 'valid', operation: MYSELF });
    expect(unanswered).toEqual([]);
  });

  it.each<[string, Parameters<typeof settingsFor>[1], [Probe['credential'], Probe['operation']], string]>([
    ['a credential', { JIRA_REVOKED_TOKEN: undefined }, ['revoked', MYSELF], 'JIRA_REVOKED_TOKEN'],
    ['what a path needs', { JIRA_ISSUE_KEY: undefined }, ['valid', ISSUE], 'JIRA_ISSUE_KEY'],
  ])('leaves out %s if not provided, and says how to provide it', (_, changed, probe, variable) => {
    const settings = settingsFor('http://127.0.0.1:1', changed);
    const { probes, unanswered } = planLive(rows(probe, ['valid', MYSELF]), settings, 'all');
    expect(probes.map(probeKey)).toEqual([`valid ${MYSELF}`]);
    expect(unanswered).toEqual([
      {
        credential: probe[0],
        operation: probe[1],
        verdict: 'skipped',
        reason: expect.stringContaining(variable) as string,
      },
    ]);
  });

  it('contains only the core and the Admin API with --core', () => {
    const contract = rows(['valid', MYSELF], ['valid', RARE], ['admin-key', ORGS]);
    expect(planLive(contract, SETTINGS, 'all').probes).toHaveLength(3);
    const { probes, unanswered } = planLive(contract, SETTINGS, 'core');
    expect(probes.map(({ operation }) => operation)).toEqual([MYSELF, ORGS]);
    expect(unanswered).toMatchObject([
      { operation: RARE, verdict: 'skipped', reason: expect.stringContaining('--core') as string },
    ]);
  });
});

const planOf = (count: number): LivePlan => ({
  probes: Array.from({ length: count }, () => ({ credential: 'valid', operation: MYSELF })),
  unanswered: [],
});

it.each([
  // Both controls are asked to begin with, and again after each 24 probes.
  [0, 1, { least: 2, most: 3 }],
  [1, 3, { least: 3, most: 15 }],
  [23, 3, { least: 25, most: 279 }],
  [24, 1, { least: 28, most: 101 }],
  [48, 2, { least: 54, most: 391 }],
])('counts the requests of a plan: %d probes, %d attempts', (count, attempts, expected) => {
  expect(requestsOf(planOf(count), attempts)).toEqual(expected);
});
