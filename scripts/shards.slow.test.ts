import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { describe, expect, it } from 'vitest';
import { environmentFor } from '../src/config/stand-in-environment.ts';
import { openStandIn } from '../src/stand-in/stand-in.ts';
import { type Called } from './commands/commands.fixture.ts';
import { useFolder } from './temporary-project.fixture.ts';
import { checkCommand } from './commands/check.ts';

const project = useFolder();

const check = (args: readonly string[], env: Record<string, string> = {}): Promise<Called> =>
  project.call(checkCommand, args, { env });

const RUN = 'reports/public-2026-09/run.json';

interface Told {
  readonly exitCode: number;
  readonly run: {
    readonly rows: readonly {
      readonly credential: string;
      readonly operation: string;
      readonly verdict: string;
    }[];
  };
}

const rowsOf = ({ out }: Called): string[] =>
  (JSON.parse(out) as Told).run.rows.map((row) => `${row.credential} ${row.operation} ${row.verdict}`);

describe('a run in parts', { timeout: 120_000 }, () => {
  it.each([2, 7])('of %i, merged, is byte for byte that of one runner', async (count) => {
    const whole = await check(['--format', 'json']);
    const run = readFileSync(RUN, 'utf8');
    rmSync('reports', { recursive: true });
    for (let index = count; index >= 1; index -= 1) {
      expect(await check(['--shard', `${index}/${count}`])).toMatchObject({ code: 0, out: '' });
    }
    const merged = await check(['--merge', 'blobs', '--format', 'json']);
    expect(merged.out).toBe(whole.out);
    expect(merged.code).toBe(whole.code);
    expect(readFileSync(RUN, 'utf8')).toBe(run);
  });

  it('of a site leads to the same result as one runner, wanted rows included', async () => {
    const site = await openStandIn();
    const env = environmentFor(site.origin);
    const live = ['--live', '--core', '--settings', devNull, '--format', 'json'];
    const whole = await check(live, env);
    for (const part of ['1/3', '2/3', '3/3']) {
      expect(await check([...live, '--shard', part], env)).toMatchObject({ code: 0 });
    }
    await site.close();
    const merged = await check(['--merge', 'blobs', '--format', 'json']);
    expect(rowsOf(merged)).toEqual(rowsOf(whole));
    expect((JSON.parse(merged.out) as Told).exitCode).toBe((JSON.parse(whole.out) as Told).exitCode);
  });

  it('is not merged if a part is missing, broken, or of another run', async () => {
    expect(await check(['--merge', 'blobs'])).toMatchObject({ code: 2, out: '' });
    await check(['--shard', '1/2']);
    const missing = await check(['--merge', 'blobs']);
    expect(missing).toMatchObject({ code: 2, out: '' });
    await check(['public-2022-11', '--shard', '2/2']);
    expect(await check(['--merge', 'blobs'])).toMatchObject({ code: 2, out: '' });
    await check(['--shard', '2/2']);
    writeFileSync('blobs/blobs/2.json', '{');
    const broken = await check(['--merge', 'blobs']);
    expect(broken).toMatchObject({ code: 2, out: '' });
    expect(`${missing.err}${broken.err}`).not.toMatch(/^\s+at /m);
  });

  it.each(['0/3', '4/3', '1', 'one/two', '1/0', '1/99'])('is not made of the part %s', async (part) => {
    expect(await check(['--shard', part])).toMatchObject({ code: 2, out: '' });
  });
});
