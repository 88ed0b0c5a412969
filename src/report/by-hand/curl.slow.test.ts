import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compare } from '../../change/compare.ts';
import { CREDENTIALS } from '../../contract/credentials.ts';
import { SYNTHETIC_IDENTITY, type Identity } from '../../contract/identity.ts';
import { OPERATIONS } from '../../contract/operations.ts';
import { runOfRecordings } from '../../run/run.fixture.ts';
import { readRecordings } from '../../evidence/recordings.ts';
import { snapshotOfRecordings, snapshotOfRun } from '../../run/snapshot.ts';
import { environmentFor } from '../../config/stand-in-environment.ts';
import { reproduceText } from '../bundle/reproduce.ts';
import { ticketsOf } from '../bundle/tickets.ts';
import { curlCommand, PREPARATION, variablesOf } from './curl.ts';

/** Characters that are special in a shell, in curl's configuration, in awk, in printf and in a pattern. */
const WEIRD = `"x\\n'$HOME;\`id\` \\"%s&|<>#{*}[!]~=\\`;

const weird = (label: string): string => `${label}${WEIRD}${label}=${label}`;

const HOSTILE: Identity = {
  ...SYNTHETIC_IDENTITY,
  email: weird('email'),
  apiToken: weird('token'),
  otherEmail: weird('other'),
  revokedToken: weird('revoked'),
  expiredToken: weird('expired'),
  scopedEmail: weird('scoped-email'),
  scopedToken: weird('scoped'),
  // One variable holds either kind.
  serviceToken: weird('scoped'),
  gatewayToken: weird('scoped'),
  underScopedToken: weird('under-scoped'),
  deactivatedEmail: weird('former'),
  deactivatedToken: weird('deactivated'),
  adminKey: weird('admin'),
  revokedAdminKey: weird('revoked-admin'),
  password: `pässwörd${WEIRD}`,
};

/** With busybox, whose own programs come first, the wrappers see curl alone. */
const SHELLS = ['sh', 'bash', 'busybox'].filter((shell) => existsSync(`/bin/${shell}`));

/** The programs that the commands use; a wrapper of each records its arguments and environment. */
const PROGRAMS = ['curl', 'base64', 'tr', 'awk', 'sed'];

let folder: string;
let server: Server;
let origin: string;
let answer: { status: number; location?: string };
let seen: { path: string; authorization: string | undefined }[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'curl-'));
  for (const name of PROGRAMS) {
    const real = execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    const note = `{ tr '\\0' '\\n' < /proc/$$/cmdline; env; } >> '${folder}/noted'`;
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\nPATH=/usr/bin:/bin\n${note}\nexec ${real} "$@"\n`);
    chmodSync(path, 0o755);
  }
  seen = [];
  answer = { status: 200 };
  server = createServer(({ url = '', headers }, response) => {
    seen.push({ path: url, authorization: headers.authorization });
    response.writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location });
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});

afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function inShell(
  shell: string,
  script: string,
  env: Record<string, string> = {},
  identity = HOSTILE,
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(shell, shell === 'busybox' ? ['sh', '-s'] : ['-s'], {
    env: {
      ...environmentFor(origin, identity),
      JIRA_CLOUD_ID: '11111111-2222-3333-4444-555555555555',
      JIRA_PASSWORD: identity.password,
      PATH: [folder, process.env['PATH'] ?? ''].join(delimiter),
      HOME: folder,
      ...env,
    },
  });
  child.stdin.end(script);
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, out, err };
}

const noted = (): string =>
  existsSync(join(folder, 'noted')) ? readFileSync(join(folder, 'noted'), 'utf8') : '';

const MYSELF = 'GET /rest/api/3/myself';

const commands = (lines: readonly string[]): string => [...PREPARATION, ...lines, ''].join('\n');

describe.each(SHELLS)('the commands by hand, in %s', (shell) => {
  it('send the exact header of every credential, and expose no part of it to other programs', async () => {
    const lines = CREDENTIALS.map(({ name }) => curlCommand({ credential: name, operation: MYSELF }));
    // Tracing may be on while a user debugs the script.
    const { out, err } = await inShell(shell, commands(['', ...lines]), { SHELLOPTS: 'xtrace' });
    expect(seen.map(({ authorization }, i) => [CREDENTIALS[i]?.name, authorization])).toEqual(
      CREDENTIALS.map(({ name, header }) => [name, header(HOSTILE) ?? undefined]),
    );
    expect(out).toContain('200');
    const shown = noted();
    expect(shown).toContain('--config\n-\n');
    for (const secret of [WEIRD, 'JIRA_', 'Basic', 'Bearer', 'not-a-real-token']) {
      expect([secret, shown.includes(secret)]).toEqual([secret, false]);
    }
    const values = CREDENTIALS.flatMap(({ header }) => header(HOSTILE)?.split(' ')[1] ?? []);
    expect(values.filter((value) => `${shown}${err}`.includes(value))).toEqual([]);
    expect(err).not.toContain(WEIRD);
  });

  it('bear slashes after the site, and pass on no secret of others', async () => {
    const line = curlCommand({ credential: 'valid', operation: MYSELF });
    const others = { PACT_BROKER_TOKEN: WEIRD, ACME_JIRA_API_TOKEN: WEIRD, GITHUB_TOKEN: WEIRD };
    const { code } = await inShell(shell, commands(['set -eu', line]), {
      JIRA_SITE: `${origin}//`,
      ...others,
    });
    expect(code).toBe(0);
    expect(seen.map(({ path }) => path)).toEqual(['/rest/api/3/myself']);
    expect(noted()).not.toContain(WEIRD);
  });

  it.each(['acme.atlassian.net', 'https://acme.atlassian.net/jira'])(
    'say in one sentence what is wrong with the site %s',
    async (site) => {
      const { err } = await inShell(shell, commands([]), { JIRA_SITE: site });
      expect(err.trim().split('\n')).toHaveLength(1);
      expect(err).toContain('JIRA_SITE');
    },
  );

  it('read no ~/.curlrc and use no proxy', async () => {
    writeFileSync(join(folder, '.curlrc'), `url = "${origin}/from-curlrc"\n`);
    const proxies = { http_proxy: 'http://127.0.0.1:1', ALL_PROXY: 'http://user:pass@127.0.0.1:1' };
    await inShell(shell, commands([curlCommand({ credential: 'valid', operation: MYSELF })]), proxies);
    expect(seen.map(({ path }) => path)).toEqual(['/rest/api/3/myself']);
    expect(noted()).toMatch(/curl\n-q\n/);
  });

  it('pass nothing on in a variable that was exported before', async () => {
    const names = ['value', 'address', 'authorization', 'host', 'protocol', 'got', 'name', 'needs', 'seen'];
    const exported = Object.fromEntries(names.map((name) => [name, 'x']));
    const line = curlCommand({ credential: 'bearer-token', operation: MYSELF });
    await inShell(shell, commands([line]), exported);
    expect(seen).toHaveLength(1);
    expect(noted()).toContain('--config');
    for (const secret of [WEIRD, 'Bearer'])
      expect([secret, noted().includes(secret)]).toEqual([secret, false]);
  });

  it('follow no redirect', async () => {
    answer = { status: 302, location: `${origin}/elsewhere` };
    const { out } = await inShell(shell, commands([curlCommand({ credential: 'valid', operation: MYSELF })]));
    expect(out).toContain('302');
    expect(seen).toHaveLength(1);
  });

  it.each([
    ['http elsewhere', { JIRA_SITE: 'http://acme.atlassian.net' }],
    ['loopback as a user of another host', { JIRA_SITE: 'http://127.0.0.1:80@example.com' }],
    ['loopback as the beginning of another name', { JIRA_SITE: 'http://localhost.example.com' }],
    ['another protocol', { JIRA_SITE: 'file:///etc/hostname' }],
    ['a user in https', { JIRA_SITE: 'https://acme.atlassian.net@example.com' }],
    ['an option', { JIRA_SITE: '-K/etc/passwd' }],
    ['nothing', { JIRA_SITE: '' }],
    ['a token with a line break', { JIRA_API_TOKEN: 'a\nurl = "http://127.0.0.1:1"' }],
    ['a token that ends with one', { JIRA_API_TOKEN: 'a\n' }],
    ['a site with one', { JIRA_SITE: 'http://127.0.0.1\n' }],
  ])('send nothing to or with %s', async (_, env) => {
    const lines = (['valid', 'bearer-token', 'truncated', 'no-colon'] as const).map((credential) =>
      curlCommand({ credential, operation: MYSELF }),
    );
    const { err } = await inShell(shell, commands(lines), { ...env, JIRA_EMAIL: '' });
    const sent = seen.filter(
      ({ authorization }) => authorization !== undefined && !authorization.endsWith(' Og=='),
    );
    expect(sent).toEqual([]);
    expect(err).not.toBe('');
    expect(noted()).not.toContain('file://');
  });

  it('reject a key that leads to another path', async () => {
    const operation = 'GET /rest/api/3/project/{projectIdOrKey}';
    const line = curlCommand({ credential: 'valid', operation });
    for (const key of ['../../x', 'A/../../../x', 'A B', 'A"']) {
      await inShell(shell, commands([line]), { JIRA_PROJECT_KEY: key });
    }
    expect(seen).toEqual([]);
  });

  it('make up the script of a bug report, which exposes no secrets either', async () => {
    const run = runOfRecordings(readRecordings('public-2026-09'));
    const [base, head] = [snapshotOfRecordings(readRecordings('public-2022-11')), snapshotOfRun(run)];
    const diff = { base, head, ...compare(base, head), failOn: 'minor' as const };
    const document = { run, file: 'run.json', diff };
    const script = reproduceText(document, ticketsOf(document));
    const { code, out } = await inShell(shell, script);
    expect(code).not.toBe(2);
    // This server does not know the token, so the control fails.
    expect(out).toMatch(/CONTROL FAILED/);
    expect(seen).toHaveLength(1);
    for (const secret of [WEIRD, 'JIRA_', 'Basic', 'Bearer']) {
      expect([secret, noted().includes(secret)]).toEqual([secret, false]);
    }
    const refused = await inShell(shell, script, { JIRA_API_TOKEN: 'a\nb' });
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('JIRA_API_TOKEN');
  });
});

it('prepare every variable that a command may need', () => {
  const needed = CREDENTIALS.flatMap(({ name }) =>
    OPERATIONS.flatMap(({ id }) => variablesOf({ credential: name, operation: id })),
  );
  const loop = PREPARATION.join('\n').split('for name in ')[2]?.split('; do')[0] ?? '';
  const names = needed.flatMap((name) => name.split('/'));
  expect([...new Set(names)].filter((name) => !loop.includes(name))).toEqual([]);
});
