import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ALL_COMMANDS, declaredCommand, type CommandName } from './all-commands.fixture.ts';
import { run } from './main.ts';
import { defaultOf, helpOf, isFlag } from './options/documented-command.ts';
import { exampleOf, optionReference } from './options/option-reference.ts';

const ROOT = join(import.meta.dirname, '..');

/** Commands that judge something, which can fail. */
const JUDGES = new Set(
  [
    'check',
    'clients',
    'conformance',
    'demo',
    'diff',
    'docs',
    'doctor',
    'explain',
    'nightly',
    'nights',
    'pact:verify',
    'report',
    'scan',
  ].concat('watch-revocation'),
);

describe.each(Object.entries(ALL_COMMANDS))('%s', (name, command) => {
  it('has help that fits 80 columns', async () => {
    const out: string[] = [];
    const stream = { write: (text: string) => out.push(text) };
    expect(await run(command, ['--help'], { stdout: stream, stderr: stream, env: {} })).toBe(0);
    const lines = out.join('').split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.length).toBeGreaterThan(5);
    // Independent of where the project is; a long path would not fit either.
    expect(out.join('').replaceAll(/\s+/g, '')).not.toContain(ROOT.replaceAll(/\s+/g, ''));
  });

  it('has help that lists every exit code', async () => {
    const out: string[] = [];
    const stream = { write: (text: string) => out.push(text) };
    await run(command, ['--help'], { stdout: stream, stderr: stream, env: {} });
    const [, paragraph = ''] =
      /^Exit code(?:.|\n(?!\n))*/m.exec(out.join(''))?.[0].match(/^[^\d]*([^]*)/) ?? [];
    const codes = [...paragraph.matchAll(/(?:^|[\s,;])([0-9]) [a-z]/g)].map(([, code]) => code);
    // Bad usage, and output that cannot be printed, are possible everywhere.
    expect(new Set(codes)).toEqual(new Set(JUDGES.has(name) ? ['0', '1', '2', '3'] : ['0', '2', '3']));
  });

  it('has at least two examples, each of a command that exists', () => {
    const { examples } = helpOf(declaredCommand(name as CommandName));
    expect(examples.length).toBeGreaterThanOrEqual(2);
    const called = examples.flatMap((line) => /^npm run (?:--silent )?(\S+)/.exec(line)?.[1] ?? []);
    expect(called.filter((one) => !(one in ALL_COMMANDS))).toEqual([]);
    expect(called).toContain(name);
  });

  const options = declaredCommand(name as CommandName).options.map(
    (option) => [option.flags, option] as const,
  );

  it.each(options)('says what %s does, and its default', (_, option) => {
    expect(option.description).not.toBe('');
    expect(defaultOf(option)).toMatch(/./);
  });

  const withValue = options.filter(([, option]) => !isFlag(option));

  it.each(withValue)('has an example of %s', (_, option) => expect(exampleOf(option)).toMatch(/./));

  // The file of an example does not exist here.
  const parsed = withValue.filter(([flags, { parseArg }]) => parseArg && !flags.endsWith('<file>'));

  it.each(parsed)('accepts its own example of %s', (_, option) => {
    expect(() => option.parseArg?.(exampleOf(option) ?? '', undefined as never)).not.toThrow();
  });

  it('refuses an option that it does not know', async () => {
    const stream = { write: () => true };
    expect(await run(command, ['--no-such-option'], { stdout: stream, stderr: stream, env: {} })).toBe(2);
  });
});

it('docs/options.md is up to date; "npm run docs -- --only options" renews it', () => {
  expect(readFileSync(join(ROOT, 'docs', 'options.md'), 'utf8')).toBe(optionReference(ALL_COMMANDS));
});
