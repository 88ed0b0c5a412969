import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Agent, request } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { Fault } from '../fault.ts';
import { readRecordings } from '../evidence/recordings.ts';
import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import { CREDENTIALS } from '../contract/credentials.ts';
import { hostLock } from './host-lock.ts';
import { openReplay, type Replay } from './replay.ts';

const set = readRecordings('public-2026-09');
let replay: Replay | undefined;
afterEach(async () => {
  await replay?.close();
  replay = undefined;
});

const faultOf = async (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('replaying', () => {
  it('gives every credential a distinct Authorization', () => {
    const values = CREDENTIALS.map(({ header, place }) => `${place} ${header(SYNTHETIC_IDENTITY)}`);
    // The same token at the gateway and on the site are two credentials: the place tells them apart.
    expect(new Set(values).size).toBe(values.length);
  });

  it('raises a fault for a probe without a recording', async () => {
    replay = openReplay(set, ['revoked']);
    const probe = { credential: 'revoked', operation: 'GET /rest/api/3/label' } as const;
    expect(replay.has(probe)).toBe(false);
    expect(await faultOf(replay.ask(probe))).toMatchObject({ code: 'unreplayed-request' });
  });

  it('raises a fault for a request that no interceptor matches, and shows no credential', async () => {
    // The recordings of `valid` are not on the wire: its Authorization matches none.
    replay = openReplay(set, ['revoked']);
    const fault = await faultOf(replay.ask({ credential: 'valid', operation: 'GET /rest/api/3/myself' }));
    expect(fault).toBeInstanceOf(Fault);
    const shown = JSON.stringify([String(fault), (fault as Fault).stack]);
    expect(shown).not.toContain(SYNTHETIC_IDENTITY.apiToken.slice(0, 20));
    expect(shown).not.toMatch(/Basic /);
  });

  it('lets no request out of the process while it is open', async () => {
    const server = createServer((_, response) => response.end('out')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const agent = new Agent();
    try {
      replay = openReplay(set, ['revoked']);
      const answer = request(`http://127.0.0.1:${port}/`, { dispatcher: agent }).then(({ body }) =>
        body.text(),
      );
      expect(await answer.catch(() => 'stopped')).not.toBe('out');
    } finally {
      await agent.close();
      server.close();
    }
  });
});

describe('the host lock', () => {
  it('stops a request to another origin before it is sent', async () => {
    let connections = 0;
    const server = createServer((_, response) => response.end('reached')).listen(0, '127.0.0.1');
    server.on('connection', () => (connections += 1));
    await once(server, 'listening');
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const agent = new Agent();
    try {
      const locked = agent.compose(hostLock(['https://jira-site.example.com']));
      expect(await faultOf(request(origin, { dispatcher: locked }))).toMatchObject({
        code: 'forbidden-host',
      });
      expect(connections).toBe(0);
      const open = agent.compose(hostLock([origin]));
      expect(await (await request(origin, { dispatcher: open })).body.text()).toBe('reached');
    } finally {
      await agent.close();
      server.close();
    }
  });
});
