import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { declaredCommand } from './all-commands.fixture.ts';
import { COMMAND_NAMES, isCommandName } from './commands.ts';

const CLI = join(import.meta.dirname, 'cli.ts');

const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

describe('the table of commands', () => {
  it('has a script in package.json for each command, and package.json starts no other', () => {
    const started = Object.entries(scripts).filter(([, line]) => line.includes('scripts/cli.ts'));
    // What the preflight must also find is the command's own affair.
    const named = started.map(([name, line]) => [
      name,
      line.replace(/^node scripts\/preflight\.mjs(?: native| tools)* && /, ''),
    ]);
    expect(Object.fromEntries(named)).toEqual(
      Object.fromEntries(COMMAND_NAMES.map((name) => [name, `node scripts/cli.ts ${name}`])),
    );
  });

  it.each(COMMAND_NAMES)('has %s under the name that the command has itself', (name) => {
    expect(declaredCommand(name).name()).toBe(name);
  });

  it.each(['toString', '__proto__', 'Check', ''])('has no command "%s"', (name) => {
    expect(isCommandName(name)).toBe(false);
  });
});

const start = (...args: string[]) => spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8' });

describe('the command line', () => {
  it('lists the commands in one line for an unknown name, which it does not repeat', () => {
    const { status, stdout, stderr } = start('no-such-command', '--live');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    for (const name of COMMAND_NAMES) expect(stderr).toContain(name);
    expect(stderr).not.toContain('no-such-command');
  });

  it('gives a command its arguments, and ends with its code', () => {
    expect(start('diff', '--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('--fail-on'),
    });
    expect(start('diff', '--no-such-option')).toMatchObject({ status: 2, stdout: '' });
  });
});
