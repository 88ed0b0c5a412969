import { Agent } from 'undici';
import { afterAll, describe, expect, it } from 'vitest';
import { basic } from '../src/contract/authorization.ts';
import { SYNTHETIC_IDENTITY } from '../src/contract/identity.ts';
import { probeKey } from '../src/contract/probe.ts';
import { headerOf } from '../src/evidence/exchange.ts';
import { readRecordings } from '../src/evidence/recordings.ts';
import { send } from '../src/http/send.ts';
import { planRequest } from '../src/http/planned-request.ts';
import type { RawResponse } from '../src/evidence/raw-response.ts';
import { BEHAVIOURS, openStandIn, type Behaviour, type StandIn } from '../src/stand-in/stand-in.ts';

const agent = new Agent({ allowH2: false });
const open = new Set<StandIn>();

afterAll(async () => {
  await agent.close();
  await Promise.all([...open].map((one) => one.close()));
});

async function standIn(...options: Parameters<typeof openStandIn>): Promise<StandIn> {
  const one = await openStandIn(...options);
  open.add(one);
  return one;
}

const targetOf = ({ origin, cloudId }: StandIn) => ({
  site: origin,
  api: origin,
  cloudId,
  identity: SYNTHETIC_IDENTITY,
  parameters: { projectIdOrKey: 'EXAMPLE', issueIdOrKey: 'EXAMPLE-1', type: 'project' },
});

const MYSELF = 'GET /rest/api/3/myself';
const PROJECTS = 'GET /rest/api/3/project';

type Probe = Parameters<typeof planRequest>[0];

const ask = (site: StandIn, probe: Probe): Promise<RawResponse> =>
  send(planRequest(probe, targetOf(site)), agent);

/** Recordings that the stand-in does not answer to the letter, and why. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'missing GET /rest/api/3/project/{projectIdOrKey}/role':
    'measured on a public project; this one is private',
};

/** Where the sources dispute each other, the stand-in follows those who saw the login reason on a 200. */
const disputed = (also: readonly { readonly gives: string }[] = []): boolean =>
  also.some(({ gives }) => gives.startsWith('disputes'));

const SETS = BEHAVIOURS.filter((behaviour) => behaviour !== 'wanted');

describe.each(SETS)('as of %s', (behaviour: Behaviour) => {
  it('answers as the public recordings of that time do', async () => {
    const site = await standIn({ behaviour });
    const { exchanges } = readRecordings(`public-${behaviour}`);
    const wrong: string[] = [];
    for (const exchange of exchanges) {
      const { response, meta } = exchange;
      const wire = await ask(site, exchange);
      const reason = headerOf(exchange, 'x-seraph-loginreason');
      const actual = wire.headers['x-seraph-loginreason'] ?? null;
      const doubtful = meta.origin !== 'transcribed' || disputed(meta.also);
      const same = wire.status === response.status && (doubtful || reason === undefined || reason === actual);
      if (!same && !(probeKey(exchange) in OTHERWISE)) {
        wrong.push(
          `${probeKey(exchange)}: ${wire.status} ${String(actual)}, not ${response.status} ${String(reason)}`,
        );
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('the stand-in', () => {
  it('refuses every invalid credential with 401 once it behaves as is wanted', async () => {
    const site = await standIn({ behaviour: 'wanted' });
    for (const credential of [
      'revoked',
      'mistyped',
      'email-mismatch',
      'bearer-token',
      'not-base64',
    ] as const) {
      expect((await ask(site, { credential, operation: PROJECTS })).status).toBe(401);
    }
    expect((await ask(site, { credential: 'valid', operation: PROJECTS })).status).toBe(200);
  });

  it('says in every answer that it is not Jira, and sends the account header to the account only', async () => {
    const site = await standIn();
    const valid = await ask(site, { credential: 'valid', operation: MYSELF });
    const revoked = await ask(site, { credential: 'revoked', operation: PROJECTS });
    for (const { headers } of [valid, revoked]) expect(headers).toHaveProperty('x-stand-in');
    expect(valid.headers).toHaveProperty('x-aaccountid');
    expect(revoked.headers).not.toHaveProperty('x-aaccountid');
  });

  it('changes its behaviour while it runs', async () => {
    const site = await standIn({ behaviour: '2022-11' });
    const probe = { credential: 'mistyped', operation: PROJECTS } as const;
    expect((await ask(site, probe)).status).toBe(401);
    site.become('2026-09');
    expect(await ask(site, probe)).toMatchObject({ status: 200, text: '[]' });
  });

  it('lets a revocation arrive after its time, at each replica after its own', async () => {
    let now = 0;
    const site = await standIn({ now: () => now });
    site.revoke(SYNTHETIC_IDENTITY.apiToken, [1000, 3000]);
    const two = async (): Promise<number[]> => [
      (await ask(site, { credential: 'valid', operation: MYSELF })).status,
      (await ask(site, { credential: 'valid', operation: MYSELF })).status,
    ];
    expect(await two()).toEqual([200, 200]);
    now = 2000;
    expect(await two()).toEqual([401, 200]);
    now = 3000;
    expect(await two()).toEqual([401, 401]);
  });

  it('is driven over HTTP, from this machine alone', async () => {
    const site = await standIn();
    const post = (path: string, headers: Record<string, string> = {}) =>
      agent.request({ origin: site.origin, path, method: 'POST', headers });
    expect((await post('/_stand-in/become?behaviour=wanted')).statusCode).toBe(200);
    expect((await post('/_stand-in/become?behaviour=1999')).statusCode).toBe(400);
    expect((await post('/_stand-in/fault?kind=suspended&times=1')).statusCode).toBe(200);
    expect((await post('/_stand-in/revoke?which=apiToken')).statusCode).toBe(200);
    expect((await post('/_stand-in/become?behaviour=wanted', { host: 'evil.example.com' })).statusCode).toBe(
      403,
    );
    expect((await ask(site, { credential: 'missing', operation: MYSELF })).status).toBe(404);
    expect((await ask(site, { credential: 'valid', operation: MYSELF })).status).toBe(401);
  });

  it('answers writes, records them, and changes nothing', async () => {
    const site = await standIn();
    const authorization = basic(SYNTHETIC_IDENTITY.email, SYNTHETIC_IDENTITY.apiToken);
    const listed = async (): Promise<unknown> =>
      (await ask(site, { credential: 'valid', operation: PROJECTS })).text;
    const before = await listed();
    const statuses: number[] = [];
    for (const headers of [{ authorization }, {}]) {
      const { statusCode, body } = await agent.request({
        origin: site.origin,
        path: '/rest/api/3/project',
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{"key":"NEW"}',
      });
      await body.dump();
      statuses.push(statusCode);
    }
    expect(statuses).toEqual([201, 401]);
    expect(await listed()).toEqual(before);
    expect(site.requests.map(({ isWrite, answeredFor }) => [isWrite, answeredFor])).toEqual([
      [false, 'account'],
      [true, 'account'],
      [true, 'anonymous'],
      [false, 'account'],
    ]);
  });

  it('compresses by turns, and a client reads every coding', async () => {
    const site = await standIn();
    const probe = { credential: 'missing', operation: 'GET /rest/api/3/serverInfo' } as const;
    const answers = [await ask(site, probe), await ask(site, probe), await ask(site, probe)];
    expect(new Set(answers.map(({ headers }) => headers['content-encoding']))).toEqual(
      new Set(['gzip', 'br', 'zstd']),
    );
    for (const { text } of answers) expect(JSON.parse(text ?? '')).toHaveProperty('deploymentType');
  });
});
