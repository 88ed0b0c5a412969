import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from './lock.ts';
import type { Answer, Order } from './lock-taker.fixture.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

const NOW = Date.parse('2026-11-24T03:00:00Z');

let folder: string;
let path: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, 'a', 'lock');
});

/** The leftover of a process that died while it held the lock. */
function leaveDead(): void {
  takeLock(path, NOW)();
  writeFileSync(
    path,
    JSON.stringify({ pid: 2 ** 22 - 1, host: hostname(), since: '2026-11-24T02:00:00.000Z' }),
  );
}

const PROCESSES = 10;

const ROUNDS = 40;

/** Processes that take locks on request. */
async function open(count: number): Promise<ChildProcess[]> {
  const script = join(import.meta.dirname, 'lock-taker.fixture.ts');
  const opened = Array.from({ length: count }, () => fork(script, { execArgv: [] }));
  await Promise.all(opened.map((taker) => once(taker, 'message')));
  return opened;
}

describe('a lock that many processes want at once', () => {
  let takers: ChildProcess[];

  const answersTo = async (order: Order, of = takers): Promise<Answer[]> => {
    const answers = of.map(async (taker) => {
      const [answer] = (await once(taker, 'message')) as [Answer];
      return answer;
    });
    for (const taker of of) taker.send(order);
    return Promise.all(answers);
  };

  beforeAll(async () => {
    takers = await open(PROCESSES);
  }, 60_000);

  afterAll(() => {
    for (const taker of takers) taker.kill('SIGKILL');
  });

  it.each([
    ['fresh', (): void => undefined],
    ['left behind by a dead process', leaveDead],
  ])('is held by exactly one: %s', { timeout: 60_000 }, async (_, prepare) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      prepare();
      const answers = await answersTo({ kind: 'take', path, at: Date.now() + 5 });
      const counts = Object.groupBy(answers, ({ outcome }) => outcome);
      expect({ round, got: counts['got']?.length, busy: counts['busy']?.length }).toEqual({
        round,
        got: 1,
        busy: PROCESSES - 1,
      });
      await answersTo({ kind: 'release' });
      expect(existsSync(path)).toBe(false);
    }
  });

  it('is held by one at a time while it is taken and released', { timeout: 60_000 }, async () => {
    takeLock(path, NOW)();
    const answers = await answersTo({ kind: 'churn', path, times: 200 });
    expect(answers.map(({ outcome }) => outcome)).toEqual(answers.map(() => 'got'));
    expect(Math.max(...answers.map(({ got }) => got))).toBeGreaterThan(0);
  });

  it('ends with the process that holds it, however the process ends', async () => {
    const [one] = await open(1);
    if (!one) throw new Error('no process');
    await answersTo({ kind: 'take', path, at: 0 }, [one]);
    expect(() => takeLock(path, NOW)).toThrow(
      expect.objectContaining({ code: 'busy', message: expect.stringContaining(String(one.pid)) as string }),
    );
    const ended = once(one, 'exit');
    one.kill('SIGKILL');
    await ended;
    takeLock(path, NOW)();
  });
});
