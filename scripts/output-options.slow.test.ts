import { readFileSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { describe, expect, it } from 'vitest';
import { environmentFor } from '../src/config/stand-in-environment.ts';
import { ALL_COMMANDS, declaredCommand, type CommandName } from './all-commands.fixture.ts';
import { checkCommand } from './commands/check.ts';
import { diffCommand } from './commands/diff.ts';
import { doctorCommand } from './commands/doctor.ts';
import { historyCommand } from './commands/history.ts';
import { nightlyCommand } from './commands/nightly.ts';
import { recordCommand } from './commands/record.ts';
import { reportCommand } from './commands/report.ts';
import type { Called } from './commands/commands.fixture.ts';
import type { MakeCommand } from './main.ts';
import { useFolder } from './temporary-project.fixture.ts';

const project = useFolder();

const FAST = ['--settings', devNull, '--confirm-after', '0', '--core'];
const DIFF = ['public-2019-11', 'public-2019-12'];
const NEWS = ['--acknowledged', 'known.json'];

// oxlint-disable-next-line no-control-regex -- matching control characters is the purpose
const COLOUR = /\u001B\[\d+m/;

const exchanges = (text: string): number => [...text.matchAll(/^> GET /gm)].length;

const linesOf = (text: string): string[] => text.split('\n').slice(0, -1);

/** A terminal of a width, or a pipe, for both streams. */
async function called(
  command: MakeCommand,
  args: readonly string[],
  { isTTY = false, env = {} }: { isTTY?: boolean; env?: Record<string, string> } = {},
): Promise<Called> {
  const [out, err]: [string[], string[]] = [[], []];
  const { code } = await project.call(command, args, {
    stdout: { write: (text: string) => out.push(text), isTTY, columns: 80 },
    stderr: { write: (text: string) => err.push(text), isTTY },
    env: { ...environmentFor(project.site.origin), ...env },
  });
  return { code, out: out.join(''), err: err.join('') };
}

describe('colour', () => {
  it.each<[string, string[], { isTTY?: boolean; env?: Record<string, string> }, boolean]>([
    ['a pipe', [], {}, false],
    ['a terminal', [], { isTTY: true }, true],
    ['a terminal that is dumb', [], { isTTY: true, env: { TERM: 'dumb' } }, false],
    ['NO_COLOR', [], { isTTY: true, env: { NO_COLOR: '1' } }, false],
    ['an empty NO_COLOR', [], { isTTY: true, env: { NO_COLOR: '' } }, true],
    ['FORCE_COLOR', [], { env: { FORCE_COLOR: '1' } }, true],
    ['FORCE_COLOR=0', [], { isTTY: true, env: { FORCE_COLOR: '0' } }, false],
    ['NO_COLOR over FORCE_COLOR', [], { isTTY: true, env: { NO_COLOR: '1', FORCE_COLOR: '1' } }, false],
    ['--color over a pipe', ['--color'], {}, true],
    ['--color over NO_COLOR', ['--color'], { env: { NO_COLOR: '1' } }, true],
    ['--no-color over a terminal', ['--no-color'], { isTTY: true }, false],
    ['--no-color over FORCE_COLOR', ['--no-color'], { isTTY: true, env: { FORCE_COLOR: '1' } }, false],
  ])('is decided by %s', async (_, args, where, isColoured) => {
    expect(COLOUR.test((await called(diffCommand, [...DIFF, ...args], where)).out)).toBe(isColoured);
  });

  it.each<[string, MakeCommand, string[]]>([
    ['check', checkCommand, []],
    ['doctor', doctorCommand, ['--offline', ...FAST]],
  ])('is in the text of %s only if it is asked for', async (_, command, args) => {
    expect((await called(command, [...args, '--color'])).out).toMatch(COLOUR);
    expect((await called(command, [...args, '--no-color'], { isTTY: true })).out).not.toMatch(COLOUR);
  });

  it('never gets into output for programs, nor into a file', async () => {
    const { out } = await called(diffCommand, [...DIFF, '--color', '--format', 'json']);
    expect(() => JSON.parse(out) as unknown).not.toThrow();
  });
});

const VERBOSE = (Object.keys(ALL_COMMANDS) as CommandName[]).filter((name) =>
  declaredCommand(name).options.some(({ long }) => long === '--verbose'),
);

describe('options that exclude each other', () => {
  it.each(VERBOSE)('are refused by %s', async (name) => {
    const needed = declaredCommand(name).registeredArguments.filter(({ required }) => required);
    const args = needed.map(() => 'something');
    const pairs = [
      ['--quiet', '--verbose'],
      ['--color', '--no-color'],
      ['--no-color', '--color'],
    ];
    for (const pair of pairs) {
      const { code, out, err } = await called(ALL_COMMANDS[name], [...args, ...pair]);
      expect({ code, out, pair }).toEqual({ code: 2, out: '', pair });
      expect(linesOf(err)).toHaveLength(1);
      expect(pair.filter((option) => !err.includes(option))).toEqual([]);
    }
    expect(project.site.requests).toEqual([]);
  });

  it('include --quiet with what lists more', async () => {
    for (const option of ['--all', '--exchanges']) {
      expect(await called(checkCommand, ['--quiet', option])).toMatchObject({ code: 2, out: '' });
    }
  });
});

/** What fails, in the JSON of a run, or of a comparison in which all is new. */
interface Failures {
  readonly findings?: { fails: boolean; fingerprint: string }[];
  readonly changes?: { fingerprint: string }[];
}

describe('--quiet', () => {
  it('leaves the verdict of a run in which nothing is new', async () => {
    const { code, out, err } = await called(checkCommand, ['--quiet'], { isTTY: true });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(linesOf(out).length).toBeLessThanOrEqual(2);
    expect(out.trim()).not.toBe('');
  });

  it.each<[string, MakeCommand, string[]]>([
    ['diff', diffCommand, DIFF],
    ['check', checkCommand, ['public-2019-12', '--baseline', 'public-2019-11', ...NEWS]],
  ])('lists what fails %s on a line each', async (_, command, args) => {
    writeFileSync('known.json', '[]');
    const json = await called(command, [...args, '--format', 'json']);
    const { findings = [], changes = [] } = JSON.parse(json.out) as Failures;
    const failing = [...findings.filter(({ fails }) => fails), ...changes];
    const { code, out, err } = await called(command, [...args, '--quiet']);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(failing.length).toBeGreaterThan(0);
    for (const { fingerprint } of failing) {
      expect(linesOf(out).filter((line) => line.includes(fingerprint.slice(0, 8)))).toHaveLength(1);
    }
    expect(linesOf(out).length).toBeLessThanOrEqual(failing.length + 2);
  });

  it.each<[string, MakeCommand, string[]]>([
    ['check', checkCommand, ['--live', '--baseline', 'none', ...FAST]],
    ['record', recordCommand, ['mine', '--into', 'sets', ...FAST]],
    ['nightly', nightlyCommand, [...FAST]],
    ['doctor', doctorCommand, [...FAST]],
  ])('silences the progress of %s, and no warning', async (_, command, args) => {
    const loud = await called(command, args);
    // A name that is misspelt is worth a warning.
    const quiet = await called(command, [...args, '--quiet'], {
      isTTY: true,
      env: { JIRA_API_TOKNE: 'x' },
    });
    expect(quiet.code).toBe(loud.code);
    expect(loud.err).toContain(project.site.origin);
    expect(quiet.err).not.toContain(project.site.origin);
    expect(`${quiet.err}${quiet.out}`).toContain('JIRA_API_TOKNE');
    expect(linesOf(quiet.out).length).toBeLessThanOrEqual(4);
  });

  it('leaves output for programs and files as they are', async () => {
    const json = ['--format', 'json'];
    expect(await called(diffCommand, [...DIFF, ...json, '--quiet'])).toEqual(
      await called(diffCommand, [...DIFF, ...json]),
    );
    await called(diffCommand, [...DIFF, '--out', 'loud.txt']);
    await called(diffCommand, [...DIFF, '--out', 'quiet.txt', '--quiet']);
    expect(readFileSync('quiet.txt', 'utf8')).toBe(readFileSync('loud.txt', 'utf8'));
  });

  it('shortens history and report', async () => {
    await called(checkCommand, []);
    for (const [command, args] of [
      [historyCommand, []],
      [reportCommand, ['public-2026-09']],
    ] as const) {
      const [loud, quiet] = [await called(command, args), await called(command, [...args, '--quiet'])];
      expect(quiet).toMatchObject({ code: 0, err: '' });
      expect(quiet.out.trim()).not.toBe('');
      expect(linesOf(quiet.out).length * 4).toBeLessThan(linesOf(loud.out).length);
    }
  });
});

describe('--verbose', () => {
  it.each<[string, MakeCommand, string[]]>([
    ['diff', diffCommand, DIFF],
    ['history', historyCommand, []],
  ])('lists what --all lists: %s', async (_, command, args) => {
    const all = await called(command, [...args, '--all']);
    expect((await called(command, [...args, '--verbose'])).out.startsWith(all.out.trimEnd())).toBe(true);
  });

  it('prints the exchange of what fails or changed, and of nothing else', async () => {
    const args = ['public-2019-12', '--baseline', 'public-2019-11'];
    const { out } = await called(checkCommand, [...args, '--verbose']);
    const every = await called(checkCommand, [...args, '--exchanges']);
    expect(exchanges(out)).toBeGreaterThan(0);
    expect(exchanges(out)).toBeLessThan(exchanges(every.out));
  });

  it('prints no exchange if all is as before', async () => {
    const { out } = await called(checkCommand, ['--verbose', '--baseline', 'none']);
    expect(out).not.toMatch(/^> GET /m);
  });

  it('leaves output for programs alone', async () => {
    const { out } = await called(diffCommand, [...DIFF, '--format', 'json', '--verbose']);
    expect(() => JSON.parse(out) as unknown).not.toThrow();
  });
});
