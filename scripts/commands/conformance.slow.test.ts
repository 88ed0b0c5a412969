import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { beforeEach, describe, expect, it } from 'vitest';
import { conformanceFileSchema } from '../../src/conformance/conformance-file.ts';
import { conformanceResultSchema, type ConformanceResult } from '../../src/conformance/result.ts';
import { SCENARIO_IDS } from '../../src/conformance/scenarios.ts';
import { temporaryFolder } from '../../src/temporary-folder.fixture.ts';
import { callCommand, type Called } from './commands.fixture.ts';
import { conformanceCommand } from './conformance.ts';

let config: string;

beforeEach(() => {
  config = join(temporaryFolder(), 'conformance.yml');
});

const call = (...args: readonly string[]): Promise<Called> =>
  callCommand(conformanceCommand, ['--config', config, ...args], { env: process.env });

/** A program that asks for the projects, and prints their number. */
const NAIVE = ['sh', '-c', 'curl -s -u "$JIRA_EMAIL:$JIRA_API_TOKEN" "$JIRA_URL/rest/api/3/project" | wc -c'];

/** The same, which fails if the token is not for the account. */
const CAREFUL = [
  'sh',
  '-c',
  'curl -sSf -u "$JIRA_EMAIL:$JIRA_API_TOKEN" "$JIRA_URL/rest/api/3/myself" > /dev/null || { echo the token is dead; exit 1; }',
];

const onRevoked = ['--only', 'revoked'];

async function resultOf(...args: readonly string[]): Promise<ConformanceResult> {
  const { out } = await call('--format', 'json', ...args);
  return conformanceResultSchema.parse(JSON.parse(out));
}

describe('conformance', () => {
  it('says of a naive program that it is silent, and of a careful one that it noticed', async () => {
    const naive = await call(...onRevoked, '--', ...NAIVE);
    expect(naive.code).toBe(1);
    const careful = await call(...onRevoked, '--', ...CAREFUL);
    expect(careful.code).toBe(0);
    const { results, level } = await resultOf(...onRevoked, '--', ...CAREFUL);
    expect(results.map(({ scenario, verdict }) => [scenario, verdict])).toEqual([
      ['valid', 'passed'],
      ['empty-site', 'passed'],
      ['revoked', 'named'],
    ]);
    expect(level).toBeNull();
  });

  it('writes what was seen as known, and fails when one of them passes', async () => {
    const first = await call('--init', '--name', 'projects', ...onRevoked, '--', ...NAIVE);
    expect(first.code).toBe(0);
    const written = conformanceFileSchema.parse(parse(readFileSync(config, 'utf8')));
    expect(written.knownFailures).toEqual([
      expect.objectContaining({ use: 'projects', scenario: 'revoked', verdict: 'silent' }),
    ]);
    // The uses of the file are run if no program is named.
    expect((await call(...onRevoked)).code).toBe(0);
    const passes = await call('--name', 'projects', ...onRevoked, '--', ...CAREFUL);
    expect(passes.code).toBe(1);
    const renewed = await call('--init', '--name', 'projects', ...onRevoked, '--', ...CAREFUL);
    expect(renewed.code).toBe(0);
    expect(conformanceFileSchema.parse(parse(readFileSync(config, 'utf8'))).knownFailures).toEqual([]);
  });

  it('fails if a known failure becomes worse', async () => {
    const known = { use: 'a', scenario: 'revoked', verdict: 'misled', reason: 'x', date: '2026-11-26' };
    writeFileSync(config, JSON.stringify({ knownFailures: [known] }));
    expect((await call('--name', 'a', ...onRevoked, '--', ...NAIVE)).code).toBe(1);
  });

  it('proves nothing if the program fails with a token that works, or asks nothing', async () => {
    for (const program of ['false', 'true']) {
      const { code, out } = await call(...onRevoked, '--', program);
      expect(code).toBe(3);
      expect(out).not.toBe('');
    }
    expect(existsSync(config)).toBe(false);
  });

  it('takes the notices of the file, and of a use before those', async () => {
    const script = 'curl -sf -u "$JIRA_EMAIL:$JIRA_API_TOKEN" "$JIRA_URL/rest/api/3/myself" || exit 77';
    const use = { command: ['sh', '-c', script] };
    const file = { notices: { exitCode: 78 }, uses: { a: use, b: { ...use, notices: { exitCode: 77 } } } };
    writeFileSync(config, JSON.stringify(file));
    const { results } = await resultOf(...onRevoked);
    expect(
      results
        .filter(({ scenario }) => scenario === 'revoked')
        .map(({ use: name, verdict }) => [name, verdict]),
    ).toEqual([
      ['a', 'misled'],
      ['b', 'named'],
    ]);
    const { uses } = await resultOf(...onRevoked, '--only', 'b');
    expect(uses.map(({ name }) => name)).toEqual(['b']);
  });

  it('reads paths of the program from where the user is, and runs it elsewhere', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'client.sh'), 'pwd >&2; curl -s "$JIRA_URL/rest/api/3/field"');
    const { out } = await callCommand(
      conformanceCommand,
      ['--config', config, '--only', 'valid', '--format', 'json', '--', 'sh', 'client.sh'],
      { env: { ...process.env, INIT_CWD: folder } },
    );
    const { results, uses } = conformanceResultSchema.parse(JSON.parse(out));
    expect(uses.map(({ name }) => name)).toEqual(['client']);
    expect(results[0]).toMatchObject({ exitCode: 0, requestCount: 1 });
    expect(results[0]?.output.stderr[0]).not.toBe(folder);
  });

  it('writes the command as it was given, so that the file is the same on every machine', async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'my client.sh'),
      'curl -sf -u "$JIRA_EMAIL:$JIRA_API_TOKEN" "$JIRA_URL/rest/api/3/field"',
    );
    const env = { ...process.env, INIT_CWD: folder };
    const args = ['--config', config, '--init', '--only', 'valid', '--', 'sh', './my client.sh'];
    expect((await callCommand(conformanceCommand, args, { env })).code).toBe(0);
    expect(conformanceFileSchema.parse(parse(readFileSync(config, 'utf8'))).uses).toEqual({
      'my-client': { command: ['sh', './my client.sh'], drive: 'command' },
    });
    const again = await callCommand(conformanceCommand, ['--config', config, '--only', 'valid'], { env });
    expect(again.code).toBe(0);
  });

  it('writes a badge', async () => {
    const badge = join(temporaryFolder(), 'badge.json');
    await call('--badge', badge, ...onRevoked, '--', ...CAREFUL);
    expect(JSON.parse(readFileSync(badge, 'utf8'))).toMatchObject({ schemaVersion: 1, color: 'lightgrey' });
  });

  it('adds to the job summary of GitHub', async () => {
    const summary = join(temporaryFolder(), 'summary.md');
    const args = ['--config', config, '--format', 'github', ...onRevoked, '--', ...NAIVE];
    const env = { ...process.env, GITHUB_STEP_SUMMARY: summary };
    const { out } = await callCommand(conformanceCommand, args, { env });
    expect(out).toMatch(/^::error /m);
    expect(readFileSync(summary, 'utf8')).toContain('revoked');
  });

  it.each([
    ['the report', ['--out']],
    ['the badge', ['--badge']],
    ['the known failures', ['--init', '--config']],
  ])('runs nothing if %s cannot be written', async (_what, options) => {
    const mark = join(temporaryFolder(), 'was run');
    const inAFile = join(mark, '..', 'file', 'x');
    writeFileSync(join(mark, '..', 'file'), '');
    const { code, err } = await call(...options, inAFile, ...onRevoked, '--', 'touch', mark);
    expect(code).toBe(2);
    expect(err).toContain(inAFile);
    expect(existsSync(mark)).toBe(false);
  });

  it('redacts what the program prints, after it was searched', async () => {
    const script = 'echo "$JIRA_API_TOKEN $JIRA_EMAIL"; curl -s "$JIRA_URL/rest/api/3/field"';
    const { out } = await call('--format', 'json', '--only', 'valid', '--', 'sh', '-c', script);
    const { results } = conformanceResultSchema.parse(JSON.parse(out));
    expect(results.map(({ verdict }) => verdict)).toEqual(['leaked', 'leaked']);
    expect(out).not.toMatch(/not-a-real-token|@example\.com/);
  });

  it('lists every scenario', async () => {
    const { code, out } = await call('--list');
    expect(code).toBe(0);
    for (const id of SCENARIO_IDS) expect(out).toContain(id);
  });

  it('lists the uses of the file too', async () => {
    writeFileSync(config, JSON.stringify({ uses: { 'name-of-a-use': { command: ['x'] } } }));
    expect((await call('--list')).out).toContain('name-of-a-use');
  });

  it('refuses known failures of uses that the file does not list, which would stay for ever', async () => {
    const known = { use: 'lsit', scenario: 'revoked', verdict: 'silent', reason: 'x', date: '2026-11-26' };
    writeFileSync(config, JSON.stringify({ uses: { list: { command: NAIVE } }, knownFailures: [known] }));
    const { code, out, err } = await call(...onRevoked);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('lsit');
  });

  it.each([
    ['nothing to run', []],
    ['a program that does not exist', [...onRevoked, '--', '/no/such/program']],
    ['a program without a name', ['--', '', 'x']],
    ['a program that may not be executed', [...onRevoked, '--', import.meta.filename]],
    ['a folder as a program', [...onRevoked, '--', import.meta.dirname]],
    ['an unknown word', ['--only', 'revokd', '--', 'true']],
    ['a bad time limit', ['--time-limit', '0', '--', 'true']],
    ['a bad name', ['--name', '../x', '--', 'true']],
  ])('refuses %s', async (_what, args) => {
    const { code, out, err } = await call(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).not.toBe('');
  });
});
