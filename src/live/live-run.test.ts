import { once } from 'node:events';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { classify } from '../classify/classify.ts';
import { siteTraitsOf } from '../classify/site-traits.ts';
import type { ContractRow } from '../contract/rows.ts';
import { accepted, because, ignored, refused } from '../contract/expectation.ts';
import type { Fault } from '../fault.ts';
import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import { probeKey } from '../contract/probe.ts';
import { headerOf } from '../evidence/exchange.ts';
import { SELF_SIGNED } from '../http/certificate.fixture.ts';
import { openStandIn, type SeenRequest, type StandIn, type StandInFault } from '../stand-in/stand-in.ts';
import { certaintyOf } from '../run/certainty.ts';
import { judge } from '../run/judge.ts';
import type { Attempt } from './probe-attempts.ts';
import type { LiveRun } from './live-run.ts';
import { CONTROLS } from './controls.ts';
import { planLive } from './plan.ts';
import { fastClock, observeFast, openWithLate, ROWS, settingsFor, SHORT_BOUNDS } from './live.fixture.ts';

const CONTROL_COUNT = Object.keys(CONTROLS).length;

const open: StandIn[] = [];

afterAll(() => Promise.all(open.map((one) => one.close())));

async function standIn(...options: Parameters<typeof openStandIn>): Promise<StandIn> {
  const one = await openStandIn(...options);
  open.push(one);
  return one;
}

const broken = ({ exchange, answer }: Attempt): boolean => {
  const row = ROWS.find((one) => probeKey(one) === probeKey(exchange));
  return row !== undefined && judge(row.expected, answer).verdict === 'broken';
};

/** Treatment and status of each probe, and what was left without an answer. */
function summary({ exchanges, unanswered }: LiveRun): Record<string, string> {
  const traits = siteTraitsOf(exchanges);
  const answered = exchanges.map((exchange) => {
    const { treatment, status } = classify(exchange, traits);
    return [probeKey(exchange), `${treatment} ${status}`];
  });
  return Object.fromEntries([...answered, ...unanswered.map((one) => [probeKey(one), one.verdict])]);
}

const isProject = ({ path }: SeenRequest): boolean => path.endsWith('/project');

const isDead = ({ state }: SeenRequest): boolean => state === 'dead';

const isDeadProject = (seen: SeenRequest): boolean => isProject(seen) && isDead(seen);

const isInvalid = ({ state }: SeenRequest): boolean => state === 'unusable' || state === 'dead';

const verdicts = (run: LiveRun): string[] =>
  ROWS.flatMap((row) => {
    const exchange = run.exchanges.find((one) => probeKey(one) === probeKey(row));
    return exchange ? [judge(row.expected, classify(exchange, siteTraitsOf(run.exchanges))).verdict] : [];
  });

const isRevokedProject = ({ exchange }: Attempt): boolean =>
  probeKey(exchange) === 'revoked GET /rest/api/3/project';

describe('a live run', () => {
  it('sends each probe of the plan once if all goes well, and records the answers', async () => {
    const site = await standIn();
    const run = await observeFast(settingsFor(site.origin));
    // The controls are asked once more after the probes.
    expect(run.requests).toBe(ROWS.length + CONTROL_COUNT);
    expect(site.requests).toHaveLength(ROWS.length + CONTROL_COUNT);
    expect(summary(run)).toEqual({
      'valid GET /rest/api/3/myself': 'accepted 200',
      'valid GET /rest/api/3/project': 'accepted 200',
      'missing GET /rest/api/3/myself': 'refused 401',
      'missing GET /rest/api/3/project': 'ignored 200',
      'mistyped GET /rest/api/3/myself': 'refused 401',
      'mistyped GET /rest/api/3/project': 'ignored 200',
      'revoked GET /rest/api/3/myself': 'refused 401',
      'revoked GET /rest/api/3/project': 'ignored 200',
      'bearer-token GET /rest/api/3/project': 'refused 403',
    });
    expect(run.info).toMatchObject({ origin: 'stand-in', site: site.origin });
    expect(run.info).not.toHaveProperty('incomplete');
  });

  it('skips credentials that are not provided, and says how to provide them', async () => {
    const site = await standIn();
    const run = await observeFast(settingsFor(site.origin, { JIRA_REVOKED_TOKEN: undefined }));
    const skipped = run.unanswered.filter(({ credential }) => credential === 'revoked');
    expect(skipped).toHaveLength(2);
    for (const { verdict, reason } of skipped) {
      expect(verdict).toBe('skipped');
      expect(reason).toContain('JIRA_REVOKED_TOKEN');
    }
  });

  it('classifies no 2xx as ignored if valid answers do not name their account', async () => {
    const site = await standIn({ accountIdHeader: false });
    const run = await observeFast(settingsFor(site.origin));
    expect(summary(run)).toMatchObject({
      'valid GET /rest/api/3/myself': 'accepted 200',
      'missing GET /rest/api/3/project': 'inconclusive 200',
      'revoked GET /rest/api/3/project': 'ignored 200',
    });
  });

  it('records shapes without values, and gives an account the same pseudonym everywhere', async () => {
    const site = await standIn();
    const run = await observeFast(settingsFor(site.origin));
    const text = JSON.stringify(run.exchanges);
    for (const value of [
      'Stand In Owner',
      'owner@example.com',
      '00000000abcd',
      'avatar.example.com',
      'xsrf.token=stand',
    ]) {
      expect(text).not.toContain(value);
    }
    const named = run.exchanges.flatMap((one) => headerOf(one, 'x-aaccountid') ?? []);
    expect(named).toHaveLength(2);
    expect(new Set(named).size).toBe(1);
  });

  it('does not contain the site if anonymised', async () => {
    const site = await standIn();
    const run = await observeFast(settingsFor(site.origin), { anonymise: true });
    const { host } = new URL(site.origin);
    for (const form of [host, encodeURIComponent(host)]) expect(JSON.stringify(run)).not.toContain(form);
    expect(JSON.stringify(run.exchanges)).toContain('jira-site.example.com');
  });
});

describe.concurrent('the controls', () => {
  const cases: [string, StandInFault | undefined, string][] = [
    ['a suspended site', { kind: 'suspended' }, 'controls-failed'],
    ['a login page in place of the API', { kind: 'wrong-type' }, 'controls-failed'],
    ['a redirect to a login page', { kind: 'redirect' }, 'controls-failed'],
    ['a CAPTCHA', { kind: 'captcha' }, 'controls-failed'],
    ['an HTML error page', { kind: 'status', status: 503 }, 'controls-failed'],
    ['a storm of 429', { kind: 'throttle' }, 'controls-failed'],
    ['a reset connection', { kind: 'reset' }, 'unreachable'],
    ['a reset in mid-body', { kind: 'reset-mid-body' }, 'unreachable'],
    ['broken JSON', { kind: 'not-json' }, 'controls-failed'],
    ['a 200 for every request', { kind: 'odd', status: 200 }, 'controls-failed'],
  ];

  it.each(cases)('end a run before it judges anything: %s', async (_, fault, code) => {
    const site = await standIn();
    if (fault) site.inject(fault);
    const run = observeFast(settingsFor(site.origin), { politeness: { maxAttempts: 2 } });
    await expect(run).rejects.toMatchObject({ code, exitCode: 3 });
    expect(site.requests.every(({ path }) => path.endsWith('/myself'))).toBe(true);
  });

  it.each(['stall-headers', 'stall-body', 'slow-drip'] as const)(
    'end a run whose answers never come to their end: %s',
    async (kind) => {
      const site = await standIn();
      site.inject({ kind });
      // No answer is whole, however long it is waited for.
      const run = observeFast(settingsFor(site.origin), { bounds: { ...SHORT_BOUNDS, total: 30 } });
      await expect(run).rejects.toMatchObject({ code: 'unreachable', exitCode: 3 });
      expect(site.requests.every(({ path }) => path.endsWith('/myself'))).toBe(true);
    },
  );

  it('end a run whose valid token does not work', async () => {
    const site = await standIn();
    site.revoke(SYNTHETIC_IDENTITY.apiToken);
    await expect(observeFast(settingsFor(site.origin))).rejects.toMatchObject({ code: 'controls-failed' });
    expect(site.requests.every(({ path }) => path.endsWith('/myself'))).toBe(true);
  });

  it.each([
    ['a refused connection', 'http://127.0.0.1:1'],
    ['a name that does not exist', 'https://no-such-site.invalid'],
  ])('report %s', { timeout: 30_000 }, async (_, site) => {
    const settings = settingsFor(site, { JIRA_ALLOWED_HOSTS: 'no-such-site.invalid' });
    await expect(observeFast(settings)).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('report a server that does not speak HTTP', async () => {
    const server = createTcpServer((socket) => socket.end('220 smtp.example.com ready\r\n'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await expect(observeFast(settingsFor(`http://127.0.0.1:${port}`))).rejects.toMatchObject({
      code: 'unreachable',
    });
    server.close();
  });

  it('report an untrusted certificate, whatever the environment says', async () => {
    const requests: unknown[] = [];
    const server = createHttpsServer(SELF_SIGNED, (request, response) => {
      requests.push(request.url);
      response.end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const settings = settingsFor(`https://127.0.0.1:${port}`, { JIRA_ALLOWED_HOSTS: '127.0.0.1' });
    await expect(observeFast(settings)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('certificate') as string,
    });
    expect(requests).toEqual([]);
    vi.unstubAllEnvs();
    server.close();
  });

  it('never follow a redirect to another host', async () => {
    const connections: unknown[] = [];
    const trap = createTcpServer((socket) => connections.push(socket.destroy()));
    trap.listen(0, '127.0.0.1');
    await once(trap, 'listening');
    const { port } = trap.address() as AddressInfo;
    const site = await standIn();
    site.inject({ kind: 'redirect', to: `http://127.0.0.1:${port}/login` });
    await expect(observeFast(settingsFor(site.origin))).rejects.toMatchObject({ code: 'controls-failed' });
    expect(connections).toEqual([]);
    trap.close();
  });
});

describe('the confirmation of alarms', () => {
  it('retries transient failures without effect on the result', async () => {
    const site = await standIn();
    for (const kind of ['reset', 'throttle'] as const) site.inject({ kind, times: 1, when: isProject });
    const run = await observeFast(settingsFor(site.origin));
    expect(run.requests).toBe(ROWS.length + 2 + CONTROL_COUNT);
    expect(Object.values(summary(run)).filter((one) => one.startsWith('inconclusive'))).toEqual([]);
  });

  it('repeats timed-out probes in a separate round, followed by the controls', async () => {
    const site = await standIn();
    let asked = 0;
    const opening = openWithLate(({ path }) => path.endsWith('/project') && (asked += 1) === 1);
    const clock = fastClock();
    const run = await observeFast(settingsFor(site.origin), { open: opening, clock });
    expect(run.requests).toBe(ROWS.length + 1 + 2 * CONTROL_COUNT);
    expect(Object.values(summary(run)).filter((one) => one.startsWith('inconclusive'))).toEqual([]);
    expect(clock.slept).toEqual([30_000]);
  });

  it('repeats probes that raise an alarm later, and confirms an answer given three times', async () => {
    const site = await standIn();
    site.inject({ kind: 'odd', status: 401, when: isDeadProject });
    const clock = fastClock();
    const run = await observeFast(settingsFor(site.origin), { isAlarm: broken, clock });
    expect(run.requests).toBe(ROWS.length + 2 + 3 * CONTROL_COUNT);
    expect(summary(run)['revoked GET /rest/api/3/project']).toBe('refused 401');
    const exchange = run.exchanges.find((one) => probeKey(one) === 'revoked GET /rest/api/3/project');
    expect(exchange && certaintyOf(exchange)).toEqual({ times: 3 });
    // What raised no alarm was asked for once: there is nothing to count.
    expect(run.exchanges.filter(({ meta }) => 'times' in meta)).toHaveLength(1);
    expect(clock.slept).toContain(30_000);
  });

  it('reports a probe with changing answers as flapping, without an alarm', async () => {
    const site = await standIn();
    site.inject({ kind: 'odd', status: 401, times: 1, when: isDeadProject });
    const run = await observeFast(settingsFor(site.origin), { isAlarm: broken });
    const exchange = run.exchanges.find((one) => probeKey(one) === 'revoked GET /rest/api/3/project');
    expect(exchange?.meta).toMatchObject({ flapping: [401, 200, 200] });
    expect(exchange && classify(exchange, siteTraitsOf(run.exchanges))).toMatchObject({
      treatment: 'inconclusive',
      mark: 'flapping',
    });
  });

  it('never sends a refused credential a fourth time, and reports an alarm that is left open', async () => {
    const site = await standIn();
    let asked = 0;
    const odd = (seen: SeenRequest): boolean => isDeadProject(seen) && (asked += 1) !== 2;
    site.inject({ kind: 'odd', status: 401, when: odd });
    const run = await observeFast(settingsFor(site.origin), { isAlarm: broken });
    expect(site.requests.filter(isDeadProject)).toHaveLength(3);
    const exchange = run.exchanges.find((one) => probeKey(one) === 'revoked GET /rest/api/3/project');
    expect(exchange?.meta).toMatchObject({ flapping: [401, 200, 401] });
    expect(run.info).toHaveProperty('unconfirmed');
    expect(run.info).not.toHaveProperty('incomplete');
  });

  it('confirms an alarm of a working token in spite of a single different answer, and records it', async () => {
    const site = await standIn();
    let asked = 0;
    const odd = (seen: SeenRequest): boolean =>
      isProject(seen) && seen.state === 'account' && (asked += 1) !== 2;
    site.inject({ kind: 'odd', status: 401, when: odd });
    const run = await observeFast(settingsFor(site.origin), { isAlarm: broken });
    const exchange = run.exchanges.find((one) => probeKey(one) === 'valid GET /rest/api/3/project');
    expect(exchange).toMatchObject({ response: { status: 401 }, meta: { times: 3, dissent: [200] } });
  });

  it('sends the controls again before it takes an odd answer for a dead token', async () => {
    const site = await standIn();
    site.inject({ kind: 'odd', status: 401, times: 1, when: ({ state }) => state === 'account' });
    const run = await observeFast(settingsFor(site.origin));
    expect(run.info).not.toHaveProperty('incomplete');
  });

  it('does not trust a single answer that could not be confirmed', async () => {
    const site = await standIn();
    site.inject({ kind: 'odd', status: 401, times: 1, when: isDeadProject });
    site.inject({ kind: 'reset', when: isDeadProject });
    const run = await observeFast(settingsFor(site.origin), { isAlarm: broken });
    expect(summary(run)['revoked GET /rest/api/3/project']).toBe('inconclusive');
  });

  it('never repeats a probe whose refusal breaks nothing', async () => {
    const site = await standIn();
    await observeFast(settingsFor(site.origin), { isAlarm: broken });
    const asked = site.requests.filter(({ path, state }) => path.endsWith('/myself') && state === 'dead');
    expect(asked).toHaveLength(1);
  });

  it('records an answer whose body is too long to read', async () => {
    const site = await standIn();
    site.inject({ kind: 'big-body', bytes: 20 * 2 ** 20, when: isDeadProject });
    const run = await observeFast(settingsFor(site.origin));
    const exchange = run.exchanges.find((one) => probeKey(one) === 'revoked GET /rest/api/3/project');
    expect(exchange?.response).toMatchObject({ status: 200 });
    expect(exchange?.response).not.toHaveProperty('body');
  });
});

describe('a site that can no longer be judged', () => {
  const cases: [string, StandInFault, string][] = [
    ['an allowlist', { kind: 'answer', status: 403, body: '{"errorMessages":["No."],"errors":{}}' }, '403'],
    ['a redirect', { kind: 'answer', status: 302, headers: { location: 'https://sso.example.com/' } }, 'sso'],
    ["a proxy's 401", { kind: 'answer', status: 401, headers: { 'www-authenticate': 'Basic' } }, '401'],
    ["a firewall's 403", { kind: 'answer', status: 403, body: '{"message":"Forbidden"}' }, '403'],
    ["a load balancer's 404", { kind: 'answer', status: 404, body: 'no backend' }, '404'],
    ['a legal block', { kind: 'answer', status: 451 }, '451'],
    ['an empty list', { kind: 'odd', status: 200 }, '200'],
  ];

  it.each(cases)(
    'is believed no further than to the last sign of the controls: %s',
    async (_, fault, word) => {
      for (const after of [2, 5, 9, 12]) {
        const site = await standIn();
        // Something is alarming from the start, so that there is a round in which it is asked again.
        site.inject({
          kind: 'odd',
          status: 401,
          when: (seen) => isDeadProject(seen) && site.requests.length <= after,
        });
        site.inject({ ...fault, when: () => site.requests.length > after });
        const run = await observeFast(settingsFor(site.origin), { isAlarm: broken });
        expect(run.info, String(after)).toHaveProperty('incomplete', expect.stringContaining(word));
        expect(verdicts(run), String(after)).not.toContain('broken');
        expect(site.requests.length).toBeLessThan(after + 50);
      }
    },
  );

  it('loses its valid token halfway: earlier answers are kept', async () => {
    const site = await standIn();
    const revoke = (): boolean => {
      if (site.requests.length === 6) site.revoke(SYNTHETIC_IDENTITY.apiToken);
      return false;
    };
    site.inject({ kind: 'odd', when: revoke });
    const run = await observeFast(settingsFor(site.origin), { isAlarm: broken });
    expect(run.info).toHaveProperty('incomplete', expect.stringContaining('401'));
    expect(summary(run)['valid GET /rest/api/3/myself']).toBe('accepted 200');
    expect(verdicts(run)).not.toContain('broken');
  });

  it('does not include one with a single odd answer to a control', async () => {
    const site = await standIn();
    const late = ({ state }: SeenRequest): boolean => state === 'account' && site.requests.length > 9;
    site.inject({ kind: 'suspended', times: 1, when: late });
    const run = await observeFast(settingsFor(site.origin), { isAlarm: broken });
    expect(run.info).not.toHaveProperty('incomplete');
  });

  it('includes one that fails part of the requests, as over one of two routes', async () => {
    for (const remainder of [0, 1]) {
      const site = await standIn();
      const when = (): boolean => site.requests.length % 2 === remainder;
      site.inject({ kind: 'answer', status: 401, body: '{"errorMessages":["No."]}', when });
      const judged = await observeFast(settingsFor(site.origin), { isAlarm: broken }).then(
        verdicts,
        (error: unknown) => [`ended with ${(error as Fault).exitCode}`],
      );
      const odd = judged.filter((one) => !['kept', 'inconclusive', 'ended with 3'].includes(one));
      expect(odd).toEqual([]);
    }
  });
});

it('reports a roll-out that has reached half of the replicas', async () => {
  const site = await standIn();
  let turn = -1;
  // One round meets the replicas that have changed, the next one the others.
  const changed = (seen: SeenRequest): boolean =>
    isInvalid(seen) && isProject(seen) && Math.floor((turn += 1) / 4) % 2 === 0;
  site.inject({ kind: 'odd', status: 401, when: changed });
  const many = (['revoked', 'expired', 'mistyped', 'deactivated'] as const).map(
    (credential): ContractRow => ({
      era: '2026-09',
      credential,
      operation: 'GET /rest/api/3/project',
      expected: ignored(200),
    }),
  );
  const rows = [...ROWS.filter(({ credential }) => ['valid', 'missing'].includes(credential)), ...many];
  const run = await observeFast(settingsFor(site.origin), {
    rows,
    isAlarm: ({ exchange, answer }) => exchange.credential !== 'missing' && answer.treatment === 'refused',
    politeness: { concurrency: 1 },
  });
  const marks = run.exchanges.map((exchange) => classify(exchange, siteTraitsOf(run.exchanges)).mark);
  expect(marks.filter((mark) => mark === 'rolling-out').length).toBeGreaterThanOrEqual(2);
  expect(run.info).not.toHaveProperty('incomplete');
});

describe('the own credentials', () => {
  const ADMIN: ContractRow = {
    era: '2026-09',
    credential: 'admin-key',
    operation: 'GET https://api.atlassian.com/admin/v1/orgs',
    expected: accepted(200),
  };
  const SCOPED: ContractRow = {
    era: '2026-09',
    credential: 'gateway-scoped',
    operation: 'GET /rest/api/3/myself',
    expected: accepted(200),
  };
  const SCOPELESS: ContractRow = {
    era: '2026-09',
    credential: 'gateway-scope-missing',
    operation: 'GET /rest/agile/1.0/board',
    expected: because('FAILURE_CLIENT_SCOPE_CHECK', refused(401)),
  };

  it.each([
    ['an Admin key', 'adminKey', ADMIN, 'JIRA_ADMIN_API_KEY'],
    ['a scoped token', 'scopedToken', SCOPED, 'JIRA_SCOPED_TOKEN'],
    ['a token without the scope', 'underScopedToken', SCOPELESS, 'JIRA_UNDERSCOPED_TOKEN'],
  ] as const)('are not a change in Jira if they died: %s', async (_, part, row, variable) => {
    const site = await standIn();
    const alive = await observeFast(settingsFor(site.origin), { rows: [...ROWS, row], isAlarm: () => true });
    expect(alive.exchanges.some((one) => probeKey(one) === probeKey(row))).toBe(true);
    site.revoke(SYNTHETIC_IDENTITY[part]);
    const before = site.requests.length;
    const run = await observeFast(settingsFor(site.origin), { rows: [...ROWS, row], isAlarm: broken });
    const skipped = run.unanswered.find((one) => probeKey(one) === probeKey(row));
    expect(skipped).toMatchObject({
      verdict: 'skipped',
      reason: expect.stringContaining(variable) as string,
    });
    expect(run.info).not.toHaveProperty('incomplete');
    const asked = site.requests
      .slice(before)
      .filter(({ path }) => !path.startsWith('/rest/') && !path.startsWith('/_edge'));
    expect(asked).toHaveLength(2);
  });

  it('are checked also in a part that has only a credential that uses them', async () => {
    const site = await standIn();
    const using: ContractRow = { ...SCOPED, credential: 'gateway-mistyped', expected: refused(401) };
    const settings = settingsFor(site.origin, { JIRA_SCOPED_TOKEN: SYNTHETIC_IDENTITY.neverIssuedToken });
    const plan = planLive([using], settings, 'all');
    const unchecked = await observeFast(settings, { plan });
    expect(unchecked.unanswered).toEqual([]);
    const checked = await observeFast(settings, {
      plan: { ...plan, available: new Set([using.credential, SCOPED.credential]) },
    });
    expect(checked.unanswered.map((one) => [probeKey(one), one.verdict])).toEqual([
      [probeKey(using), 'skipped'],
    ]);
    // The check itself is not part of the result.
    expect(checked.exchanges.some(({ credential }) => credential === SCOPED.credential)).toBe(false);
  });

  it('are skipped if their host is unreachable, and the rest is judged', async () => {
    const site = await standIn();
    const settings = settingsFor(site.origin, { JIRA_API_ORIGIN: 'http://127.0.0.1:1' });
    const run = await observeFast(settings, { rows: [...ROWS, ADMIN, SCOPED], isAlarm: broken });
    expect(run.info).not.toHaveProperty('incomplete');
    expect(run.exchanges).toHaveLength(ROWS.length);
    expect(run.unanswered.map(({ verdict }) => verdict)).toEqual(['skipped', 'skipped']);
  });
});

describe('a steady answer', () => {
  it.each([301, 405, 422, 451])('of the status %d is a behaviour', async (status) => {
    const site = await standIn();
    const answer = { kind: 'answer', status, headers: { location: 'https://status.example.com/' } } as const;
    site.inject({ ...answer, when: isDeadProject });
    const run = await observeFast(settingsFor(site.origin), { isAlarm: isRevokedProject });
    const exchange = run.exchanges.find((one) => probeKey(one) === 'revoked GET /rest/api/3/project');
    expect(exchange).toMatchObject({ meta: { times: 3, steady: [status, status, status] } });
    expect(site.requests.filter(isDeadProject)).toHaveLength(3);
  });
});

async function runWithGone(isGone: (request: number, seen: SeenRequest) => boolean): Promise<LiveRun> {
  const site = await standIn();
  let asked = 0;
  const when = (seen: SeenRequest): boolean => isProject(seen) && isGone((asked += 1), seen);
  site.inject({ kind: 'answer', status: 410, body: '{"errorMessages":["Gone."],"errors":{}}', when });
  return observeFast(settingsFor(site.origin), { isAlarm: broken });
}

describe('an operation that is gone', () => {
  const PROJECT_PROBES = ['valid GET /rest/api/3/project', 'revoked GET /rest/api/3/project'];
  const marksOf = ({ exchanges }: LiveRun): (string | undefined)[] => {
    const traits = siteTraitsOf(exchanges);
    return PROJECT_PROBES.map((key) => {
      const exchange = exchanges.find((one) => probeKey(one) === key);
      return exchange && classify(exchange, traits).mark;
    });
  };
  it('throughout the run was removed', async () => {
    expect(marksOf(await runWithGone(() => true))).toEqual(['operation-removed', 'operation-removed']);
  });

  it('from the middle of the run is a brown-out, as shown by the token that worked before', async () => {
    expect(marksOf(await runWithGone((request) => request > 1))).toEqual(['brown-out', 'brown-out']);
  });

  it('until the middle of the confirmation is a brown-out', async () => {
    expect(marksOf(await runWithGone((request) => request < 5))).toContain('brown-out');
  });

  it('for a dead token only does not count', async () => {
    const run = await runWithGone((_, { state }) => state !== 'account');
    expect(marksOf(run)).not.toContain('brown-out');
  });
});

describe('a polite run', () => {
  it('stops at the first sign of a CAPTCHA', async () => {
    const site = await standIn();
    site.inject({ kind: 'captcha', when: isInvalid });
    const run = await observeFast(settingsFor(site.origin), { politeness: { concurrency: 8 } });
    expect(site.requests.filter(isInvalid)).toHaveLength(1);
    expect(run.info).toHaveProperty('incomplete');
    expect(summary(run)).toMatchObject({ 'revoked GET /rest/api/3/project': 'inconclusive' });
  });

  it('limits how often a credential that should fail is sent, whatever the answer', async () => {
    const answers: Record<string, StandInFault> = {
      'a refusal': { kind: 'odd', status: 401 },
      'a page of an edge': { kind: 'wrong-type' },
      'an unknown status': { kind: 'odd', status: 422 },
      'a redirect elsewhere': { kind: 'redirect', to: '/somewhere' },
      'a suspended site': { kind: 'suspended' },
      'a server error': { kind: 'status', status: 503 },
      'a WAF that says no': { kind: 'status', status: 403 },
      throttling: { kind: 'throttle' },
      'no answer': { kind: 'reset' },
    };
    const counts: Record<string, number> = {};
    for (const [name, fault] of Object.entries(answers)) {
      const site = await standIn();
      site.inject({ ...fault, when: isDeadProject });
      await observeFast(settingsFor(site.origin), { isAlarm: broken });
      counts[name] = site.requests.filter(isDeadProject).length;
    }
    expect(Object.entries(counts).filter(([, count]) => count > 3)).toEqual([]);
  });

  it('stays within its budget, and reports that it is incomplete', async () => {
    const site = await standIn();
    const run = await observeFast(settingsFor(site.origin), { politeness: { maxRequests: 5 } });
    expect(site.requests).toHaveLength(5);
    expect(run.info).toHaveProperty('incomplete');
    expect(run.exchanges).toHaveLength(5);
    expect(run.unanswered).toHaveLength(ROWS.length - 5);
  });

  it('waits as long as the site asks, and not at all if that is too long', async () => {
    const site = await standIn();
    site.inject({ kind: 'throttle', retryAfter: '37', times: 1, when: isProject });
    const clock = fastClock();
    await observeFast(settingsFor(site.origin), { clock, politeness: { concurrency: 1 } });
    expect(Math.max(...clock.slept)).toBeGreaterThan(35_000);
    site.inject({ kind: 'throttle', retryAfter: '86400', times: 1, when: isProject });
    const run = await observeFast(settingsFor(site.origin));
    expect(run.info).toHaveProperty('incomplete');
  });

  it('limits the total of all pauses, and names the rate limit', async () => {
    const site = await standIn();
    site.inject({ kind: 'throttle', retryAfter: '119', when: isProject });
    const clock = fastClock();
    const began = clock.now();
    const run = await observeFast(settingsFor(site.origin), { clock });
    expect(clock.now() - began).toBeLessThan(300_000);
    expect(run.info).toHaveProperty('incomplete', expect.stringContaining('jira-burst-based'));
  });

  it('ends when its time is up', async () => {
    const site = await standIn();
    const clock = fastClock();
    const run = await observeFast(settingsFor(site.origin), { clock, politeness: { minInterval: 60_000 } });
    expect(site.requests.length).toBeLessThan(ROWS.length);
    expect(run.info).toHaveProperty('incomplete');
  });

  it('judges the rest if one operation gives no usable answers', async () => {
    const site = await standIn();
    site.inject({ kind: 'status', status: 503, when: isProject });
    site.inject({ kind: 'odd', status: 200, when: (seen) => isDead(seen) && !isProject(seen) });
    const run = await observeFast(settingsFor(site.origin), { isAlarm: broken });
    expect(run.info).not.toHaveProperty('incomplete');
    expect(summary(run)).toMatchObject({
      'revoked GET /rest/api/3/myself': 'ignored 200',
      'mistyped GET /rest/api/3/myself': 'refused 401',
      'valid GET /rest/api/3/project': 'inconclusive 503',
    });
  });

  it('sends no further credentials to an operation that never answers', async () => {
    const site = await standIn();
    let late = 0;
    const opening = openWithLate(({ path }) => {
      const isLate = path.endsWith('/project');
      if (isLate) late += 1;
      return isLate;
    });
    const run = await observeFast(settingsFor(site.origin), { isAlarm: broken, open: opening });
    expect(run.info).not.toHaveProperty('incomplete');
    // Two or three at a time, and once more each.
    expect(late).toBeGreaterThanOrEqual(2);
    expect(late).toBeLessThanOrEqual(6);
    expect(site.requests.filter(isProject)).toEqual([]);
    expect(summary(run)['revoked GET /rest/api/3/myself']).toBe('refused 401');
  });

  it('ends cleanly if interrupted, and keeps its results', async () => {
    const site = await standIn();
    const controller = new AbortController();
    site.inject({
      kind: 'stall-headers',
      when: (seen) => {
        if (isProject(seen)) queueMicrotask(() => controller.abort());
        return isProject(seen);
      },
    });
    const run = await observeFast(settingsFor(site.origin), { signal: controller.signal });
    expect(run.info).toHaveProperty('incomplete');
    expect(summary(run)).toMatchObject({
      'valid GET /rest/api/3/myself': 'accepted 200',
      'revoked GET /rest/api/3/project': 'inconclusive',
    });
  });
});
