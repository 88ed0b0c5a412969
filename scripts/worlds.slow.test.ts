import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Change } from '../src/change/change.ts';
import { LEVELS } from '../src/change/levels.ts';
import { environmentFor } from '../src/stand-in/environment.ts';
import { openStandIn } from '../src/stand-in/stand-in.ts';
import { copyProject, runCommand, type Ended } from './project-copy.fixture.ts';
import { WORLDS } from './worlds.fixture.ts';

const { path: copy, remove } = copyProject();
const sets = join(copy, 'sets');

const FAST = ['--settings', 'no-such-file', '--confirm-after', '0', '--core'];

afterAll(remove);

beforeAll(async () => {
  const site = await openStandIn();
  const ended = await runCommand(
    copy,
    ['scripts/record.ts', 'usual', '--into', sets, ...FAST],
    environmentFor(site.origin),
  );
  await site.close();
  expect(ended, ended.err).toMatchObject({ code: 0 });
});

interface Checked {
  readonly incomplete: string | null;
  readonly summary: Readonly<Record<string, number>>;
  readonly run: { readonly rows: readonly { readonly credential: string; readonly verdict: string }[] };
  readonly diff: { readonly changes: readonly Change[] };
}

const failing = ({ diff }: Checked): Change[] =>
  diff.changes.filter(({ level }) => LEVELS.indexOf(level) <= LEVELS.indexOf('notice'));

const check = (env: Readonly<Record<string, string>>): Promise<Ended> =>
  runCommand(
    copy,
    ['scripts/check.ts', '--live', '--baseline', join(sets, 'usual'), '--format', 'json', ...FAST],
    env,
  );

it('has eighty worlds and more, each with a name of its own', () => {
  expect(new Set(WORLDS.map(({ name }) => name)).size).toBe(WORLDS.length);
  expect(WORLDS.length).toBeGreaterThanOrEqual(80);
});

describe.concurrent('a world', () => {
  it.each(WORLDS)('$name', { timeout: 120_000 }, async ({ make, env, expected }) => {
    const site = await openStandIn({ random: () => 0.5 });
    make(site);
    const { code, out, err } = await check({ ...environmentFor(site.origin), ...env });
    await site.close();
    const asked = site.requests.length;
    expect(code, `${out.slice(0, 600)}\n${err}`).toBe(expected.code);
    if (expected.lostAt !== undefined) expect(asked - expected.lostAt).toBeLessThanOrEqual(50);
    // Nothing but its sentence where nothing was judged.
    const checked = out === '' ? undefined : (JSON.parse(out) as Checked);
    for (const name of expected.names ?? []) expect(checked?.incomplete ?? err).toContain(name);
    if (expected.code === 3) {
      expect(checked?.summary['broken'] ?? 0).toBe(0);
      expect(checked ? failing(checked) : []).toEqual([]);
      return;
    }
    expect(checked?.incomplete).toBeNull();
    const changes = checked ? failing(checked) : [];
    if (expected.rules) expect(new Set(changes.map(({ rule }) => rule))).toEqual(new Set(expected.rules));
    else if (expected.code === 0) expect(changes).toEqual([]);
    if (expected.skipped !== undefined) {
      const rows = checked?.run.rows.filter(({ credential }) => credential === expected.skipped);
      expect(new Set(rows?.map(({ verdict }) => verdict))).toEqual(new Set(['skipped']));
    }
  });
});
