import { readdirSync, readFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SYNTHETIC_IDENTITY } from '../src/contract/identity.ts';
import { useCopy } from './temporary-project.fixture.ts';
import type { Ended } from './project-copy.fixture.ts';

// In real time, in a separate process: confirms the tests with a fake clock.
const project = useCopy();

const ARGS = ['--settings', devNull, '--settle', '5', '--format', 'json'];

interface Told {
  readonly measurement: { readonly ended: { readonly least: number; readonly most: number } };
}

/** Revokes the watched token once it has been accepted some times, however long the program takes to start. */
const revokeAfter = (count: number): void =>
  project.site.revokeWhen(SYNTHETIC_IDENTITY.watchedToken, { on: 'requests', count });

/** A number of requests in which each operation is asked at least once. */
const ROUND = 4;

/** Returns the times at which the last request was accepted and the next one was not, and of a round of requests around them. */
function momentsOfDeath(): { before: number; accepted: number; refused: number; after: number } {
  const { requests } = project.site;
  const caller = requests.findLast(({ state }) => state === 'dead')?.caller;
  const watched = requests.filter((request) => request.caller === caller);
  const first = watched.findIndex(({ state }) => state === 'dead');
  const [before, accepted, refused, after] = [-1 - ROUND, -1, 0, ROUND].map(
    (step) => watched[first + step]?.at ?? 0,
  );
  return { before: before ?? 0, accepted: accepted ?? 0, refused: refused ?? 0, after: after ?? 0 };
}

const watch = (args: readonly string[], started?: Parameters<typeof project.run>[1]): Promise<Ended> =>
  project.run(['watch-revocation', ...args, ...ARGS], started);

describe('watch-revocation by the clock on the wall', () => {
  it('bounds the moment', async () => {
    revokeAfter(6);
    const { code, out } = await watch(['--yes', '--revoked-at', 'now']);
    expect(code).toBe(1);
    const { ended } = (JSON.parse(out) as Told).measurement;
    const { before, accepted, refused, after } = momentsOfDeath();
    expect(ended.least).toBeLessThanOrEqual(refused);
    expect(ended.most).toBeGreaterThanOrEqual(accepted);
    // No wider than a round of requests allows.
    expect(ended.least).toBeGreaterThanOrEqual(before);
    expect(ended.most).toBeLessThanOrEqual(after);
  });

  it('continues after kill -9, and loses at most the last probe', async () => {
    revokeAfter(12);
    const killed = watch(['--yes', '--revoked-at', 'now'], (child) => {
      const timer = setInterval(() => {
        if (project.site.requests.length < 9) return;
        clearInterval(timer);
        child.kill('SIGKILL');
      }, 20);
    });
    expect((await killed).code).toBeNull();
    const folder = join(project.path, 'reports', 'revocations');
    const [name = ''] = readdirSync(folder).toSorted().slice(-1);
    const kept = readFileSync(join(folder, name), 'utf8').match(/"kind":"probe"/g)?.length ?? 0;
    expect(project.site.requests.length - kept).toBeLessThanOrEqual(1);
    const { code, out } = await watch(['--resume']);
    expect(code).toBe(1);
    const { ended } = (JSON.parse(out) as Told).measurement;
    const { accepted, refused } = momentsOfDeath();
    expect(ended.least).toBeLessThanOrEqual(refused);
    expect(ended.most).toBeGreaterThanOrEqual(accepted);
  });
});
