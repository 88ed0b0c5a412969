import { dayOf } from '../../src/day-of.ts';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readAcknowledgements } from '../../src/change/acknowledgements.ts';
import { jsonText } from '../../src/json.ts';
import { readRecordings, recordingSets } from '../../src/evidence/recordings.ts';
import { diffSchema } from '../../src/report/machine/diff-schema.ts';
import { choicesFor, type FormatName, render } from '../../src/report/formats.ts';
import { arbitraryRun } from '../../src/run/arbitrary-run.fixture.ts';
import { LARGE_HEAD, largeRows } from '../../src/run/large-run.fixture.ts';
import { runOfRecordings } from '../../src/run/run.fixture.ts';
import { runText, writeRun, type Run } from '../../src/run/run.ts';
import { readSnapshot } from '../../src/run/snapshot.ts';
import { callCommand } from './commands.fixture.ts';
import { diffDocument } from '../../src/workflows/diff.ts';
import { diffCommand } from './diff.ts';
import { FILE_LAYOUT } from '../../src/report/layout.ts';
import { openLibrary } from '../../src/evidence/recording-library.ts';

const LIBRARY = openLibrary();

const folder = mkdtempSync(join(tmpdir(), 'streams-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [base, head] = [join(folder, 'base.json'), join(folder, 'head.json')];

const whole = (format: FormatName, one: string, other: string): string =>
  render(
    'diff',
    format,
    diffDocument(readSnapshot(one, LIBRARY), readSnapshot(other, LIBRARY), {
      known: readAcknowledgements(),
      failOn: 'minor',
      today: dayOf(Date.now()),
    }),
    FILE_LAYOUT,
  );

const streamed = async (format: FormatName, one: string, other: string): Promise<string> =>
  (await callCommand(diffCommand, [one, other, '--format', format])).out;

describe('diff of run files', () => {
  it.each(choicesFor('diff'))('says the same as for runs held in memory: %s', async (format) => {
    for (const name of recordingSets()) {
      writeFileSync(base, runText(runOfRecordings(readRecordings(name))));
      for (const [one, other] of [
        [base, 'public-2026-09'],
        ['public-2022-11', base],
      ] as const) {
        expect(await streamed(format, one, other)).toBe(whole(format, one, other));
      }
    }
  });

  it('prints the same as a comparison in memory, for any two runs of any layout', async () => {
    const layout = fc.constantFrom<(run: Run) => string>(runText, jsonText);
    await fc.assert(
      fc.asyncProperty(arbitraryRun, arbitraryRun, layout, async (a, b, textOf) => {
        writeFileSync(base, runText(a));
        writeFileSync(head, textOf(b));
        expect(await streamed('json', base, head)).toBe(whole('json', base, head));
      }),
      { numRuns: 40, seed: Number(process.env['FUZZ_SEED'] ?? 20_261_126) },
    );
  });

  it('needs no more memory for more probes', { timeout: 120_000 }, async () => {
    const probes = 50_000;
    writeRun(base, LARGE_HEAD, largeRows(probes));
    writeRun(head, LARGE_HEAD, largeRows(probes, 1000));
    // In MiB. Held whole, the two runs take more than 130; in turn, less than 32, however many probes there are.
    const limit = '--max-old-space-size=80';
    const script = join(import.meta.dirname, '..', 'cli.ts');
    const args = [limit, script, 'diff', base, head, '--format', 'json', '--fail-on', 'critical'];
    const { stdout } = await promisify(execFile)(process.execPath, args).catch(
      (error: { code: number; stdout: string }) => ({ stdout: error.code === 1 ? error.stdout : '' }),
    );
    const { summary } = diffSchema.parse(JSON.parse(stdout));
    expect(summary).toMatchObject({ unchanged: probes - 50, notice: 50 });
  });

  it.each([
    ['is cut off', (text: string) => text.slice(0, -10)],
    ['is out of order', (text: string) => text.replace(/( {4}\{.*\},\n)( {4}\{.*\},\n)/, '$2$1')],
    ['has a probe twice', (text: string) => text.replace(/ {4}\{.*\},\n/, '$&$&')],
  ])('reports in one sentence that one %s, and prints nothing else', async (_, spoil) => {
    writeFileSync(base, spoil(runText({ ...LARGE_HEAD, rows: [...largeRows(100)] })));
    const { code, out, err } = await callCommand(diffCommand, [base, 'public-2026-09']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(base);
    expect(err).not.toMatch(/^\s+at /m);
  });
});
