import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readRecordings, recordingSets } from '../src/evidence/recordings.ts';
import { readHistory } from '../src/history/history.ts';
import { readRun } from '../src/run/run.ts';
import { environmentFor } from '../src/config/stand-in-environment.ts';
import { openStandIn, type StandIn } from '../src/stand-in/stand-in.ts';
import { copyProject, runCommand, type Ended } from './project-copy.fixture.ts';
import { seededRandom } from '../src/secrets/seeded.fixture.ts';

// A machine that dies in the middle of a night: whatever it was doing, all that was kept is whole, and the next night works.
const KILLS = 200;

/** Number of lanes at the same time, each in its own folder. */
const LANES = 2;

const ARGS = [
  'scripts/cli.ts',
  'nightly',
  '--core',
  '--no-doctor',
  '--confirm-after',
  '0',
  '--settings',
  devNull,
];

const removals: (() => void)[] = [];

afterAll(() => {
  for (const remove of removals) remove();
});

/** Runs a night, and kills it after a time in milliseconds, or lets it end. */
function night(copy: string, site: StandIn, killAfter?: number): Promise<Ended> {
  return runCommand(copy, ARGS, environmentFor(site.origin), (child) => {
    if (killAfter === undefined) return;
    const timer = setTimeout(() => child.kill('SIGKILL'), killAfter);
    child.once('exit', () => clearTimeout(timer));
  });
}

/** The set that was seen, as the baseline of a copy. */
function makeBaseline(copy: string): void {
  const run = readdirSync(join(copy, 'reports')).find((name) => name.startsWith('live-')) ?? '';
  const into = join(copy, 'fixtures', 'recordings', 'baseline');
  cpSync(join(copy, 'reports', run, 'exchanges'), into, { recursive: true });
  const info = join(into, 'set.json');
  writeFileSync(info, readFileSync(info, 'utf8').replace('"exchanges"', '"baseline"'));
}

/** All that was kept reads back, or this throws. Gives the number of runs in the history. */
function allIsWhole(copy: string): number {
  const sets = join(copy, 'fixtures', 'recordings');
  for (const name of recordingSets(sets)) readRecordings(name, sets);
  const reports = join(copy, 'reports');
  for (const name of readdirSync(reports)) {
    if (existsSync(join(reports, name, 'exchanges'))) readRecordings('exchanges', join(reports, name));
    if (existsSync(join(reports, name, 'run.json'))) readRun(join(reports, name, 'run.json'));
  }
  return readHistory(join(reports, 'history.jsonl')).length;
}

/** The result of one lane. */
interface Lane {
  readonly killed: number;
  /** After how many of them all was whole. */
  readonly whole: number;
  readonly last: Ended;
}

async function lane(kills: number): Promise<Lane> {
  const { path: copy, remove } = copyProject();
  removals.push(remove);
  const site = await openStandIn();
  const timed = async (killAfter?: number): Promise<{ code: number | null; took: number }> => {
    const began = performance.now();
    const { code } = await night(copy, site, killAfter);
    return { code, took: performance.now() - began };
  };
  try {
    const first = await timed();
    expect(first.code).toBe(0);
    makeBaseline(copy);
    let [killed, whole, runs, length] = [0, 0, allIsWhole(copy), first.took];
    while (killed < kills) {
      const { code, took } = await timed(seededRandom() * length);
      // One that came to its end before it could be killed shows how long it takes when nothing else is in the way.
      if (code === null) killed += 1;
      else length = Math.min(length, took);
      const now = allIsWhole(copy);
      // Nothing is lost, and at most one line is new.
      if (code === null && (now === runs || now === runs + 1)) whole += 1;
      runs = now;
    }
    return { killed, whole, last: await night(copy, site) };
  } finally {
    await site.close();
  }
}

describe('kill -9 in the middle of a night', () => {
  it(`leaves history, baseline and recordings whole, ${KILLS} times`, { timeout: 1_200_000 }, async () => {
    const lanes = await Promise.all(Array.from({ length: LANES }, () => lane(KILLS / LANES)));
    for (const { killed, whole, last } of lanes) {
      expect({ killed, whole }).toEqual({ killed: KILLS / LANES, whole: KILLS / LANES });
      expect([last.code, last.err]).toEqual([0, expect.not.stringContaining('defect')]);
    }
  });
});

describe('a disk that is full', () => {
  it('is reported in one sentence, and nothing that was stored is lost', { timeout: 120_000 }, async () => {
    const { path: copy, remove } = copyProject();
    removals.push(remove);
    const site = await openStandIn();
    expect((await night(copy, site)).code).toBe(0);
    const history = join(copy, 'reports', 'history.jsonl');
    const before = readFileSync(history, 'utf8');
    // A limit on the size of a file, in KiB, stands for a full disk: a write ends half-way, with an error.
    const full = `ulimit -f ${Math.ceil(Buffer.byteLength(before) / 1024)}; exec node ${ARGS.join(' ')}`;
    const { code, err } = await runCommand(
      copy,
      ['-c', full],
      environmentFor(site.origin),
      undefined,
      'bash',
    );
    expect(code).toBe(2);
    expect(err).not.toMatch(/^\s+at |defect/m);
    expect(readFileSync(history, 'utf8').startsWith(before)).toBe(true);
    // A line that says so may just have fitted.
    const runs = allIsWhole(copy);
    expect((await night(copy, site)).code).toBe(0);
    expect(allIsWhole(copy)).toBe(runs + 1);
    await site.close();
  });
});
