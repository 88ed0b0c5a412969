import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { LARGE_HEAD, largeRows } from '../src/run/large-run.fixture.ts';
import { writeRun } from '../src/run/run.ts';

const SIZES = [10_000, 100_000, 1_000_000];

/** One in this number of probes has changed. */
const CHANGED = 1000;

const measured = z.object({ seconds: z.number(), peak: z.number(), probes: z.int() });

/** Runs `diff` on two run files in a process of its own, so that its peak memory can be measured. */
async function measure(base: string, head: string): Promise<z.infer<typeof measured>> {
  const script = join(import.meta.dirname, 'diff-pair.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, base, head]);
  return measured.parse(JSON.parse(stdout));
}

/** Measures the probes per second and the peak memory of `diff`, for runs of several sizes. */
export async function* benchDiff(): AsyncGenerator<string> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const [base, head] = [join(folder, 'base.json'), join(folder, 'head.json')];
  try {
    for (const size of SIZES) {
      writeRun(base, LARGE_HEAD, largeRows(size));
      writeRun(head, LARGE_HEAD, largeRows(size, CHANGED));
      const { seconds, peak, probes } = await measure(base, head);
      // Otherwise the measurement would be meaningless.
      if (probes !== size) throw new Error(`diff reported ${probes} probes instead of ${size}`);
      yield `diff      ${size.toLocaleString('en')} probes in ${seconds.toFixed(2)} s: ${(size / seconds).toFixed(0)} probes/s, peak ${peak.toFixed(0)} MiB`;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
