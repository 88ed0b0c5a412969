import { devNull } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Change } from '../src/change/change.ts';
import { environmentFor } from '../src/config/stand-in-environment.ts';
import { openStandIn, type StandIn } from '../src/stand-in/stand-in.ts';
import { copyProject, runCli, type Ended } from '../scripts/project-copy.fixture.ts';
import { WORLDS, type World } from './worlds.fixture.ts';

const { path: copy, remove } = copyProject();
const sets = join(copy, 'sets');

const FAST = ['--settings', devNull, '--confirm-after', '0', '--core'];

afterAll(remove);

beforeAll(async () => {
  const site = await openStandIn();
  const ended = await runCli(copy, ['record', 'usual', '--into', sets, ...FAST], environmentFor(site.origin));
  await site.close();
  if (ended.code !== 0) throw new Error(ended.err);
});

interface Checked {
  readonly incomplete: string | null;
  readonly summary: Readonly<Record<string, number>>;
  readonly run: { readonly rows: readonly { readonly credential: string; readonly verdict: string }[] };
  readonly diff: { readonly changes: readonly Change[] };
}

/** The conclusion of a check of a world, in the terms of the table of worlds. */
function conclusion({ code, out, err }: Ended, { expected }: World, asked: number): object {
  // If nothing was judged, there is only a message on stderr.
  const checked = out === '' ? undefined : (JSON.parse(out) as Checked);
  const changes = (checked?.diff.changes ?? []).filter(({ level }) => level !== 'info');
  const reason = checked?.incomplete ?? err;
  const rows = checked?.run.rows.filter(({ credential }) => credential === expected.skipped) ?? [];
  return {
    code,
    concluded: checked !== undefined && checked.incomplete === null,
    broken: code === 1 || (checked?.summary['broken'] ?? 0) > 0,
    rules: [...new Set(changes.map(({ rule }) => rule))].toSorted(),
    unnamed: (expected.names ?? []).filter((name) => !reason.includes(name)),
    judged: rows.filter(({ verdict }) => verdict !== 'skipped'),
    leftAlone: expected.lostAt === undefined || asked - expected.lostAt <= 50,
  };
}

/** The number of times a failing credential may be sent to one operation, doctor and confirmation included. */
const AT_MOST = 3;

/** Returns how often each failing credential was sent to each operation, if that was too often. */
function tooOften({ requests }: Pick<StandIn, 'requests'>): Record<string, number> {
  const failing = requests.filter(({ state }) => state !== 'account' && state !== 'none');
  const groups = Map.groupBy(failing, ({ caller, state, path }) => `${caller} ${state} ${path}`);
  return Object.fromEntries(
    [...groups].map(([key, { length }]) => [key, length] as const).filter(([, count]) => count > AT_MOST),
  );
}

const wanted = ({ expected: { code, rules = [] } }: World): object => ({
  code,
  concluded: code !== 3,
  broken: code === 1,
  rules: rules.toSorted(),
  unnamed: [],
  judged: [],
  leftAlone: true,
});

const check = (env: Readonly<Record<string, string>>): Promise<Ended> =>
  runCli(copy, ['check', '--live', '--baseline', join(sets, 'usual'), '--format', 'json', ...FAST], env);

it('has at least eighty worlds, each with its own name', () => {
  expect(new Set(WORLDS.map(({ name }) => name)).size).toBe(WORLDS.length);
  expect(WORLDS.length).toBeGreaterThanOrEqual(80);
});

describe.concurrent('a world', () => {
  it.each(WORLDS)('$name', { timeout: 120_000 }, async (world) => {
    const site = await openStandIn({ random: () => 0.5 });
    world.make(site);
    const ended = await check(environmentFor(site.origin));
    await site.close();
    expect(conclusion(ended, world, site.requests.length), ended.err).toEqual(wanted(world));
    expect(tooOften(site)).toEqual({});
  });
});
