import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALL_COMMANDS } from './all-commands.fixture.ts';
import { run } from './main.ts';

const ROOT = join(import.meta.dirname, '..');

/** Commands that hold something against a standard, which it can fail. */
const JUDGES = new Set(
  ['check', 'demo', 'diff', 'docs', 'doctor', 'nightly', 'nights', 'pact:verify', 'report', 'scan'].concat(
    'watch-revocation',
  ),
);

describe.each(Object.entries(ALL_COMMANDS))('%s', (name, command) => {
  it('has help that fits 80 columns', async () => {
    const out: string[] = [];
    const stream = { write: (text: string) => out.push(text) };
    expect(await run(command, ['--help'], { stdout: stream, stderr: stream, env: {} })).toBe(0);
    const lines = out.join('').split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.length).toBeGreaterThan(5);
    // The same wherever the project stands: a long path would not fit either.
    expect(out.join('').replaceAll(/\s+/g, '')).not.toContain(ROOT.replaceAll(/\s+/g, ''));
  });

  it('has help that names each code that it can end with', async () => {
    const out: string[] = [];
    const stream = { write: (text: string) => out.push(text) };
    await run(command, ['--help'], { stdout: stream, stderr: stream, env: {} });
    const [, paragraph = ''] =
      /^Exit code(?:.|\n(?!\n))*/m.exec(out.join(''))?.[0].match(/^[^\d]*([^]*)/) ?? [];
    const codes = [...paragraph.matchAll(/(?:^|[\s,;])([0-9]) [a-z]/g)].map(([, code]) => code);
    // Bad usage and what cannot be printed are possible everywhere.
    expect(new Set(codes)).toEqual(new Set(JUDGES.has(name) ? ['0', '1', '2', '3'] : ['0', '2', '3']));
  });

  it('refuses an option that it does not know', async () => {
    const stream = { write: () => true };
    expect(await run(command, ['--no-such-option'], { stdout: stream, stderr: stream, env: {} })).toBe(2);
  });
});
