import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RECORDINGS, readRecordings } from '../../src/evidence/recordings.ts';
import { writeRecordings } from '../../src/evidence/write-recordings.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { exchangesPath } from '../../src/run/snapshot.ts';
import { acceptCommand } from './accept.ts';
import { callCommand } from './commands.fixture.ts';
import { temporaryFolder } from '../../src/temporary-folder.fixture.ts';

const BASELINE = join('baselines', 'baseline-of-a-test');
const SITE = ['--site', 'of-a-test', '--into', 'baselines'];

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
  process.chdir(folder);
});

afterEach(() => {
  process.chdir(import.meta.dirname);
});

type Spoil = (seen: readonly Exchange[]) => Exchange[];

const unavailable = (one: Exchange): Exchange => ({ ...one, response: { status: 503, headers: {} } });

/** A run as a user might have it: the public answers as if they had been recorded. */
function keepRun(name: string, status = 401, spoil: Spoil = (all) => [...all]): void {
  const { info, exchanges } = readRecordings('public-2026-09');
  const meta = { origin: 'recorded', date: '2026-11-24T03:00:00Z' } as const;
  const seen = exchanges.map((one): Exchange => {
    const refused = one.credential === 'revoked' && one.operation.endsWith('/myself');
    return { ...one, response: { ...one.response, ...(refused && { status }) }, meta };
  });
  writeRecordings(
    exchangesPath(name),
    { ...info, name: 'exchanges', origin: 'recorded', site: 'https://jira-site.example.com' },
    spoil(seen),
  );
}

const statusOf = (): number | undefined =>
  readRecordings('baseline-of-a-test', 'baselines').find({
    credential: 'revoked',
    operation: 'GET /rest/api/3/myself',
  })?.response.status;

describe('accept', () => {
  it('accepts the first run without a question, and one that does not differ', async () => {
    keepRun('live-2026-11-24-030000-of-a-test');
    for (const _ of [1, 2]) expect(await callCommand(acceptCommand, SITE)).toMatchObject({ code: 0 });
    expect(statusOf()).toBe(401);
  });

  it('shows what it would accept, asks, and leaves the baseline alone unless the answer is yes', async () => {
    keepRun('live-2026-11-24-030000-of-a-test');
    await callCommand(acceptCommand, SITE);
    keepRun('live-2026-11-25-030000-of-a-test', 200);
    for (const answer of ['', 'n', undefined]) {
      const { code, err } = await callCommand(acceptCommand, SITE, { ask: () => Promise.resolve(answer) });
      expect(code).toBe(2);
      expect(err).toContain('guard-loosened');
      expect(statusOf()).toBe(401);
    }
    expect(await callCommand(acceptCommand, SITE, { ask: () => Promise.resolve('y') })).toMatchObject({
      code: 0,
    });
    expect(statusOf()).toBe(200);
  });

  it('shows the changes also if the file of acknowledgements does not exist yet', async () => {
    keepRun('live-2026-11-24-030000-of-a-test');
    await callCommand(acceptCommand, SITE);
    keepRun('live-2026-11-25-030000-of-a-test', 200);
    const { code, err } = await callCommand(acceptCommand, [...SITE, '--yes', '--acknowledged', 'new.json']);
    expect([code, err.includes('guard-loosened')]).toEqual([0, true]);
  });

  it('needs --yes without a terminal', async () => {
    keepRun('live-2026-11-24-030000-of-a-test');
    await callCommand(acceptCommand, SITE);
    keepRun('live-2026-11-25-030000-of-a-test', 200);
    expect(await callCommand(acceptCommand, SITE)).toMatchObject({ code: 2, out: '' });
    expect(await callCommand(acceptCommand, [...SITE, '--yes'])).toMatchObject({ code: 0 });
    expect(statusOf()).toBe(200);
  });

  it('does not replace evidence with weaker evidence, unless asked to', async () => {
    keepRun('live-2026-11-24-030000-of-a-test');
    await callCommand(acceptCommand, SITE);
    const worse: [string, Spoil][] = [
      ['a third undecided', (all) => all.map((one, i) => (i % 3 === 0 ? unavailable(one) : one))],
      ['one probe less', (all) => all.slice(1)],
      ['one undecided', (all) => all.map((one, i) => (i === 0 ? unavailable(one) : one))],
    ];
    for (const [, spoil] of worse) {
      keepRun('live-2026-11-25-030000-of-a-test', 200, spoil);
      for (const [args, ask] of [
        [['--yes'], undefined],
        [[], undefined],
        [['--yes'], 'n'],
      ] as const) {
        const streams = ask === undefined ? {} : { ask: () => Promise.resolve(ask) };
        const { code, out, err } = await callCommand(acceptCommand, [...SITE, ...args], streams);
        expect({ code, out }).toEqual({ code: 2, out: '' });
        expect(err).not.toMatch(/^\s+at /m);
        expect(statusOf()).toBe(401);
      }
    }
    expect((await callCommand(acceptCommand, [...SITE, '--yes', '--even-if-worse'])).code).toBe(0);
    expect(statusOf()).toBe(200);
  });

  it('does not accept a first baseline with many undecided probes either', async () => {
    keepRun('live-2026-11-24-030000-of-a-test', 401, (all) => all.map(unavailable));
    expect((await callCommand(acceptCommand, [...SITE, '--yes'])).code).toBe(2);
    expect(existsSync(BASELINE)).toBe(false);
  });

  it('accepts neither a run of another site, nor one that is not live', async () => {
    keepRun('live-2026-11-24-030000-other');
    mkdirSync('reports/nothing', { recursive: true });
    cpSync(join(RECORDINGS, 'public-2026-09'), 'reports/nothing/exchanges', { recursive: true });
    for (const args of [SITE, ['nothing', ...SITE], ['no-such-run', ...SITE]]) {
      expect(await callCommand(acceptCommand, args)).toMatchObject({ code: 2, out: '' });
    }
    expect(existsSync(BASELINE)).toBe(false);
    expect(readFileSync(join('reports', 'nothing', 'exchanges', 'set.json'), 'utf8')).toContain(
      'transcribed',
    );
  });
});
