import { appendFileSync, cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import type { ChildProcess } from 'node:child_process';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYNTHETIC_IDENTITY } from '../src/contract/identity.ts';
import { environmentFor } from '../src/config/stand-in-environment.ts';
import { openStandIn, type StandIn } from '../src/stand-in/stand-in.ts';
import { emptyFolder, exec, execMeanwhile, git, type Outcome } from './git.fixture.ts';
import { commandsIn, readmeCommands } from './readme.fixture.ts';
import { ROOT } from './recipes.fixture.ts';
import { openUnmarkedSite, type UnmarkedSite } from './unmarked-site.fixture.ts';

// README.md as a newcomer follows it: each command is given to a shell as it is written, in order, in a fresh clone.

const { blocks, mentioned } = readmeCommands();

/** Commands that do not exit with 0, and why. */
const EXIT_CODES: Readonly<Record<string, number | null>> = {
  // README says so: that change is not acknowledged.
  'npm run --silent diff -- public-2019-11 public-2019-12': 1,
  // The program that stands in for the reader's notices nothing.
  'npm run conformance -- -- node your-client.js': 1,
  // After Ctrl-C, npm ends itself by the same signal, and there is no code.
  'npm run guard -- --to https://acme.atlassian.net': null,
  // The token still works for a while after it was revoked.
  'npm run watch-revocation': 1,
};

/** What is typed instead, where a command leaves something to the reader. */
const typed = (command: string): string =>
  command
    .replace('NAME', 'my-site')
    .replace('your-client.js', 'fixtures/clients/naive/client.mjs')
    // It would ask, and there is no terminal; and it would go on for ten minutes after the token is dead.
    .replace(/^npm run watch-revocation$/, '$& -- --yes --revoked-at now --settle 5');

let folder: string;
let remove: () => void;
let clone: string;
let standIn: StandIn;
let site: UnmarkedSite;

/** The paths that git lists in the working tree. */
const listed = (...args: string[]): string[] =>
  git(ROOT, ...args)
    .split('\n')
    .filter((path) => path !== '');

/** Makes a clone equal to the working tree, with what is not committed yet. */
function addUncommitted(): void {
  for (const path of [
    ...listed('diff', '--name-only', '--no-renames', 'HEAD'),
    ...listed('ls-files', '--others', '--exclude-standard'),
  ]) {
    if (existsSync(join(ROOT, path))) {
      mkdirSync(dirname(join(clone, path)), { recursive: true });
      cpSync(join(ROOT, path), join(clone, path));
    } else rmSync(join(clone, path), { force: true });
  }
  git(clone, 'add', '--all');
}

/** In the place of `npm ci`, which .ci/run has run for real. The files are shared, and nothing changes one of them. */
function install(): Outcome {
  const linked = exec(ROOT, 'cp', ['-al', 'node_modules', clone]);
  const { code, out, err } = linked.code === 0 ? linked : exec(ROOT, 'cp', ['-a', 'node_modules', clone]);
  rmSync(join(clone, 'node_modules', '.vite'), { recursive: true, force: true });
  return { code, out, err };
}

/** What a person does after a command, before the next one. */
const AFTER: Readonly<Record<string, () => void>> = {
  'cp .env.example .env': () => {
    const lines = Object.entries(environmentFor(site.origin)).map(([name, value]) => `${name}=${value}\n`);
    appendFileSync(join(clone, '.env'), lines.join(''));
  },
};

/** Commands that run until they are ended. */
const isEndless = (command: string): boolean => command.startsWith('npm run guard ');

/** Presses Ctrl-C as soon as a command says on stderr that it is ready. The process leads a group, as at a terminal. */
function endWhenReady(child: ChildProcess): void {
  child.stderr?.once('data', () => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
  });
}

async function paste(command: string): Promise<Outcome> {
  if (command === 'npm run watch-revocation') {
    // Not after some seconds: the program may take as long to start.
    standIn.revokeWhen(SYNTHETIC_IDENTITY.watchedToken, { on: 'requests', count: 6 });
  }
  const ended =
    command === 'npm ci'
      ? install()
      : isEndless(command)
        ? await execMeanwhile(
            clone,
            'sh',
            ['-c', `exec setsid ${typed(command)}`],
            { HOME: folder },
            endWhenReady,
          )
        : await execMeanwhile(clone, 'sh', ['-c', typed(command)], { HOME: folder });
  AFTER[command]?.();
  return ended;
}

beforeAll(async () => {
  ({ path: folder, remove } = emptyFolder());
  standIn = await openStandIn();
  site = await openUnmarkedSite(standIn.origin);
  clone = join(folder, 'my projects', 'jira-token-contract');
  mkdirSync(dirname(clone));
  git(folder, 'clone', '-q', `file://${ROOT}`, clone);
  addUncommitted();
});

afterAll(async () => {
  await site.close();
  await standIn.close();
  remove();
}, 60_000);

describe('README.md in a fresh clone', () => {
  it('has commands to be pasted, among them those of the first hour', () => {
    expect(blocks).toEqual(
      expect.arrayContaining([
        'npm ci',
        'npm run check',
        'npm test',
        'cp .env.example .env',
        'npm run doctor',
      ]),
    );
    expect(mentioned.length).toBeGreaterThan(8);
  });

  // Those in blocks are the way through; the others are further things to do, some of which need the settings.
  it.each([...blocks, ...mentioned])('%s', { timeout: 900_000 }, async (command) => {
    const { code, out, err } = await paste(command);
    const expected = command in EXIT_CODES ? EXIT_CODES[command] : 0;
    expect([code, code === expected ? '' : `${out.slice(-4000)}\n${err.slice(-4000)}`]).toEqual([
      expected,
      '',
    ]);
    expect(err).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
  });

  it('is left with nothing but what README says: a baseline, a set, and what git ignores', () => {
    const left = git(clone, 'ls-files', '--others', '--exclude-standard', '--directory').split('\n');
    expect(left.toSorted()).toEqual(['fixtures/recordings/baseline/', 'fixtures/recordings/my-site/']);
  });
});

it('finds the commands of a text', () => {
  const text = [
    '```sh',
    'npm ci   # first',
    '',
    'cp a b',
    '```',
    'Run `npm test`.',
    '```',
    '$ npm run x',
    'y',
    '```',
  ];
  expect(commandsIn(text.join('\n'))).toEqual({
    blocks: ['npm ci', 'cp a b'],
    mentioned: ['npm run x', 'npm test'],
  });
});
