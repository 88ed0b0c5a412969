import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readClients } from '../../src/clients/client-file.ts';
import { measuredSchema, measuredText, type Measured } from '../../src/clients/measured.ts';
import { copyProject, runCli, type Ended } from '../project-copy.fixture.ts';

// One client with one use, measured by the whole command in a copy of the project: a program of our own, which prints its
// credential when a request fails.

const PROGRAM = `
const { JIRA_URL, JIRA_EMAIL, JIRA_API_TOKEN } = process.env;
if (!JIRA_API_TOKEN) throw new Error('There is no token.');
const authorization = 'Basic ' + btoa(JIRA_EMAIL + ':' + JIRA_API_TOKEN);
const response = await fetch(JIRA_URL + '/rest/api/3/project', { headers: { authorization } });
if (!response.ok) throw new Error('Failed with ' + response.status + ', sent ' + authorization);
for (const { key } of await response.json()) console.log(key);
`;

let copy: ReturnType<typeof copyProject>;
let clients: string;
let stored: string;

const call = (...args: readonly string[]): Promise<Ended> =>
  runCli(copy.path, ['clients', '--packages', 'some packages', ...args], {
    HOME: process.env['HOME'] ?? '',
  });

const measured = (): Measured => measuredSchema.parse(JSON.parse(readFileSync(stored, 'utf8')));

beforeAll(() => {
  copy = copyProject();
  clients = join(copy.path, 'fixtures', 'clients');
  stored = join(clients, 'measured.json');
  for (const { folder } of readClients(clients)) rmSync(join(folder, 'client.yml'));
  rmSync(stored, { force: true });
  writeFileSync(join(clients, 'curl', 'client.mjs'), PROGRAM);
  const run = { command: ['node', 'client.mjs'] };
  const use = { calls: 'fetch', run, finds: 'projects' };
  writeFileSync(
    join(clients, 'curl', 'client.yml'),
    stringify({ source: 'curl', package: 'curl', licence: 'MIT', uses: { list: use } }),
  );
});

afterAll(() => copy.remove());

describe('clients', { timeout: 600_000 }, () => {
  it('measures, writes the table, and lists no cell in which a credential was let out', async () => {
    const { code, out, err } = await call();
    expect([code, err]).toEqual([0, expect.not.stringContaining('defect')]);
    const [client] = measured().clients;
    const [use] = client?.uses ?? [];
    const seenAs = (site: 'asItIs' | 'guard' | 'wanted'): unknown => use?.seen[use.cells[site].revoked ?? -1];
    expect(seenAs('asItIs')).toMatchObject({ verdict: 'silent', noticed: false });
    expect(seenAs('guard')).toEqual({ noticed: true, isReached: true });
    expect(seenAs('wanted')).toEqual({ noticed: true, isReached: true });
    // Node.js prints where the program failed.
    expect(readFileSync(stored, 'utf8')).toContain('file://{client}/client.mjs:');
    for (const text of [
      out,
      readFileSync(stored, 'utf8'),
      ...['clients.md', 'clients.html'].map((name) => readFileSync(join(copy.path, 'docs', name), 'utf8')),
    ]) {
      expect(text).not.toMatch(/leaked|ATATT/);
      expect(text).not.toContain(copy.path);
    }
  });

  it('finds nothing else when it measures again', async () => {
    const before = readFileSync(stored, 'utf8');
    const { code } = await call('--check');
    expect(code).toBe(0);
    expect(readFileSync(stored, 'utf8')).toBe(before);
  });

  it('says that a stored verdict is stale, and leaves it', async () => {
    const before = measured();
    const stale = {
      ...before,
      clients: before.clients.map((client) => ({
        ...client,
        uses: client.uses.map((use) => ({
          ...use,
          seen: use.seen.map((one) => (one.verdict === 'silent' ? { ...one, verdict: 'named' } : one)),
        })),
      })),
    };
    writeFileSync(stored, measuredText(measuredSchema.parse(stale)));
    const { code, err } = await call('--check');
    expect(code).toBe(1);
    expect(err).toContain('revoked');
    expect(measured()).toEqual(stale);
    writeFileSync(stored, measuredText(before));
  });

  it('prints what is stored, and measures nothing', async () => {
    const before = readFileSync(stored, 'utf8');
    const { code, out } = await call('--stored', '--format', 'json');
    expect(code).toBe(0);
    const { noticed, falseAlarmsOfGuard } = JSON.parse(out) as Record<string, Record<string, unknown>>;
    // The gateway refuses a dead token.
    expect(noticed?.['asItIs']).toMatchObject({ number: 2 });
    expect(falseAlarmsOfGuard).toMatchObject({ number: 0 });
    expect(readFileSync(stored, 'utf8')).toBe(before);
  });

  it('stores nothing of a client at which it is interrupted', async () => {
    const before = readFileSync(stored, 'utf8');
    const { code, err } = await runCli(copy.path, ['clients', '--packages', 'packages'], {}, (child) => {
      // The client is named when it is measured. A second signal would end the process at once.
      child.stderr?.on('data', (text: Buffer) => {
        if (String(text).includes('curl') && !child.killed) child.kill('SIGINT');
      });
    });
    expect([code, err]).toEqual([3, expect.not.stringContaining('defect')]);
    expect(readFileSync(stored, 'utf8')).toBe(before);
  });

  it.each([
    ['a client that there is not', ['--client', 'no-such-client']],
    ['two ways at once', ['--stored', '--check']],
  ])('ends with 2 and a sentence for %s', async (_, args) => {
    const { code, out, err } = await call(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toContain(' at ');
  });

  it('ends with 3 and a sentence if npm cannot install a client', async () => {
    const folder = join(clients, 'jira-client');
    const file = join(folder, 'client.yml');
    const use = { calls: 'x', run: { command: ['node', 'driver.mjs', 'list'] }, finds: 'projects' };
    writeFileSync(
      file,
      stringify({ source: 'npm', package: 'jira-client', licence: 'MIT', uses: { list: use } }),
    );
    const { code, err } = await runCli(
      copy.path,
      ['clients', '--client', 'jira-client', '--packages', 'none'],
      { npm_config_registry: 'http://127.0.0.1:9', npm_config_fetch_retries: '0', HOME: copy.path },
    );
    rmSync(file);
    expect([code, err]).toEqual([3, expect.stringContaining('jira-client')]);
    expect(err).not.toContain('    at ');
    expect(existsSync(join(copy.path, 'none', 'installed'))).toBe(false);
  });
});
