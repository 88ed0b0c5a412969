import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { acceptCommand } from './commands/accept.ts';
import { callCommand, type Called } from './commands/commands.fixture.ts';
import { doctorCommand } from './commands/doctor.ts';
import { historyCommand } from './commands/history.ts';
import { nightlyCommand } from './commands/nightly.ts';
import { reportCommand } from './commands/report.ts';
import type { MakeCommand } from './main.ts';
import { copyProject, runCommand, type Ended } from './project-copy.fixture.ts';

const { path: copy, remove } = copyProject();
const home = mkdtempSync(join(tmpdir(), 'npm-home-'));

afterAll(() => {
  remove();
  rmSync(home, { recursive: true });
});

/** The line to type; npm itself prints the one without `--` if it is verbose. */
const LINE = /npm run ([\w:-]+ -- .*)$/m;

const lineIn = ({ err }: { readonly err: string }): string | undefined => LINE.exec(err)?.[1];

/** The real npm, as a user types it. */
const npm = (words: string, env: Record<string, string> = {}): Promise<Ended> =>
  runCommand(copy, words.split(' '), { HOME: home, ...env }, undefined, 'npm');

describe('an option that npm treats as its own', { timeout: 60_000 }, () => {
  it.each([
    ['run check --live', 'check -- --live'],
    ['run doctor --offline', 'doctor -- --offline'],
    ['run accept --no-acknowledge', 'accept -- --no-acknowledge'],
    ['run accept --yes', 'accept -- --yes'],
    ['run report --all --out=x.html public-2026-09', 'report -- --all --out x.html public-2026-09'],
    ['run history --site acme', 'history -- --site acme'],
    ['run check --quiet', 'check -- --quiet'],
    ['run check -q', 'check -- --quiet'],
    ['run check --verbose', 'check -- --verbose'],
    ['run diff --color a b', 'diff -- --color a b'],
    ['run diff --no-color a b', 'diff -- --no-color a b'],
    ['run check --only mistyped', 'check -- --only mistyped'],
    ['run check --only=mistyped --only valid', 'check -- --only mistyped --only valid'],
    ['run check --only mistyped -- --all', 'check -- --only mistyped --all'],
  ])('is noticed: npm %s', async (typed, line) => {
    const ended = await npm(typed);
    expect(ended.code).toBe(2);
    expect(lineIn(ended)?.split(' ').toSorted()).toEqual(line.split(' ').toSorted());
    expect(lineIn(ended)).toMatch(/^[\w:]+ -- /);
  });

  it('is quoted as it was typed', async () => {
    const { code, err } = await runCommand(
      copy,
      ['run', 'check', '--only', "v3 my'self"],
      { HOME: home },
      undefined,
      'npm',
    );
    expect(code).toBe(2);
    expect(lineIn({ err })).toBe(String.raw`check -- --only 'v3 my'\''self'`);
  });

  it.each([
    ['--quiet run accept -- --help'],
    ['run --verbose accept -- --help'],
    ['--no-color run accept -- --help'],
    ['run --silent accept -- --help'],
  ])('is not reported if it is meant for npm: npm %s', async (typed) => {
    expect(await npm(typed)).toMatchObject({ code: 0 });
  });

  it.each([['--silent run history'], ['--quiet run history'], ['run --loglevel=verbose --color history']])(
    'leaves a command alone if it is meant for npm: npm %s',
    async (typed) => expect(await npm(typed)).toMatchObject({ code: 0 }),
  );

  it('is not reported if another npm, a file or the environment set it', async () => {
    const line = ['run', 'accept', '--', '--help'];
    expect(await npm(line.join(' '))).toMatchObject({ code: 0 });
    const names = { npm_config_site: 'acme', npm_config_all: 'true', npm_config_history: 'no-such-file' };
    expect(await npm('run history', names)).toMatchObject({ code: 0 });
    writeFileSync(join(home, '.npmrc'), 'site = acme\nall=true\n; history=x\n');
    expect(await npm('run history')).toMatchObject({ code: 0 });
    rmSync(join(home, '.npmrc'));
  });
});

const call = (command: MakeCommand, args: string[], env: Record<string, string>): Promise<Called> =>
  callCommand(command, args, { env });

describe('what is in the environment', () => {
  it.each<[string, MakeCommand, Record<string, string>]>([
    ['a flag', nightlyCommand, { npm_config_core: 'true' }],
    ['a value', historyCommand, { npm_config_out: 'x.html' }],
    ['in capitals, as on Windows', historyCommand, { NPM_CONFIG_OUT: 'x.html' }],
    ['a hyphen', reportCommand, { npm_config_fail_on: 'major' }],
    ['a negation', acceptCommand, { npm_config_acknowledge: '' }],
  ])('shows %s that npm took', async (_, command, env) => {
    const called = await call(command, [], env);
    expect(called).toMatchObject({ code: 2, out: '' });
    expect(lineIn(called)).toMatch(/ -- --/);
  });

  it.each<[string, string[], Record<string, string>]>([
    ["is npm's own", [], { npm_config_all: 'true', npm_config_loglevel: 'silent' }],
    ['is not set', [], { npm_config_all: '', npm_config_out: '' }],
    ['is given as well', ['--site', 'x', '--help'], { npm_config_site: 'x' }],
    ['is of the script that starts this one', [], { npm_config_site: 'x', npm_lifecycle_event: 'build' }],
  ])('is not reported if it %s', async (_, args, env) => {
    expect(await call(historyCommand, args, env)).toMatchObject({ code: 0 });
  });

  it('is not reported by a command that another command runs', async () => {
    expect(await call(doctorCommand, ['--offline', '--core'], { npm_config_core: 'true' })).not.toMatchObject(
      {
        err: expect.stringMatching(LINE) as string,
      },
    );
  });
});
