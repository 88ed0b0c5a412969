import { once } from 'node:events';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { understand } from '../../answer/understand.ts';
import { traitsOf } from '../../answer/traits.ts';
import { SYNTHETIC_IDENTITY } from '../../contract/identity.ts';
import { probeKey } from '../../contract/probe.ts';
import { headerOf } from '../../evidence/exchange.ts';
import { SELF_SIGNED } from '../../exchange/certificate.fixture.ts';
import { openStandIn, type SeenRequest, type StandIn, type StandInFault } from '../../stand-in/stand-in.ts';
import { judge } from '../judge.ts';
import type { Told } from './history.ts';
import type { LiveRun } from './live.ts';
import { fastClock, observeFast, ROWS, settingsFor } from './live.fixture.ts';

const open: StandIn[] = [];

afterAll(() => Promise.all(open.map((one) => one.close())));

async function standIn(...options: Parameters<typeof openStandIn>): Promise<StandIn> {
  const one = await openStandIn(...options);
  open.push(one);
  return one;
}

const broken = ({ exchange, answer }: Told): boolean => {
  const row = ROWS.find((one) => probeKey(one) === probeKey(exchange));
  return row !== undefined && judge(row.expected, answer).verdict === 'broken';
};

/** Treatment and status of each probe, and what was left without an answer. */
function summary({ exchanges, unanswered }: LiveRun): Record<string, string> {
  const traits = traitsOf(exchanges);
  const answered = exchanges.map((exchange) => {
    const { treatment, status } = understand(exchange, traits);
    return [probeKey(exchange), `${treatment} ${status}`];
  });
  return Object.fromEntries([...answered, ...unanswered.map((one) => [probeKey(one), one.verdict])]);
}

const isProject = ({ path }: SeenRequest): boolean => path.endsWith('/project');

const isDead = ({ state }: SeenRequest): boolean => state === 'dead';

const isDeadProject = (seen: SeenRequest): boolean => isProject(seen) && isDead(seen);

const isInvalid = ({ state }: SeenRequest): boolean => state === 'unusable' || state === 'dead';

describe('a live run', () => {
  it('asks each probe of the plan once where all goes well, and keeps what it was told', async () => {
    const site = await standIn();
    const run = await observeFast(settingsFor(site.origin));
    expect(run.requests).toBe(ROWS.length);
    expect(site.requests).toHaveLength(ROWS.length);
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

  it('skips what is not provided, and says how to provide it', async () => {
    const site = await standIn();
    const run = await observeFast(settingsFor(site.origin, { JIRA_REVOKED_TOKEN: undefined }));
    const skipped = run.unanswered.filter(({ credential }) => credential === 'revoked');
    expect(skipped).toHaveLength(2);
    for (const { verdict, reason } of skipped) {
      expect(verdict).toBe('skipped');
      expect(reason).toContain('JIRA_REVOKED_TOKEN');
    }
  });

  it('calls no 2xx ignored where valid answers do not name their account', async () => {
    const site = await standIn({ accountIdHeader: false });
    const run = await observeFast(settingsFor(site.origin));
    expect(summary(run)).toMatchObject({
      'valid GET /rest/api/3/myself': 'accepted 200',
      'missing GET /rest/api/3/project': 'inconclusive 200',
      'revoked GET /rest/api/3/project': 'ignored 200',
    });
  });

  it('keeps shapes and no values, and calls the same account by the same name', async () => {
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

  it('names the site nowhere where it is anonymised', async () => {
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
    ['slow headers', { kind: 'stall-headers' }, 'unreachable'],
    ['a stalled body', { kind: 'stall-body' }, 'unreachable'],
    ['a body that never ends', { kind: 'slow-drip' }, 'unreachable'],
    ['broken JSON', { kind: 'not-json' }, 'controls-failed'],
    ['a 200 for everybody', { kind: 'odd', status: 200 }, 'controls-failed'],
  ];

  it.each(cases)('end a run before it judges anything: %s', async (_, fault, code) => {
    const site = await standIn();
    if (fault) site.inject(fault);
    const run = observeFast(settingsFor(site.origin), { manners: { attempts: 2 } });
    await expect(run).rejects.toMatchObject({ code, exitCode: 3 });
    expect(site.requests.every(({ path }) => path.endsWith('/myself'))).toBe(true);
  });

  it('end a run whose own token does not work', async () => {
    const site = await standIn();
    site.revoke(SYNTHETIC_IDENTITY.apiToken);
    await expect(observeFast(settingsFor(site.origin))).rejects.toMatchObject({ code: 'controls-failed' });
    expect(site.requests.every(({ path }) => path.endsWith('/myself'))).toBe(true);
  });

  it.each([
    ['a refused connection', 'http://127.0.0.1:1'],
    ['a name that does not exist', 'https://no-such-site.invalid'],
  ])('tell of %s', { timeout: 30_000 }, async (_, site) => {
    const settings = settingsFor(site, { JIRA_ALLOWED_HOSTS: 'no-such-site.invalid' });
    await expect(observeFast(settings)).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('tell of a server that does not speak HTTP', async () => {
    const server = createTcpServer((socket) => socket.end('220 smtp.example.com ready\r\n'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await expect(observeFast(settingsFor(`http://127.0.0.1:${port}`))).rejects.toMatchObject({
      code: 'unreachable',
    });
    server.close();
  });

  it('tell of a certificate that nobody vouches for, whatever the environment says', async () => {
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

describe('sure before it alarms', () => {
  it('retries what passes, and is not the wiser for it', async () => {
    const site = await standIn();
    for (const kind of ['reset', 'throttle', 'stall-headers'] as const)
      site.inject({ kind, times: 1, when: isProject });
    const run = await observeFast(settingsFor(site.origin));
    expect(run.requests).toBe(ROWS.length + 3);
    expect(Object.values(summary(run)).filter((one) => one.startsWith('inconclusive'))).toEqual([]);
  });

  it('asks again, later, what would raise an alarm, and believes what is said three times', async () => {
    const site = await standIn();
    site.inject({ kind: 'odd', status: 401, when: isDeadProject });
    const clock = fastClock();
    const run = await observeFast(settingsFor(site.origin), { alarming: broken, clock });
    expect(run.requests).toBe(ROWS.length + 2);
    expect(summary(run)['revoked GET /rest/api/3/project']).toBe('refused 401');
    expect(clock.slept).toContain(30_000);
  });

  it('reports a probe that says one thing and then another as flapping, and alarms nobody', async () => {
    const site = await standIn();
    site.inject({ kind: 'odd', status: 401, times: 1, when: isDeadProject });
    const run = await observeFast(settingsFor(site.origin), { alarming: broken });
    const exchange = run.exchanges.find((one) => probeKey(one) === 'revoked GET /rest/api/3/project');
    expect(exchange?.meta).toMatchObject({ flapping: [401, 200, 200] });
    expect(exchange && understand(exchange, traitsOf(run.exchanges))).toMatchObject({
      treatment: 'inconclusive',
      mark: 'flapping',
    });
  });

  it('never asks a refused credential a fourth time, and does not pass over an alarm that is left open', async () => {
    const site = await standIn();
    let asked = 0;
    const odd = (seen: SeenRequest): boolean => isDeadProject(seen) && (asked += 1) !== 2;
    site.inject({ kind: 'odd', status: 401, when: odd });
    const run = await observeFast(settingsFor(site.origin), { alarming: broken });
    expect(site.requests.filter(isDeadProject)).toHaveLength(3);
    const exchange = run.exchanges.find((one) => probeKey(one) === 'revoked GET /rest/api/3/project');
    expect(exchange?.meta).toMatchObject({ flapping: [401, 200, 401] });
    expect(run.info).toHaveProperty('unconfirmed');
    expect(run.info).not.toHaveProperty('incomplete');
  });

  it('believes an alarm of a working token in spite of a single other answer, and keeps that in mind', async () => {
    const site = await standIn();
    let asked = 0;
    const odd = (seen: SeenRequest): boolean =>
      isProject(seen) && seen.state === 'account' && (asked += 1) !== 2;
    site.inject({ kind: 'odd', status: 401, when: odd });
    const run = await observeFast(settingsFor(site.origin), { alarming: broken });
    const exchange = run.exchanges.find((one) => probeKey(one) === 'valid GET /rest/api/3/project');
    expect(exchange).toMatchObject({ response: { status: 401 }, meta: { dissent: [200] } });
  });

  it('asks the controls again before it takes an odd answer for a dead token', async () => {
    const site = await standIn();
    site.inject({ kind: 'odd', status: 401, times: 1, when: ({ state }) => state === 'account' });
    const run = await observeFast(settingsFor(site.origin));
    expect(run.info).not.toHaveProperty('incomplete');
  });

  it('does not believe what was said once and could not be confirmed', async () => {
    const site = await standIn();
    site.inject({ kind: 'odd', status: 401, times: 1, when: isDeadProject });
    site.inject({ kind: 'reset', when: isDeadProject });
    const run = await observeFast(settingsFor(site.origin), { alarming: broken });
    expect(summary(run)['revoked GET /rest/api/3/project']).toBe('inconclusive');
  });

  it('never asks a second time about a refusal that breaks nothing', async () => {
    const site = await standIn();
    await observeFast(settingsFor(site.origin), { alarming: broken });
    const asked = site.requests.filter(({ path, state }) => path.endsWith('/myself') && state === 'dead');
    expect(asked).toHaveLength(1);
  });

  it('keeps an answer whose body is too long to read', async () => {
    const site = await standIn();
    site.inject({ kind: 'big-body', bytes: 20 * 2 ** 20, when: isDeadProject });
    const run = await observeFast(settingsFor(site.origin));
    const exchange = run.exchanges.find((one) => probeKey(one) === 'revoked GET /rest/api/3/project');
    expect(exchange?.response).toMatchObject({ status: 200 });
    expect(exchange?.response).not.toHaveProperty('body');
  });
});

describe('a polite run', () => {
  it('stops at the first sign of a CAPTCHA', async () => {
    const site = await standIn();
    site.inject({ kind: 'captcha', when: isInvalid });
    const run = await observeFast(settingsFor(site.origin), { manners: { concurrency: 8 } });
    expect(site.requests.filter(isInvalid)).toHaveLength(1);
    expect(run.info).toHaveProperty('incomplete');
    expect(summary(run)).toMatchObject({ 'revoked GET /rest/api/3/project': 'inconclusive' });
  });

  it('bounds what a refused credential is asked, whatever comes in place of a refusal', async () => {
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
      await observeFast(settingsFor(site.origin), { alarming: broken });
      counts[name] = site.requests.filter(isDeadProject).length;
    }
    expect(Object.entries(counts).filter(([, count]) => count > 3)).toEqual([]);
  });

  it('keeps to its budget, and says that it came to no end', async () => {
    const site = await standIn();
    const run = await observeFast(settingsFor(site.origin), { manners: { maxRequests: 5 } });
    expect(site.requests).toHaveLength(5);
    expect(run.info).toHaveProperty('incomplete');
    expect(run.exchanges).toHaveLength(5);
    expect(run.unanswered).toHaveLength(ROWS.length - 5);
  });

  it('waits as long as it is asked to, and not at all where that is too long', async () => {
    const site = await standIn();
    site.inject({ kind: 'throttle', retryAfter: '37', times: 1, when: isProject });
    const clock = fastClock();
    await observeFast(settingsFor(site.origin), { clock, manners: { concurrency: 1 } });
    expect(Math.max(...clock.slept)).toBeGreaterThan(35_000);
    site.inject({ kind: 'throttle', retryAfter: '86400', times: 1, when: isProject });
    const run = await observeFast(settingsFor(site.origin));
    expect(run.info).toHaveProperty('incomplete');
  });

  it('gives up where nothing usable comes for long', async () => {
    const site = await standIn();
    site.inject({ kind: 'status', status: 503, when: isProject });
    const run = await observeFast(settingsFor(site.origin), { manners: { giveUpAfter: 4, concurrency: 1 } });
    expect(site.requests.filter(isProject)).toHaveLength(4);
    expect(run.info).toHaveProperty('incomplete');
  });

  it('ends in order where it is interrupted, and keeps what it saw', async () => {
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
