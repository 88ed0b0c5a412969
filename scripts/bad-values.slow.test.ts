import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Option } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readRecordings } from '../src/evidence/recordings.ts';
import { clearSecrets } from '../src/secrets/redaction.ts';
import { writeRecordings } from '../src/evidence/write-recordings.ts';
import { runOfRecordings } from '../src/run/run.fixture.ts';
import { runText } from '../src/run/run.ts';
import { ALL_COMMANDS, declaredCommand, type CommandName } from './all-commands.fixture.ts';
import { callCommand } from './commands/commands.fixture.ts';

// Every option of every command, with values that a user may type by mistake: a sentence, never a stack trace, and nothing
// is left half written.

const RUN = 'live-2026-11-24-030507';

const CAREFUL = join(import.meta.dirname, '..', 'fixtures', 'clients', 'careful', 'client.sh');

/** Arguments with which a command gets as far as reading an option; undefined if that takes minutes or a browser. */
const ARGUMENTS: Record<CommandName, readonly string[] | undefined> = {
  accept: [RUN, '--yes', '--even-if-worse', '--into', 'sets', '--acknowledged', 'known.json'],
  acknowledge: ['--all-new', '--base', 'public-2022-11', '--head', 'public-2026-09', '--file', 'known.json'],
  bench: ['--only', 'redact'],
  check: ['--merge', 'no-parts'],
  clients: ['--stored'],
  // A program without options, which would be taken for those of the command.
  conformance: ['--only', 'valid', 'sh', CAREFUL],
  demo: [],
  diff: ['public-2022-11', 'public-2026-09'],
  docs: undefined,
  doctor: ['--offline'],
  explain: ['v3 project', '--status', '401', '--sent', 'basic'],
  // Without a site, so that it never listens.
  guard: [],
  history: [],
  nightly: [],
  nights: ['--nights', '1'],
  open: ['--print'],
  'pact:publish': ['--consumer-version', '1'],
  'pact:verify': ['--recordings', 'no-such-set'],
  'pact:write': undefined,
  record: ['mine', '--into', 'sets'],
  report: [RUN],
  scan: ['folder'],
  'stand-in': [],
  'watch-revocation': ['--list'],
};

/** Commands that report problems in their result, on stdout and in reports. */
const TELLING = new Set<CommandName>(['conformance', 'doctor', 'nightly']);

const VALUES = [
  '',
  ' ',
  'no-such-thing',
  '-1',
  '1e99',
  '2026-02-30',
  '__proto__',
  'constructor',
  '../..',
  'file',
  'folder',
  'pipe',
  'broken.json',
  'file/below',
  'no-such-folder/',
  'a\0b',
  'a\nb\u001B[31m',
  'é'.repeat(3000),
];

let folder: string;

/** All that is in the folder, with what is in the files. */
const contents = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path, entry.isFile() ? readFileSync(path, 'utf8') : ''];
    }),
  );

function furnish(): void {
  mkdirSync('folder');
  writeFileSync('file', '');
  writeFileSync('broken.json', '{"a":');
  execFileSync('mkfifo', ['pipe']);
  const { info, exchanges } = readRecordings('public-2026-09');
  const recorded = { ...info, name: 'exchanges', origin: 'recorded', site: 'https://a.example.com' } as const;
  const seen = exchanges.map((one) => ({
    ...one,
    meta: { origin: 'recorded', date: '2026-11-24T03:05:07Z' } as const,
  }));
  writeRecordings(join('reports', RUN, 'exchanges'), recorded, seen);
  const run = runOfRecordings({
    ...readRecordings('exchanges', join('reports', RUN)),
    info: { ...recorded, name: RUN },
  });
  writeFileSync(join('reports', RUN, 'run.json'), runText(run));
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'values-'));
});

// Some commands make secrets of their own each time, and everything is searched for all that are known.
afterEach(clearSecrets);

afterAll(() => {
  process.chdir(import.meta.dirname);
  rmSync(folder, { recursive: true });
});

const optionsOf = (name: CommandName): readonly Option[] =>
  declaredCommand(name).options.filter(({ required, optional }) => required || optional);

const rows = (Object.keys(ARGUMENTS) as CommandName[])
  .filter((name) => ARGUMENTS[name] !== undefined)
  .flatMap((name) => optionsOf(name).map((option) => [name, option.long ?? option.flags] as const));

const flags = (Object.keys(ARGUMENTS) as CommandName[])
  .filter((name) => ARGUMENTS[name] !== undefined)
  .flatMap((name) =>
    declaredCommand(name)
      .options.filter(({ required, optional }) => !required && !optional)
      .map((option) => [name, option.long ?? option.flags] as const),
  );

describe('a value for an option that takes none', { timeout: 60_000 }, () => {
  it.each(flags)('of %s %s leads to one sentence', async (name, option) => {
    for (const value of VALUES) {
      const { code, out, err } = await callCommand(ALL_COMMANDS[name], [`${option}=${value}`]);
      expect({ value, code, out }).toEqual({ value, code: 2, out: '' });
      expect(err.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
      expect(err.length).toBeLessThan(12_000);
    }
  });
});

describe('a bad value', { timeout: 60_000 }, () => {
  it.each(rows)('of %s %s leads to one sentence', async (name, option) => {
    const failures: unknown[] = [];
    for (const value of VALUES) {
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
      process.chdir(folder);
      furnish();
      const before = contents();
      // As bin/sh hands it over, except for the NUL, which no process can be given.
      const { code, out, err } = await callCommand(ALL_COMMANDS[name], [
        ...(ARGUMENTS[name] ?? []),
        `${option}=${value}`,
      ]);
      const fails = code > 1 && !(TELLING.has(name) && out !== '');
      const problems = [
        /^\s+at /m.test(err) || err.includes('defect of the tool') ? 'stack trace' : '',
        fails && err.trim() === '' ? 'silent' : '',
        fails && out !== '' ? 'result in spite of an error' : '',
        fails && err.trimEnd().split('\n').length > 2 ? 'more than a sentence' : '',
        fails && JSON.stringify(contents()) !== JSON.stringify(before) ? 'left something behind' : '',
        err.length > 12_000 ? 'endless' : '',
      ].filter((problem) => problem !== '');
      if (problems.length > 0)
        failures.push({ value: value.slice(0, 40), code, problems, err: err.slice(0, 600) });
    }
    expect(failures).toEqual([]);
  });
});
