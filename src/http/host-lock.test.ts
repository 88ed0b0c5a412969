import type { Dispatcher } from 'undici';
import { expect, it } from 'vitest';
import { hostLock } from './host-lock.ts';

const SITE = 'https://acme.atlassian.net';
const GATEWAY = 'https://api.atlassian.com';

type Sent = readonly [string, string];

/** What the lock lets through of a request, or the fault. */
function pass(origin: string | URL | undefined, method: string, methods?: ReadonlySet<string>): unknown {
  const sent: Sent[] = [];
  const dispatch: Dispatcher.Dispatch = (options) => {
    sent.push([String(options.origin), options.method]);
    return true;
  };
  const options = { ...(origin !== undefined && { origin }), path: '/', method };
  try {
    hostLock([SITE, GATEWAY], methods)(dispatch)(options, {});
    return sent;
  } catch (error) {
    return sent.length === 0 ? error : sent;
  }
}

it.each<Sent>([
  [SITE, 'GET'],
  [SITE, 'HEAD'],
  [GATEWAY, 'GET'],
])('lets through to %s a %s', (origin, method) => {
  expect(pass(origin, method)).toEqual([[origin, method]]);
});

it.each<[string, string | URL | undefined]>([
  ['another host', 'https://evil.example.com'],
  ['the same host without TLS', 'http://acme.atlassian.net'],
  ['another port', 'https://acme.atlassian.net:8443'],
  ['a host that only begins alike', 'https://acme.atlassian.net.evil.example.com'],
  ['a host that only ends alike', 'https://evil-acme.atlassian.net'],
  ['a missing host', undefined],
])('blocks a request to %s before it is sent, and says where requests may go', (_, origin) => {
  expect(pass(origin, 'GET')).toMatchObject({
    code: 'forbidden-host',
    message: expect.stringContaining(GATEWAY) as string,
  });
});

it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE', 'get', ''])(
  'stops a %s before it is sent, and says what may be sent',
  (method) => {
    expect(pass(SITE, method)).toMatchObject({
      code: 'forbidden-host',
      message: expect.stringMatching(/\bGET\b.*\bHEAD\b/) as string,
    });
  },
);

it('allows exactly the given methods', () => {
  const methods = new Set(['POST']);
  expect(pass(SITE, 'POST', methods)).toEqual([[SITE, 'POST']]);
  expect(pass(SITE, 'GET', methods)).toMatchObject({ code: 'forbidden-host' });
  expect(pass('https://evil.example.com', 'POST', methods)).toMatchObject({ code: 'forbidden-host' });
});
