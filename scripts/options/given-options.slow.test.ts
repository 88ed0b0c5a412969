import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecordings } from '../../src/evidence/recordings.ts';
import { writeFileAtomically } from '../../src/storage/write-file.ts';
import { runOfRecordings } from '../../src/run/run.fixture.ts';
import { runText } from '../../src/run/run.ts';
import type { MakeCommand } from '../main.ts';
import { checkCommand } from '../commands/check.ts';
import { callCommand } from '../commands/commands.fixture.ts';
import { diffCommand } from '../commands/diff.ts';
import { historyCommand } from '../commands/history.ts';
import { pactVerifyCommand } from '../commands/pact-verify.ts';
import { reportCommand } from '../commands/report.ts';

const ONE_SENTENCE = /^.+\n$/;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'given-'));
  process.chdir(folder);
  for (const name of ['public-2022-11', 'public-2026-09']) {
    writeFileAtomically(join('reports', name, 'run.json'), runText(runOfRecordings(readRecordings(name))));
  }
});

afterAll(() => {
  process.chdir(import.meta.dirname);
  rmSync(folder, { recursive: true });
});

const LIVE_OPTIONS = [
  ['--settings', import.meta.filename],
  ['--site', 'acme'],
  ['--sites', import.meta.filename],
  ['--core'],
  ['--max-requests', '5'],
  ['--concurrency', '2'],
  ['--max-time', '60'],
  ['--confirm-after', '0'],
  ['--anonymise'],
];

describe('an option that would be ignored is refused', () => {
  it.each<[string, MakeCommand, string[]]>([
    ...LIVE_OPTIONS.map((args): [string, MakeCommand, string[]] => ['check', checkCommand, args]),
    ...LIVE_OPTIONS.map((args): [string, MakeCommand, string[]] => ['pact:verify', pactVerifyCommand, args]),
    ['pact:verify', pactVerifyCommand, ['--live', '--recordings', 'public-2026-09']],
    ['check', checkCommand, ['--blob', 'parts']],
    ['check', checkCommand, ['--shard', '1/2', '--out', 'file']],
    ['check', checkCommand, ['--shard', '1/2', '--report', 'html']],
    ['check', checkCommand, ['--merge', 'parts', '--live']],
    ['check', checkCommand, ['--merge', 'parts', '--shard', '1/2']],
    ['check', checkCommand, ['public-2026-09', '--merge', 'parts']],
    ['report', reportCommand, ['public-2026-09', '--bundle', 'b', '--format', 'html']],
    ['report', reportCommand, ['public-2026-09', '--zip', 'b.zip', '--out', 'x']],
    ['report', reportCommand, ['public-2026-09', '--zip', 'b.zip', '--all']],
    ['report', reportCommand, ['public-2026-09', '--format', 'png']],
    ['report', reportCommand, ['public-2026-09', '--format', 'html', '--out', 'x.png']],
    ['history', historyCommand, ['--format', 'png']],
  ])('by %s (%#)', async (_, command, args) => {
    const before = readdirSync(folder);
    const { code, out, err } = await callCommand(command, args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(ONE_SENTENCE);
    expect(args.filter((arg) => arg.startsWith('--') && err.includes(arg))).not.toEqual([]);
    expect(readdirSync(folder)).toEqual(before);
  });
});

describe('a picture', () => {
  const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

  it.each<[MakeCommand, string[]]>([
    [reportCommand, ['public-2026-09', '--out', 'a.png']],
    [reportCommand, ['public-2026-09', '--format', 'png', '--out', 'b']],
    [reportCommand, ['public-2026-09', '--format', 'svg', '--out', 'c.PNG']],
    [diffCommand, ['public-2022-11', 'public-2026-09', '--format', 'png', '--out', 'd.png']],
    [historyCommand, ['--out', 'e.png']],
  ])('is drawn on request (%#)', async (command, args) => {
    const { code, out, err } = await callCommand(command, args);
    expect({ code, out, err }).toEqual({ code: 0, out: '', err: '' });
    expect(readFileSync(args.at(-1) ?? '').subarray(0, 8)).toEqual(PNG);
  });
});

const report = (...args: string[]): Promise<{ readonly code: number }> =>
  callCommand(reportCommand, ['public-2026-09', '--baseline', 'public-2022-11', ...args]);

describe('report --fail-on', () => {
  it('decides the exit code, and only if it is given', async () => {
    writeFileAtomically('none.json', '[]');
    expect(await report('--acknowledged', 'none.json')).toMatchObject({ code: 0 });
    expect(await report('--acknowledged', 'none.json', '--fail-on', 'minor')).toMatchObject({ code: 1 });
    expect(
      await report('--fail-on', 'critical', '--zip', 'x.zip', '--acknowledged', 'none.json'),
    ).toMatchObject({
      code: 1,
    });
    expect(await callCommand(reportCommand, ['public-2026-09', '--fail-on', 'info'])).toMatchObject({
      code: 0,
    });
  });
});
