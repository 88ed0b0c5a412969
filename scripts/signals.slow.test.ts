import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRecordings } from '../src/evidence/recordings.ts';
import { readHistory } from '../src/history/history.ts';
import { environmentFor } from '../src/config/stand-in-environment.ts';
import { openStandIn, type StandIn } from '../src/stand-in/stand-in.ts';
import { runCommand, type Ended } from './project-copy.fixture.ts';

let site: StandIn;
let folder: string;

beforeEach(async () => {
  site = await openStandIn();
  folder = mkdtempSync(join(tmpdir(), 'signals-'));
});

afterEach(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

const SCRIPT = join(import.meta.dirname, 'cli.ts');

/** Runs a night against a site that gives no answer at some time, and does something to the process then. */
function stalledNight(act: (child: ChildProcess) => void): Promise<Ended> {
  site.inject({ kind: 'stall-headers', when: ({ path }) => path.endsWith('/label') });
  const args = [SCRIPT, 'nightly', '--core', '--no-doctor', '--confirm-after', '0', '--settings', devNull];
  return runCommand(folder, args, environmentFor(site.origin), (child) => {
    const timer = setInterval(() => {
      if (!site.requests.some(({ path }) => path.endsWith('/label'))) return;
      clearInterval(timer);
      act(child);
    }, 5);
    child.once('exit', () => clearInterval(timer));
  });
}

/** The night has its line, what was seen is kept, and the next night can begin. */
function isInOrder(): void {
  expect(readHistory(join(folder, 'reports', 'history.jsonl')).map(({ outcome }) => outcome)).toEqual([
    'inconclusive',
  ]);
  expect(existsSync(join(folder, 'reports', 'nightly.lock'))).toBe(false);
  const runs = readdirSync(join(folder, 'reports')).filter((name) => name.startsWith('live-'));
  expect(runs).toHaveLength(1);
  const { exchanges } = readRecordings('exchanges', join(folder, 'reports', runs[0] ?? ''));
  expect(exchanges.length).toBeGreaterThan(0);
}

describe('a night that is interrupted', { timeout: 60_000 }, () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends in order: %s', async (signal) => {
    const { code } = await stalledNight((child) => void child.kill(signal));
    expect(code).toBe(3);
    isInOrder();
  });

  it('ends in an orderly way if its session is closed, which may send two signals', async () => {
    const { code } = await stalledNight((child) => {
      child.stdout?.destroy();
      child.stderr?.destroy();
      child.kill('SIGHUP');
      child.kill('SIGHUP');
    });
    expect(code).toBe(3);
    isInOrder();
  });

  // On a busy machine, the first signal may be obeyed in full before the second one is sent. That shows nothing, so it is tried again.
  it('ends at once at the second signal, whichever that is', { retry: 5 }, async () => {
    const { code } = await stalledNight((child) => {
      child.kill('SIGHUP');
      const again = setInterval(() => child.kill('SIGTERM'), 1);
      child.once('exit', () => clearInterval(again));
      child.kill('SIGTERM');
    });
    expect(code).toBeNull();
    expect(existsSync(join(folder, 'reports', 'nightly'))).toBe(false);
  });
});
