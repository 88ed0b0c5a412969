import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { Agent, request, stream } from 'undici';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { basic } from '../../src/contract/authorization.ts';
import { SYNTHETIC_IDENTITY } from '../../src/contract/identity.ts';
import { oracleFor } from '../../src/secrets/secrets.fixture.ts';
import { FAULT_KINDS } from '../../src/stand-in/faults.ts';
import { guardEventSchema } from '../../src/report/machine/guard-events.ts';
import { openStandIn, type StandIn } from '../../src/stand-in/stand-in.ts';
import { ALL_COMMANDS } from '../all-commands.fixture.ts';
import { loadJiraJs } from '../../tools/packages.ts';
import { startGuard } from '../guard.fixture.ts';
import { settingsBehindProxy } from '../stand-in-settings.ts';
import { callCommand } from './commands.fixture.ts';

const { email, apiToken, revokedToken } = SYNTHETIC_IDENTITY;
const VALID = basic(email, apiToken);
const DEAD = basic(email, revokedToken);

const statusOf = async (url: string, authorization: string, options = {}): Promise<number> => {
  const { statusCode, body } = await request(url, { headers: { authorization }, ...options });
  await body.dump();
  return statusCode;
};

describe('guard', () => {
  let site: StandIn;

  beforeEach(async () => {
    site = await openStandIn();
  });

  afterEach(() => site.close());

  it('prints its address, notices a dead token, and ends in an orderly way', async () => {
    const { origin, end } = await startGuard(site.origin);
    const url = `${origin}/rest/api/3/project`;
    expect(await statusOf(url, VALID)).toBe(200);
    expect(await statusOf(url, DEAD)).toBe(401);
    const { code, out, err } = await end();
    expect([code, out]).toEqual([0, `${origin}\n`]);
    expect(err.trimEnd().split('\n').at(-1)).toMatch(/^2 .*\b1 .*\b1 /);
  });

  it('prints what it did with each answer as JSON, and nothing of the credentials', async () => {
    const { origin, end } = await startGuard(site.origin, ['--format', 'json', '--strict']);
    const url = `${origin}/rest/api/3/project`;
    await request(url).then(({ body }) => body.dump());
    expect(await statusOf(`${url}?secret=1`, VALID)).toBe(200);
    expect(await statusOf(url, DEAD)).toBe(401);
    const remove = site.inject({ kind: 'odd', status: 200 });
    expect(await statusOf(`${origin}/rest/agile/1.0/board`, VALID)).toBe(502);
    remove();
    site.inject({ kind: 'reset' });
    expect(await statusOf(`${origin}/rest/api/3/${'ATATT3xFfGF0'.padEnd(190, 'x')}`, VALID)).toBe(502);
    const { code, out } = await end();
    expect(code).toBe(0);
    const events = out
      .trimEnd()
      .split('\n')
      .map((line) => guardEventSchema.parse(JSON.parse(line)));
    expect(events).toMatchObject([
      { event: 'listening', origin, site: site.origin },
      { event: 'answer', method: 'GET', path: '/rest/api/3/project', state: 'alive', outcome: 'passed' },
      { event: 'answer', status: 200, state: 'dead', outcome: 'refused' },
      { event: 'answer', status: 200, state: 'cannot tell', outcome: 'withheld' },
      { event: 'answer', status: null, path: null, outcome: 'failed' },
      { event: 'end', requests: 5, passed: 2, dead: 1, undecided: 1, failed: 1 },
    ]);
    expect(out).not.toContain('secret');
  });

  it('prints the schema of its events', async () => {
    const { code, out } = await callCommand(ALL_COMMANDS.guard, ['--schema']);
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ oneOf: expect.any(Array) })]);
  });

  it('makes a real client notice that has no idea of it', async () => {
    const { createCloudClient } = await loadJiraJs();
    const { origin, end } = await startGuard(site.origin);
    const client = (host: string, token: string): ReturnType<typeof createCloudClient> =>
      createCloudClient({ host, auth: { type: 'basic', email, apiToken: token } });
    expect(await client(site.origin, revokedToken).projects.searchProjects()).toMatchObject({ values: [] });
    await expect(client(origin, revokedToken).projects.searchProjects()).rejects.toMatchObject({
      name: 'AuthError',
    });
    expect((await client(origin, apiToken).projects.searchProjects()).total).toBeGreaterThan(0);
    expect((await end()).code).toBe(0);
  });

  it('reaches a site of Atlassian through a proxy, with an authority of its own', async () => {
    const behind = await openStandIn({ tls: true });
    const folder = mkdtempSync(join(tmpdir(), 'guard-'));
    onTestFinished(async () => {
      rmSync(folder, { recursive: true });
      await behind.close();
    });
    if (!behind.tls) throw new Error('no TLS');
    const settings = settingsBehindProxy(behind.tls, folder);
    const { origin, end } = await startGuard(settings['JIRA_SITE'] ?? '', [], settings);
    expect(await statusOf(`${origin}/rest/api/3/project`, VALID)).toBe(200);
    expect(await statusOf(`${origin}/rest/api/3/project`, DEAD)).toBe(401);
    expect((await end()).code).toBe(0);
    // Without the authority, its certificate is not trusted.
    const { NODE_EXTRA_CA_CERTS: _, ...others } = settings;
    const strange = await startGuard(settings['JIRA_SITE'] ?? '', [], {
      ...others,
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    });
    expect(await statusOf(`${strange.origin}/rest/api/3/project`, VALID)).toBe(502);
    expect((await strange.end()).code).toBe(0);
  });

  it('gives no credential away, whatever the site repeats', { timeout: 120_000 }, async () => {
    const { origin, end } = await startGuard(site.origin, ['--strict']);
    for (const kind of FAULT_KINDS.filter((name) => !/stall|drip|big/.test(name))) {
      const remove = site.inject({ kind });
      for (const authorization of [VALID, DEAD]) {
        const url = `${origin}/rest/api/3/project?${new URLSearchParams({ authorization }).toString()}`;
        await statusOf(url, authorization).catch(() => 0);
      }
      remove();
    }
    const { code, out, err } = await end();
    expect(code).toBe(0);
    const find = oracleFor([
      { label: 'token', value: apiToken },
      { label: 'dead token', value: revokedToken },
      { label: 'email', value: email, email: true },
      { label: 'header', value: VALID.slice(6) },
      { label: 'dead header', value: DEAD.slice(6) },
    ]);
    expect(find(out + err)).toEqual([]);
  });

  it('answers ten thousand requests side by side, each as it deserves', { timeout: 120_000 }, async () => {
    const { origin, end, peakMemory } = await startGuard(site.origin);
    const dispatcher = new Agent({ connections: 200 });
    onTestFinished(() => dispatcher.destroy());
    const limit = pLimit(1000);
    const statuses = await Promise.all(
      Array.from({ length: 10_000 }, (_, i) =>
        limit(() => statusOf(`${origin}/rest/api/3/serverInfo`, i % 2 === 0 ? VALID : DEAD, { dispatcher })),
      ),
    );
    expect(statuses.filter((status, i) => status !== (i % 2 === 0 ? 200 : 401))).toEqual([]);
    expect(peakMemory()).toBeLessThan(400);
    expect((await end()).code).toBe(0);
  });

  it.each([
    ['--to', 'https://example.com'],
    ['--to', 'http://acme.atlassian.net'],
    ['--to', 'https://acme.atlassian.net/jira'],
    ['--to', 'https://user:secret@acme.atlassian.net'],
    ['--listen', '0.0.0.0:8899'],
    ['--listen', '192.168.0.1:8899'],
  ])('refuses %s %s', async (option, value) => {
    const to = option === '--to' ? [] : ['--to', 'https://acme.atlassian.net'];
    const { code, out, err } = await callCommand(ALL_COMMANDS.guard, [...to, option, value]);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toContain('secret@');
  });

  it('refuses a port that is taken, and to stand in front of itself', async () => {
    const own = new URL(site.origin).host;
    const taken = ['--listen', own, '--to', 'https://acme.atlassian.net'];
    expect((await callCommand(ALL_COMMANDS.guard, taken)).code).toBe(2);
    expect((await callCommand(ALL_COMMANDS.guard, ['--listen', own, '--to', site.origin])).code).toBe(2);
  });
});

const GIB = 2 ** 30;

describe('a long stream', () => {
  it.each([
    ['download', 5],
    ['upload', 1],
  ])('passes in constant memory: %s of %i GiB', { timeout: 180_000 }, async (way, gib) => {
    const chunk = Buffer.alloc(2 ** 20, 'x');
    const size = gib * GIB;
    let received = 0;
    const server = createServer((asked, response) => {
      asked.on('data', (part: Buffer) => {
        received += part.length;
      });
      asked.on('end', () => {
        response.writeHead(200, { 'x-aaccountid': '1', 'content-type': 'application/octet-stream' });
        let left = way === 'download' ? size : 0;
        const more = (): void => {
          let hasRoom = true;
          while (hasRoom && left > 0 && !response.destroyed) {
            left -= chunk.length;
            hasRoom = response.write(chunk);
          }
          if (left > 0) response.once('drain', more);
          else response.end();
        };
        more();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { origin, peakMemory, end } = await startGuard(`http://127.0.0.1:${port}`);
    const url = `${origin}/rest/api/3/attachment/content/1`;
    const headers = { authorization: VALID };
    const before = peakMemory();
    if (way === 'download') {
      await stream(url, { method: 'GET', headers, bodyTimeout: 0 }, () => {
        return new Writable({
          write: (part: Buffer, _, done) => {
            received += part.length;
            done();
          },
        });
      });
    } else {
      const body = function* (): Generator<Buffer> {
        for (let sent = 0; sent < size; sent += chunk.length) yield chunk;
      };
      await statusOf(url, VALID, { method: 'POST', body: body(), headersTimeout: 0 });
    }
    expect(received).toBe(size);
    expect(peakMemory() - before).toBeLessThan(150);
    expect((await end()).code).toBe(0);
  });
});
