import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { SYNTHETIC_IDENTITY, type Identity } from '../src/contract/identity.ts';
import { checksum } from '../src/contract/synthetic-token.ts';
import { givesAway } from '../src/evidence/secrets.fixture.ts';
import { environmentFor } from '../src/stand-in/environment.ts';
import { readValues, settingsOf } from '../src/config/settings.ts';
import { Fault } from '../src/contract/fault.ts';
import { redact } from '../src/evidence/redaction.ts';
import { observeFast } from '../src/run/live/live.fixture.ts';
import { FAULT_KINDS } from '../src/stand-in/faults.ts';
import { openStandIn, type StandIn, type StandInFault } from '../src/stand-in/stand-in.ts';
import { copyProject, runCommand } from './project-copy.fixture.ts';

// Every command as a user runs it, with secrets that exist nowhere else, against a site that behaves, fails and
// says back what it was told. All bytes that come out, on the terminal and in files, are searched.
const { path: copy, remove } = copyProject();

afterAll(remove);

const open = new Set<StandIn>();

afterEach(async () => {
  await Promise.all([...open].map((one) => one.close()));
  open.clear();
});

const token = (prefix = 'ATATT3xFfGF0'): string => {
  const head = `${prefix}${randomBytes(129).toString('base64url')}=`;
  return head + checksum(head);
};

const email = (): string => `p${randomBytes(6).toString('hex')}@leak.example.com`;

/** An identity of which nothing was ever written down. */
function randomIdentity(): Identity {
  return {
    ...SYNTHETIC_IDENTITY,
    email: email(),
    otherEmail: email(),
    deactivatedEmail: email(),
    apiToken: token(),
    revokedToken: token(),
    expiredToken: token(),
    scopedEmail: email(),
    scopedToken: token(),
    underScopedToken: token(),
    deactivatedToken: token(),
    adminKey: token('ATCTT3xFfG'),
    revokedAdminKey: token('ATCTT3xFfG'),
    watchedToken: token(),
    watchedAdminKey: token('ATCTT3xFfG'),
  };
}

const SECRETS = [
  'email',
  'otherEmail',
  'deactivatedEmail',
  'apiToken',
  'revokedToken',
  'expiredToken',
  'scopedEmail',
  'scopedToken',
  'underScopedToken',
  'deactivatedToken',
  'adminKey',
  'revokedAdminKey',
  'watchedToken',
  'watchedAdminKey',
] as const;

/** All files below a folder, with their contents. */
function files(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !path.includes('node_modules')) found.set(path, readFileSync(path, 'latin1'));
  }
  return found;
}

let before = files(copy);

/** What was written since this was last asked, with the paths: a secret in a name is one too many as well. */
function written(): string {
  const [then, now] = [before, files(copy)];
  before = now;
  return [...now]
    .filter(([path, text]) => then.get(path) !== text)
    .map(([path, text]) => `${path}\n${text}`)
    .join('\n');
}

async function command(args: readonly string[], env: Record<string, string>): Promise<string> {
  const { out, err } = await runCommand(copy, args, env);
  return `${out}\n${err}`;
}

const FAST = ['--confirm-after', '0', '--core'];

const RUNS: readonly (readonly [string, StandInFault | undefined, readonly string[]])[] = [
  [
    'check --live',
    undefined,
    ['scripts/check.ts', '--live', '--all', '--baseline', 'public-2022-11', ...FAST],
  ],
  [
    'check --live as JSON, told its secrets back',
    { kind: 'hostile', when: ({ state }) => state !== 'account' && state !== 'none' },
    ['scripts/check.ts', '--live', '--format', 'json', ...FAST],
  ],
  [
    'check --live as Markdown, in trouble',
    { kind: 'reset', times: 6, when: ({ path }) => !path.endsWith('/myself') },
    ['scripts/check.ts', '--live', '--format', 'markdown', '--out', 'reports/leak.md', ...FAST],
  ],
  [
    'record, told its secrets back',
    { kind: 'hostile', rate: 0.5, when: ({ state }) => state === 'dead' },
    ['scripts/record.ts', 'leak', ...FAST],
  ],
  ['doctor', undefined, ['scripts/doctor.ts', ...FAST]],
  ['doctor, told its secrets back', { kind: 'hostile' }, ['scripts/doctor.ts', '--format', 'json', ...FAST]],
  [
    'check --live, redirected',
    { kind: 'redirect', to: 'https://evil.example.com/' },
    ['scripts/check.ts', '--live', ...FAST],
  ],
  [
    'check --live with a CAPTCHA',
    { kind: 'captcha', when: ({ state }) => state === 'dead' },
    ['scripts/check.ts', '--live', '--max-requests', '30', ...FAST],
  ],
  [
    'check --live with every report, told its secrets back',
    { kind: 'hostile', rate: 0.5, when: ({ state }) => state === 'dead' },
    [
      'scripts/check.ts',
      '--live',
      ...['html', 'png', 'svg', 'junit', 'sarif', 'github', 'jira-wiki', 'adf', 'markdown', 'json'].flatMap(
        (name) => ['--report', name],
      ),
      ...FAST,
    ],
  ],
  [
    'check --live with the pacts, told its secrets back',
    { kind: 'hostile', rate: 0.5, when: ({ state }) => state === 'dead' },
    ['scripts/check.ts', '--live', '--pacts', '--report', 'html', '--report', 'junit', ...FAST],
  ],
  [
    'pact:verify --live, told its secrets back',
    { kind: 'hostile', when: ({ state }) => state !== 'account' && state !== 'none' },
    ['scripts/pact-verify.ts', '--live', '--format', 'json', ...FAST.filter((arg) => arg !== '--core')],
  ],
  [
    'watch-revocation, told its secrets back',
    { kind: 'hostile', rate: 0.5, when: ({ path }) => path.endsWith('/project/search') },
    ['scripts/watch-revocation.ts', '--yes', '--revoked-at', 'now', '--settle', '4'],
  ],
  [
    'nightly, told its secrets back',
    { kind: 'hostile', rate: 0.5, when: ({ state }) => state === 'dead' },
    ['scripts/nightly.ts', '--format', 'markdown', ...FAST],
  ],
  ['nightly, in trouble', { kind: 'status', status: 503 }, ['scripts/nightly.ts', ...FAST]],
  ['accept', undefined, ['scripts/accept.ts']],
];

describe('no failure gives a secret away', { timeout: 60_000 }, () => {
  it.each(FAULT_KINDS)('%s', async (kind) => {
    const identity = randomIdentity();
    const site = await openStandIn({ identity });
    open.add(site);
    site.inject({ kind, bytes: 2 * 2 ** 20 });
    const settings = settingsOf(
      readValues(environmentFor(site.origin, identity), 'no-such-file'),
      'the test',
    );
    const told = await observeFast(settings).then(
      (run) => JSON.stringify(run),
      (error: unknown) => (error instanceof Fault ? error.message : String((error as Error).stack)),
    );
    const printed = redact(told);
    expect(printed.length).toBeGreaterThan(20);
    expect(SECRETS.filter((part) => givesAway(printed, identity[part]))).toEqual([]);
  });
});

describe('no command gives a secret away', { timeout: 60_000 }, () => {
  it.each(RUNS)('%s', async (_, fault, args) => {
    const identity = randomIdentity();
    const site = await openStandIn({ identity });
    open.add(site);
    if (fault) site.inject(fault);
    site.revoke(identity.watchedToken, 3000);
    const file = join(copy, 'settings.env');
    const lines = Object.entries(environmentFor(site.origin, identity)).map(
      ([name, value]) => `${name}=${value}`,
    );
    writeFileSync(file, lines.join('\n'));
    const printed = await command(
      [...args, ...(args[0] === 'scripts/accept.ts' ? [] : ['--settings', file])],
      {},
    );
    rmSync(file);
    expect(site.requests.length > 0).toBe(args[0] !== 'scripts/accept.ts');
    const all = `${printed}\n${written()}`;
    expect(SECRETS.filter((part) => givesAway(all, identity[part]))).toEqual([]);
  });

  it('and a token of each settings mistake stays out of what is said about it', async () => {
    const identity = randomIdentity();
    for (const wrap of [
      (value: string) => `"${value}"`,
      (value: string) => `${value} `,
      (value: string) => `a@b.example:${value}`,
      (value: string) => `Bearer ${value}`,
      (value: string) => Buffer.from(`a@b.example:${value}`).toString('base64'),
      (value: string) => `${value}\n`,
    ]) {
      const env = {
        ...environmentFor('https://acme.atlassian.net', identity),
        JIRA_API_TOKEN: wrap(identity.apiToken),
      };
      const printed = await command(['scripts/doctor.ts', '--offline'], env);
      expect(printed).toContain('JIRA_API_TOKEN');
      expect(SECRETS.filter((part) => givesAway(printed, identity[part]))).toEqual([]);
    }
  });
});
