import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { basic } from '../contract/authorization.ts';
import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import { probeKey } from '../contract/probe.ts';
import { clearSecrets } from '../secrets/redaction.ts';
import { callerOf, openStandIn, type StandIn } from '../stand-in/stand-in.ts';
import { PRESENT } from '../contract/eras.ts';
import { accepted, refused } from '../contract/expectation.ts';
import type { ContractRow } from '../contract/rows.ts';
import { observeFast, ROWS, settingsFor } from './live.fixture.ts';
import { judge } from '../run/judge.ts';
import { siteTraitsOf } from '../classify/site-traits.ts';
import { classify } from '../classify/classify.ts';
import type { Attempt } from './probe-attempts.ts';
import type { LiveRun } from './live-run.ts';

afterEach(clearSecrets);

const standIn = async (...options: Parameters<typeof openStandIn>): Promise<StandIn> => {
  const one = await openStandIn(...options);
  onTestFinished(() => one.close());
  return one;
};

const row = (
  credential: ContractRow['credential'],
  operation: ContractRow['operation'],
  expected: ContractRow['expected'],
): ContractRow => ({ era: PRESENT, credential, operation, expected });

const GATEWAY_ROWS: readonly ContractRow[] = [
  ...ROWS,
  row('gateway-scoped', 'GET /rest/api/3/myself', accepted(200)),
  row('gateway-bearer', 'GET /rest/api/3/myself', accepted(200)),
  row('gateway-bearer', 'GET /rest/api/3/field/search', accepted(200)),
  row('gateway-mistyped', 'GET /rest/agile/1.0/board', refused(401)),
  row('gateway-email-mismatch', 'GET /rest/agile/1.0/board', refused(401)),
  row('gateway-scope-missing', 'GET /rest/agile/1.0/board', refused(401)),
];

/** No token that works on the site. */
const ONLY = { JIRA_API_TOKEN: undefined, JIRA_EMAIL: undefined };

const statuses = ({ exchanges }: LiveRun): Record<string, number> =>
  Object.fromEntries(exchanges.map((one) => [probeKey(one), one.response.status]));

const reasons = ({ unanswered }: LiveRun): Record<string, string> =>
  Object.fromEntries(unanswered.map((one) => [probeKey(one), one.reason]));

const isBroken = ({ exchange, answer }: Attempt): boolean => {
  const expected = GATEWAY_ROWS.find((one) => probeKey(one) === probeKey(exchange))?.expected;
  return expected !== undefined && judge(expected, answer).verdict === 'broken';
};

/** How often a credential that does not work was sent to one operation at most. */
const mostOf = ({ requests }: StandIn): number => {
  const { scopedEmail, scopedToken } = SYNTHETIC_IDENTITY;
  const works = callerOf(basic(scopedEmail, scopedToken));
  const failing = requests.filter(({ caller }) => caller !== null && caller !== works);
  const groups = Map.groupBy(failing, ({ caller, path }) => `${caller} ${path}`);
  return Math.max(0, ...[...groups.values()].map(({ length }) => length));
};

describe('a live run without a token that works on the site', () => {
  it("uses only the gateway, with a user's token and its own email", async () => {
    const site = await standIn();
    const settings = settingsFor(site.origin, { ...ONLY, JIRA_SCOPED_EMAIL: SYNTHETIC_IDENTITY.scopedEmail });
    const run = await observeFast(settings, { rows: GATEWAY_ROWS });
    expect(statuses(run)).toEqual({
      'gateway-scoped GET /rest/api/3/myself': 200,
      'gateway-mistyped GET /rest/api/3/myself': 401,
      'gateway-mistyped GET /rest/agile/1.0/board': 401,
      'gateway-email-mismatch GET /rest/agile/1.0/board': 401,
      'gateway-scope-missing GET /rest/agile/1.0/board': 401,
    });
    expect(reasons(run)['missing GET /rest/api/3/project']).toContain('JIRA_API_TOKEN');
    expect(reasons(run)['gateway-bearer GET /rest/api/3/myself']).toContain('JIRA_SCOPED_TOKEN');
    const paths = site.requests.map(({ path }) => path);
    expect(paths.filter((path) => !path.startsWith('/ex/jira/'))).toEqual(['/_edge/tenant_info']);
  });

  it("uses only the gateway, with a service account's token, which needs no email", async () => {
    const site = await standIn();
    const settings = settingsFor(site.origin, {
      ...ONLY,
      JIRA_SCOPED_TOKEN: SYNTHETIC_IDENTITY.serviceToken,
    });
    const run = await observeFast(settings, { rows: GATEWAY_ROWS });
    expect(statuses(run)).toMatchObject({
      'gateway-bearer GET /rest/api/3/myself': 200,
      'gateway-bearer GET /rest/api/3/field/search': 200,
      'gateway-mistyped GET /rest/api/3/myself': 401,
      'gateway-email-mismatch GET /rest/agile/1.0/board': 401,
    });
    expect(reasons(run)['gateway-scoped GET /rest/api/3/myself']).toBeDefined();
    expect(JSON.stringify(run)).not.toContain('ATSTT3');
  });

  it('uses JIRA_EMAIL if the scoped tokens have no email of their own', async () => {
    const identity = { ...SYNTHETIC_IDENTITY, scopedEmail: 'robot@example.com' };
    const site = await standIn({ identity });
    const rows = GATEWAY_ROWS.filter(({ credential }) => credential === 'gateway-scoped');
    const own = await observeFast(settingsFor(site.origin, { JIRA_SCOPED_EMAIL: 'robot@example.com' }), {
      rows,
    });
    expect(statuses(own)).toMatchObject({ 'gateway-scoped GET /rest/api/3/myself': 200 });
    // Refused, as it is the token of another account; otherwise its rows would be left out for that.
    const other = await observeFast(settingsFor(site.origin), { rows, ownChecks: [] });
    expect(statuses(other)).toMatchObject({ 'gateway-scoped GET /rest/api/3/myself': 401 });
  });

  it('cannot judge if that token does not work', async () => {
    const site = await standIn();
    site.revoke(SYNTHETIC_IDENTITY.serviceToken);
    const settings = settingsFor(site.origin, {
      ...ONLY,
      JIRA_SCOPED_TOKEN: SYNTHETIC_IDENTITY.serviceToken,
    });
    await expect(observeFast(settings, { rows: GATEWAY_ROWS })).rejects.toMatchObject({
      code: 'controls-failed',
    });
    expect(site.requests.length).toBeLessThan(10);
  });

  it('cannot judge if the gateway does not distinguish a working token from another', async () => {
    const site = await standIn();
    site.inject({ kind: 'odd', when: ({ path }) => path.endsWith('/myself') });
    const settings = settingsFor(site.origin, { ...ONLY, JIRA_SCOPED_EMAIL: SYNTHETIC_IDENTITY.scopedEmail });
    await expect(observeFast(settings, { rows: GATEWAY_ROWS })).rejects.toMatchObject({
      code: 'controls-failed',
    });
  });

  it.each([
    ['every credential is answered as if it worked', { kind: 'odd', status: 200 } as const],
    ['every credential is refused', { kind: 'odd', status: 403 } as const],
  ])('raises no alarm if from some request on %s', async (_, fault) => {
    const site = await standIn();
    site.inject({ ...fault, when: ({ path }) => path.startsWith('/ex/') && site.requests.length > 4 });
    const settings = settingsFor(site.origin, { ...ONLY, JIRA_SCOPED_EMAIL: SYNTHETIC_IDENTITY.scopedEmail });
    const run = await observeFast(settings, { rows: GATEWAY_ROWS, isAlarm: isBroken });
    const traits = siteTraitsOf(run.exchanges);
    const alarms = run.exchanges.filter((exchange) =>
      isBroken({ exchange, answer: classify(exchange, traits) } as Attempt),
    );
    expect(alarms).toEqual([]);
    expect(run.info).toHaveProperty('incomplete');
    expect(mostOf(site)).toBeLessThanOrEqual(3);
  });

  it('confirms an alarm at the gateway within the limit for failed logins', async () => {
    const site = await standIn();
    site.inject({
      kind: 'odd',
      status: 200,
      when: ({ path, state }) => path.endsWith('/board') && state !== 'account',
    });
    const settings = settingsFor(site.origin, { ...ONLY, JIRA_SCOPED_EMAIL: SYNTHETIC_IDENTITY.scopedEmail });
    const run = await observeFast(settings, { rows: GATEWAY_ROWS, isAlarm: isBroken });
    expect(statuses(run)).toMatchObject({ 'gateway-mistyped GET /rest/agile/1.0/board': 200 });
    expect(run.info).not.toHaveProperty('incomplete');
    expect(mostOf(site)).toBeLessThanOrEqual(3);
  });

  it('cannot judge if the id of the site cannot be looked up', async () => {
    const site = await standIn();
    site.inject({ kind: 'suspended', when: ({ path }) => path === '/_edge/tenant_info' });
    const settings = settingsFor(site.origin, { ...ONLY, JIRA_SCOPED_EMAIL: SYNTHETIC_IDENTITY.scopedEmail });
    await expect(observeFast(settings, { rows: GATEWAY_ROWS })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('JIRA_CLOUD_ID') as string,
    });
  });
});

describe('settings without a token that works on the site', () => {
  it.each([
    ['no token at all', { ...ONLY, JIRA_SCOPED_TOKEN: undefined }, 'JIRA_API_TOKEN'],
    ["a user's token with scopes and no email", ONLY, 'JIRA_SCOPED_EMAIL'],
    ['a token and no email', { JIRA_EMAIL: undefined }, 'JIRA_EMAIL'],
    [
      'the email of another account for both',
      { JIRA_SCOPED_EMAIL: 'colleague@example.com' },
      'JIRA_OTHER_EMAIL',
    ],
  ])('refuse %s', (_, changed, name) => {
    expect(() => settingsFor('http://127.0.0.1:1', changed)).toThrow(
      expect.objectContaining({ code: 'bad-config', message: expect.stringContaining(name) as string }),
    );
  });
});

const ask = (site: StandIn, path: string, authorization?: string): Promise<Response> =>
  fetch(site.origin + path, { headers: authorization === undefined ? {} : { authorization } });

describe('the stand-in', () => {
  it("takes a service account's token as Bearer at the gateway, and nowhere else", async () => {
    const site = await standIn();
    const { serviceToken, scopedEmail } = SYNTHETIC_IDENTITY;
    const board = '/rest/agile/1.0/board';
    const at = `/ex/jira/${site.cloudId}${board}`;
    const answers = [
      await ask(site, at, `Bearer ${serviceToken}`),
      await ask(site, at, basic(scopedEmail, serviceToken)),
      await ask(site, board, `Bearer ${serviceToken}`),
      await ask(site, board, basic(scopedEmail, serviceToken)),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 403, 401]);
  });

  it('refuses at the edge of 2022 before it looks at the route', async () => {
    const site = await standIn({ behaviour: '2022-11' });
    const wrong = basic(SYNTHETIC_IDENTITY.email, 'never-issued');
    expect((await ask(site, '/rest/api/3/nothing', wrong)).status).toBe(401);
    expect((await ask(site, '/rest/api/3/nothing')).status).toBe(404);
  });

  it('shows no link types to an anonymous caller', async () => {
    const site = await standIn();
    const { email, apiToken } = SYNTHETIC_IDENTITY;
    const [anonymous, own] = await Promise.all(
      [undefined, basic(email, apiToken)].map(async (one) =>
        (await ask(site, '/rest/api/3/issueLinkType', one)).json(),
      ),
    );
    expect(anonymous).toEqual({ issueLinkTypes: [] });
    expect(own).not.toEqual(anonymous);
  });

  it('can answer like an edge or proxy, which does not identify itself', async () => {
    const site = await standIn();
    site.inject({ kind: 'status', status: 502, before: true, times: 1 });
    const before = await ask(site, '/rest/api/3/project');
    expect([before.status, before.headers.get('x-stand-in')]).toEqual([502, null]);
    expect((await ask(site, '/rest/api/3/project')).headers.get('x-stand-in')).not.toBeNull();
  });
});
