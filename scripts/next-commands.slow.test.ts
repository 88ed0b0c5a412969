import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readAcknowledgements } from '../src/change/acknowledgements.ts';
import type { Exchange } from '../src/evidence/exchange.ts';
import { readRecordings } from '../src/evidence/recordings.ts';
import { writeRecordings } from '../src/evidence/write-recordings.ts';
import { copyProject, runCli, type Ended } from './project-copy.fixture.ts';

const copies: (() => void)[] = [];

/** A separate copy of the project for every test, so that they can run in parallel. */
function fresh(): string {
  const { path, remove } = copyProject();
  copies.push(remove);
  return path;
}

afterAll(() => copies.forEach((remove) => remove()), 60_000);

interface Checked {
  readonly exitCode: number;
  readonly summary: Readonly<Record<string, number>>;
  readonly next: readonly string[];
}

async function check(copy: string, ...args: string[]): Promise<Checked> {
  const { out } = await runCli(copy, ['check', ...args, '--format', 'json']);
  return JSON.parse(out) as Checked;
}

/** Runs a command as it was printed, except for npm, which starts the same script. */
function paste(copy: string, command: string, ...more: string[]): Promise<Ended> {
  const [, script = '', rest = ''] = /^npm run ([\w-]+) -- (.*)$/.exec(command) ?? [];
  const words = [...rest.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
  return runCli(copy, [script, ...words, ...more]);
}

const MYSELF = 'GET /rest/api/3/myself';

/** Puts a set of recordings there as if a run had seen it live, judged or not. */
function keepLive(copy: string, name: string, change: (one: Exchange) => Exchange): void {
  const { info, exchanges } = readRecordings('public-2026-09');
  const meta = { origin: 'recorded', date: '2026-11-24T03:00:00Z' } as const;
  const seen = exchanges.map((one): Exchange => change({ ...one, meta }));
  const recorded = { ...info, origin: 'recorded', site: 'https://jira-site.example.com' } as const;
  writeRecordings(join(copy, 'fixtures', 'recordings', name), { ...recorded, name }, seen);
  writeRecordings(join(copy, 'reports', name, 'exchanges'), { ...recorded, name: 'exchanges' }, seen);
}

/** A guard that opens: the contract breaks, and it is a change. */
const opened = (one: Exchange): Exchange =>
  one.credential === 'revoked' && one.operation === MYSELF
    ? { ...one, response: { status: 200, headers: { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' } } }
    : one;

/** What Atlassian is asked for, on all that it is asked for. */
const fixed = (one: Exchange): Exchange =>
  one.credential === 'revoked' && one.response.status !== 401
    ? {
        ...one,
        response: {
          status: 401,
          headers: { 'www-authenticate': 'OAuth realm="https%3A%2F%2Fjira-site.example.com"' },
          body: { text: 'Client must be authenticated to access this resource.' },
        },
      }
    : one;

/** A removed operation, whose answers say nothing about credentials. */
const removed = (one: Exchange): Exchange =>
  one.operation === 'GET /rest/api/3/project'
    ? { ...one, response: { status: 410, body: { text: '{"errorMessages":["Gone."],"errors":{}}' } } }
    : one;

/** A status that no signal knows, the same every time. */
const unexplained = (one: Exchange): Exchange =>
  one.credential === 'revoked' && one.operation === MYSELF && one.meta.origin !== 'transcribed'
    ? { ...one, response: { status: 422, headers: {} }, meta: { ...one.meta, steady: [422, 422, 422] } }
    : one;

describe('a red run', { timeout: 180_000 }, () => {
  it.each([
    ['a break', opened],
    ['a fix', fixed],
    ['an operation that was removed', removed],
    ['a status that no signal knows', unexplained],
  ])(
    'by %s prints one command that makes the next one green, and the baseline with it',
    async (what, change) => {
      const copy = fresh();
      keepLive(copy, 'live-2026-11-24-030000', (one) => one);
      expect((await runCli(copy, ['accept', '--yes'])).code).toBe(0);
      keepLive(copy, 'live-2026-11-25-030000', change);
      const args = ['live-2026-11-25-030000', '--baseline', 'baseline'];
      const red = await check(copy, ...args);
      expect(red.exitCode).toBe(1);
      // Each probe is counted once.
      expect(red.summary['fixed'] === 0).toBe(what !== 'a fix');
      expect(red.summary['new'] === 0).toBe(what === 'a fix');
      expect(red.summary['broken'] === 0).toBe(what === 'a fix');
      const accept = red.next.find((one) => one.startsWith('npm run accept'));
      // Nobody is there to be asked.
      expect((await paste(copy, accept ?? '')).code).toBe(2);
      expect((await check(copy, ...args)).exitCode).toBe(1);
      expect(await paste(copy, accept ?? '', '--yes')).toMatchObject({ code: 0 });
      const green = await check(copy, ...args);
      expect(green).toMatchObject({ exitCode: 0, next: [] });
      expect(green.summary['known']).toBeGreaterThan(0);
      // And nothing more than that is known: what changes next is new.
      keepLive(copy, 'live-2026-11-26-030000', (one) =>
        one.operation === MYSELF && one.credential === 'expired'
          ? { ...one, response: { status: 200, headers: {} } }
          : change(one),
      );
      expect((await check(copy, 'live-2026-11-26-030000', '--baseline', 'baseline')).exitCode).toBe(1);
    },
  );

  it('that was acknowledged stays green once it is accepted, for the same reason and as long', async () => {
    const copy = fresh();
    keepLive(copy, 'live-2026-11-24-030000', (one) => one);
    await runCli(copy, ['accept', '--yes']);
    keepLive(copy, 'live-2026-11-25-030000', opened);
    const args = ['live-2026-11-25-030000', '--baseline', 'baseline'];
    const known = (await check(copy, ...args)).next.find((one) => one.startsWith('npm run acknowledge'));
    expect((await paste(copy, known ?? '', '--until', '2099-01-01')).code).toBe(0);
    expect((await check(copy, ...args)).exitCode).toBe(0);
    expect((await runCli(copy, ['accept', '--yes'])).code).toBe(0);
    expect((await check(copy, ...args)).exitCode).toBe(0);
    const [own, row] = readAcknowledgements(join(copy, 'fixtures', 'acknowledged.json')).slice(-2);
    expect(row).toMatchObject({ reason: own?.reason, until: '2099-01-01' });
    expect(row?.fingerprint).not.toBe(own?.fingerprint);
  });

  it('on recordings prints one, too, and repeats the options that it was judged with', async () => {
    const copy = fresh();
    writeFileSync(join(copy, 'my known.json'), '[]');
    const args = ['public-2019-12', '--acknowledged', 'my known.json', '--fail-on', 'info'];
    const red = await check(copy, ...args);
    expect(red.exitCode).toBe(1);
    // Nothing that was transcribed can be the baseline of a live run.
    expect(red.next).toHaveLength(1);
    const before = readFileSync(join(copy, 'fixtures', 'acknowledged.json'), 'utf8');
    expect((await paste(copy, red.next[0] ?? '')).code).toBe(0);
    expect(await check(copy, ...args)).toMatchObject({ exitCode: 0, next: [] });
    expect(readFileSync(join(copy, 'fixtures', 'acknowledged.json'), 'utf8')).toBe(before);
  });

  it('prints them in text, and in the summary of a job', async () => {
    const copy = fresh();
    const { next } = await check(copy, 'public-2019-12');
    expect(next.length).toBeGreaterThan(0);
    for (const format of ['text', 'markdown', 'html']) {
      const { out } = await runCli(copy, ['check', 'public-2019-12', '--format', format]);
      for (const one of next) expect(out.replaceAll('&#39;', "'")).toContain(one);
    }
  });
});
