import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { clearSecrets } from '../secrets/redaction.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';
import { isRunning, javascript, surroundingsWith } from './observe.fixture.ts';
import { runConformance } from './run-conformance.ts';

afterEach(clearSecrets);

it('ends every program if one run cannot be made, and says why', async () => {
  const pids = join(temporaryFolder(), 'pids');
  const code = `
    import { appendFileSync } from 'node:fs';
    appendFileSync(${JSON.stringify(pids)}, process.pid + '\\n');
    setInterval(() => {}, 1000);
  `;
  let runs = 0;
  const running = runConformance(
    {
      uses: [{ name: 'x', settings: javascript(code) }],
      scenarios: ['valid'],
      notices: undefined,
      knownFailures: [],
      concurrency: 2,
      onProgress: () => undefined,
    },
    surroundingsWith({
      timeLimitMs: 60_000,
      change: () => {
        runs += 1;
        if (runs === 2) throw new Error('no more');
      },
    }),
  );
  await expect(running).rejects.toThrow('no more');
  expect(runs).toBe(2);
  const started = existsSync(pids) ? readFileSync(pids, 'utf8').trim().split('\n') : [];
  expect(started.map(Number).filter(isRunning)).toEqual([]);
});
