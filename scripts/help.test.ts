import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALL_COMMANDS } from './all-commands.fixture.ts';
import { run } from './main.ts';

const ROOT = join(import.meta.dirname, '..');

describe.each(Object.entries(ALL_COMMANDS))('%s', (_, command) => {
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

  it('refuses an option that it does not know', async () => {
    const stream = { write: () => true };
    expect(await run(command, ['--no-such-option'], { stdout: stream, stderr: stream, env: {} })).toBe(2);
  });
});
