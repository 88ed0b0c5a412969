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

const watch = (args: readonly string[], started?: Parameters<typeof project.run>[1]): Promise<Ended> =>
  project.run(['watch-revocation', ...args, ...ARGS], started);

describe('watch-revocation by the clock on the wall', () => {
  it('bounds the moment', async () => {
    const moment = Date.now() + 7000;
    project.site.revoke(SYNTHETIC_IDENTITY.watchedToken, 7000);
    const { code, out } = await watch(['--yes', '--revoked-at', 'now']);
    expect(code).toBe(1);
    const { ended } = (JSON.parse(out) as Told).measurement;
    expect(ended.least).toBeLessThanOrEqual(moment);
    expect(ended.most).toBeGreaterThanOrEqual(moment);
    expect(ended.most - ended.least).toBeLessThan(5000);
  });

  it('continues after kill -9, and loses at most the last probe', async () => {
    const moment = Date.now() + 12_000;
    project.site.revoke(SYNTHETIC_IDENTITY.watchedToken, 12_000);
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
    expect(ended.least).toBeLessThanOrEqual(moment);
    expect(ended.most).toBeGreaterThanOrEqual(moment);
  });
});
