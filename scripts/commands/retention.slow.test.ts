import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { describe, expect, it } from 'vitest';
import { HISTORY_FILE, readHistory } from '../../src/history/history.ts';
import { parseRunName } from '../../src/run/run-name.ts';
import type { Behaviour } from '../../src/stand-in/behaviours.ts';
import { useFolder } from '../temporary-project.fixture.ts';
import { checkCommand } from './check.ts';
import type { Called } from './commands.fixture.ts';
import { nightlyCommand } from './nightly.ts';

const project = useFolder();

const PART = [
  '--settings',
  devNull,
  '--confirm-after',
  '0',
  '--only',
  'v3 project',
  '--acknowledged',
  'known.json',
];

const runs = (): string[] => readdirSync('reports').filter((name) => parseRunName(name));

const call = (command: typeof checkCommand, ...args: string[]): Promise<Called> => {
  writeFileSync('known.json', '[]');
  return project.call(command, [...args, ...PART], { clock: project.clock });
};

/** Plays a night of a site that behaves in some way, and returns the name of its run. */
const night = async (behaviour: Behaviour, day: number): Promise<string> => {
  project.site.become(behaviour);
  const { clock } = project;
  const later = { ...clock, now: () => clock.now() + day * 86_400_000 };
  await project.call(nightlyCommand, ['--no-doctor', '--keep', '1', ...PART], { clock: later });
  return readHistory().at(-1)?.name ?? 'none';
};

describe('--keep', () => {
  it('of check --live removes older runs, and says on stderr which', async () => {
    for (let i = 0; i < 3; i += 1) expect((await call(checkCommand, '--live', '--keep', '0')).code).toBe(0);
    const before = runs();
    expect(before).toHaveLength(3);
    const { code, out, err } = await call(checkCommand, '--live', '--keep', '2');
    expect(code).toBe(0);
    const left = runs();
    expect(left).toHaveLength(2);
    const removed = before.filter((name) => !left.includes(name));
    expect(removed).toHaveLength(2);
    const lines = err.split('\n').filter((line) => removed.some((name) => line.includes(name)));
    expect(lines).toHaveLength(1);
    expect(removed.filter((name) => out.includes(name))).toEqual([]);
  });

  it('of nightly keeps the run of the night and the last change of the history', async () => {
    writeFileSync('known.json', '[]');
    await night('2026-09', 0);
    const changed = await night('wanted', 1);
    const last = await night('2026-09', 2);
    expect(readHistory().map(({ outcome }) => outcome)).toEqual(['kept', 'changed', 'kept']);
    expect(runs().toSorted()).toEqual([changed, last]);
    rmSync(HISTORY_FILE);
    expect([await night('2026-09', 3)]).toEqual(runs());
  });

  it('does not change the result of a check that cannot remove anything', async () => {
    for (let i = 0; i < 2; i += 1) await call(checkCommand, '--live', '--keep', '0');
    writeFileSync(HISTORY_FILE, '{"a":1}\n{"b":2}\n');
    const before = runs();
    // Before a site is asked, the history is read: a broken one ends the command, and removes nothing.
    expect((await call(checkCommand, '--live', '--keep', '1')).code).toBe(2);
    expect(runs()).toEqual(before);
  });

  it.each(['-1', '1.5', 'all', ''])('refuses %j', async (value) => {
    expect(await call(checkCommand, '--live', `--keep=${value}`)).toMatchObject({ code: 2, out: '' });
  });

  it('is refused where no site is asked', async () => {
    const ended = await project.call(checkCommand, ['--keep', '3']);
    expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^.+\n$/) });
  });
});
