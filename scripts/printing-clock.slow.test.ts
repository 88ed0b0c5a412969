import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { entryOf } from '../src/history/entry.ts';
import { appendToHistory } from '../src/history/history.ts';
import { fastClock } from '../src/http/clock.fixture.ts';
import { choicesFor, type DocumentName } from '../src/report/formats.ts';
import { ALL_COMMANDS, type CommandName } from './all-commands.fixture.ts';
import { callCommand, type Called } from './commands/commands.fixture.ts';
import { useFolder } from './temporary-project.fixture.ts';

// The same evidence gives the same bytes, whoever prints it and whenever: another year must not age a report.

const YEARS = ['2026-11-26', '2027-02-14', '2033-06-30'].map((day) => Date.parse(`${day}T10:00:00Z`));

afterEach(() => {
  vi.useRealTimers();
});

/** Runs a command at a time, for the command and for whatever else asks what time it is. */
async function at(now: number, name: CommandName, args: readonly string[]): Promise<Called> {
  vi.useFakeTimers({ toFake: ['Date'], now });
  const called = await callCommand(ALL_COMMANDS[name], args, { clock: { ...fastClock(), now: () => now } });
  vi.useRealTimers();
  return called;
}

/** Returns the distinct results of a command in all years. */
async function distinct(name: CommandName, args: readonly string[]): Promise<string[]> {
  const results: string[] = [];
  for (const now of YEARS) results.push(JSON.stringify(await at(now, name, args)));
  return [...new Set(results)];
}

const COMMANDS: readonly (readonly [CommandName, DocumentName, readonly string[]])[] = [
  ['check', 'check', ['public-2026-09', '--all']],
  ['check', 'check', ['public-2026-09', '--baseline', 'public-2022-11']],
  ['diff', 'diff', ['public-2022-11', 'public-2026-09']],
  ['history', 'history', ['--all']],
  ['explain', 'explain', ['v3 project', 'admin orgs']],
];

describe.each(COMMANDS)('%s, a %s document, with %j', (name, document, args) => {
  const folder = useFolder();

  it.each(choicesFor(document))('prints the same in every year as %s', async (format) => {
    appendToHistory(
      entryOf({ name: 'n', site: folder.site.origin, at: YEARS[0] ?? 0, exitCode: 0, news: 0 }, undefined),
    );
    const results = await distinct(name, [...args, '--format', format]);
    expect(results).toHaveLength(1);
    expect(results[0]).not.toContain('"out":""');
  });
});

describe('report, of a live run with acknowledgements that end', { timeout: 60_000 }, () => {
  const folder = useFolder();

  it('prints the same in every year, in every format', async () => {
    const { call } = folder;
    const live = await call(ALL_COMMANDS.check, ['--live', '--core', '--format', 'json']);
    const { run } = JSON.parse(live.out) as { run: { recordings: { name: string } } };
    const baseline = [run.recordings.name, '--baseline', 'public-2022-11'];
    const compared = await call(ALL_COMMANDS.report, [...baseline, '--format', 'json']);
    const { findings } = JSON.parse(compared.out) as { findings: { fingerprint: string }[] };
    expect(findings.length).toBeGreaterThan(0);
    const known = findings.map(({ fingerprint }) => ({
      fingerprint,
      change: 'a change',
      reason: 'a reason',
      until: '2027-01-31',
    }));
    writeFileSync('known.json', JSON.stringify(known));
    const differing: string[] = [];
    for (const format of choicesFor('check')) {
      const args = [...baseline, '--acknowledged', 'known.json', '--format', format];
      if ((await distinct('report', args)).length > 1) differing.push(format);
    }
    expect(differing).toEqual([]);
  });
});

describe('a bundle', () => {
  useFolder();

  it('has the same bytes in every year', async () => {
    await at(YEARS[0] ?? 0, 'check', ['public-2026-09']);
    const zips = new Set<string>();
    for (const now of YEARS) {
      const path = join(process.cwd(), `${now}.zip`);
      const { code, err } = await at(now, 'report', ['public-2026-09', '--zip', path]);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      zips.add(readFileSync(path).toString('base64'));
    }
    expect(zips.size).toBe(1);
  });
});

const on = (day: string) => at(Date.parse(day), 'check', ['public-2026-09', '--max-age', '1500']);

describe('--max-age', () => {
  useFolder();

  it('judges by the time of the run, and says the date and the bound', async () => {
    expect((await on('2026-11-26')).code).toBe(0);
    const late = [await on('2027-02-14'), await on('2027-07-31')];
    expect(late.map(({ code }) => code)).toEqual([3, 3]);
    expect(new Set(late.map((called) => JSON.stringify(called))).size).toBe(1);
    for (const { err } of late) {
      // The end of the baseline.
      expect(err).toContain('2022-11-30');
      expect(err).toContain('1500');
    }
  });
});
