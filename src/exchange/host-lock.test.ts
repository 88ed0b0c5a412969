import { Agent } from 'undici';
import { expect, it } from 'vitest';
import { hostLock } from './host-lock.ts';

const locked = new Agent().compose(hostLock(['https://acme.atlassian.net']));

it.each([
  ['another host', 'https://evil.example.com', 'GET'],
  ['the same host without TLS', 'http://acme.atlassian.net', 'GET'],
  ['another port', 'https://acme.atlassian.net:8443', 'GET'],
  ['a host that only begins alike', 'https://acme.atlassian.net.evil.example.com', 'GET'],
  ['a request that could change something', 'https://acme.atlassian.net', 'POST'],
  ['a removal', 'https://acme.atlassian.net', 'DELETE'],
] as const)('stops %s before it is sent', async (_, origin, method) => {
  await expect(locked.request({ origin, path: '/', method })).rejects.toMatchObject({
    code: 'forbidden-host',
  });
});
