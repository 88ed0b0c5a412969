import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { describe, expect, it } from 'vitest';
import { environmentFor } from '../../src/config/stand-in-environment.ts';
import { HISTORY_FILE, readHistory } from '../../src/history/history.ts';
import { readRun } from '../../src/run/run.ts';
import { runPath } from '../../src/run/snapshot.ts';
import { useFolder } from '../temporary-project.fixture.ts';
import { checkCommand } from './check.ts';
import type { Called } from './commands.fixture.ts';
import { historyCommand } from './history.ts';
import { nightlyCommand } from './nightly.ts';

const project = useFolder();

const FAST = ['--core', '--settings', devNull, '--confirm-after', '0', '--acknowledged', 'known.json'];

const DAY = 86_400_000;

const nextDay = (): Promise<void> => project.clock.sleep(DAY, new AbortController().signal);

const check = (args: readonly string[] = [], env?: Record<string, string>): Promise<Called> => {
  writeFileSync('known.json', '[]');
  return project.call(checkCommand, ['--live', ...args, ...FAST], {
    clock: project.clock,
    ...(env && { env }),
  });
};

interface Histories {
  readonly sites: readonly {
    readonly lastConcluded: string | null;
    readonly inconclusiveInARow: number;
    readonly runs: readonly { readonly name: string; readonly by?: string; readonly only?: string[] }[];
  }[];
}

const history = async (...args: string[]): Promise<Histories['sites']> => {
  const { out } = await project.call(historyCommand, ['--format', 'json', ...args]);
  return (JSON.parse(out) as Histories).sites;
};

/** Returns the age that a report states for the newest conclusive live run, in days. */
const ageOfLiveRun = async (): Promise<unknown> => {
  const { out } = await check(['--format', 'json', '--history', 'copy.jsonl']);
  const { ages } = JSON.parse(out) as { ages: { what: string; date: string | null; days: number | null }[] };
  return ages.find(({ what }) => what === 'live run')?.days;
};

describe('check --live', { timeout: 60_000 }, () => {
  it('adds a line to the history, which the next reports and nights know', async () => {
    expect((await check()).code).toBe(0);
    const [line] = readHistory();
    expect(line).toMatchObject({ by: 'check', outcome: 'kept', origin: 'stand-in', news: 0 });
    expect(readRun(runPath(line?.name ?? '')).recordings.name).toBe(line?.name);
    const [site] = await history();
    expect(site?.runs).toMatchObject([{ name: line?.name, by: 'check' }]);
    expect(site?.lastConcluded).toBe(line?.at);
    await nextDay();
    writeFileSync('copy.jsonl', readFileSync(HISTORY_FILE));
    expect(await ageOfLiveRun()).toBe(1);
    const night = await project.call(nightlyCommand, [...FAST, '--no-doctor'], { clock: project.clock });
    expect(night.code).toBe(0);
    expect(readHistory().map(({ by }) => by)).toEqual(['check', undefined]);
  });

  it('that asks a part says so, and does not count as a conclusive run', async () => {
    await check(['--only', 'v3 project']);
    const [site] = await history();
    expect(site?.runs).toMatchObject([{ by: 'check', only: ['GET /rest/api/3/project'] }]);
    expect(site?.lastConcluded).toBeNull();
  });

  it('that fails because of a change has the outcome of its exit code', async () => {
    project.site.become('wanted');
    expect((await check()).code).toBe(1);
    expect(readHistory()).toMatchObject([{ by: 'check', outcome: 'changed' }]);
    expect(readHistory()[0]?.news).toBeGreaterThan(0);
  });

  it('that could not ask anything adds no line', async () => {
    expect((await check([], environmentFor('http://127.0.0.1:1'))).code).toBe(3);
    expect(readHistory()).toEqual([]);
  });

  it('names a site of several as its list does, or by its number', async () => {
    writeFileSync('sites.json', '[{"name":"beta"},{"name":"acme"}]');
    const env = Object.fromEntries(
      Object.entries(environmentFor(project.site.origin)).map(([name, value]) => [`ACME_${name}`, value]),
    );
    expect((await check(['--site', 'acme'], env)).code).toBe(0);
    expect((await check(['--site', 'acme', '--anonymise'], env)).code).toBe(0);
    expect(readHistory().map(({ site }) => site)).toEqual(['acme', 'site-2']);
    expect(JSON.stringify(readHistory()[1])).not.toContain('acme');
    expect(await history('--site', 'acme')).toHaveLength(1);
  });

  it('writes into the history that is named', async () => {
    mkdirSync('history');
    await check(['--history', 'history/history.jsonl']);
    expect(readHistory()).toEqual([]);
    expect(readHistory('history/history.jsonl')).toHaveLength(1);
  });

  it('asks nothing if the named history cannot be written', async () => {
    writeFileSync('file', '');
    const { code, out, err } = await check(['--history', 'file/history.jsonl']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).not.toMatch(/^\s+at /m);
    expect(project.site.requests).toEqual([]);
  });

  it('has the same result if its line cannot be written', async () => {
    mkdirSync('reports/history.lock', { recursive: true });
    const { code, out, err } = await check();
    expect(code).toBe(0);
    expect(out).not.toBe('');
    expect(err).toContain('history.lock');
    expect(err).not.toMatch(/^\s+at /m);
    expect(readHistory()).toEqual([]);
  });

  it('of recordings adds no line', async () => {
    expect((await project.call(checkCommand, [])).code).toBe(0);
    expect(readHistory()).toEqual([]);
  });

  it('in parts adds one line when they are merged, however often', async () => {
    for (const part of ['1/2', '2/2'])
      expect((await check(['--shard', part, '--blob', 'parts'])).code).toBe(0);
    expect(readHistory()).toEqual([]);
    for (let i = 0; i < 2; i += 1) {
      const merged = await project.call(checkCommand, ['--merge', 'parts', '--settings', devNull]);
      expect(merged.code).toBeLessThan(2);
    }
    expect(readHistory()).toMatchObject([{ by: 'check', origin: 'stand-in' }]);
  });
});
