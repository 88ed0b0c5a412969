import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAcknowledgements } from '../change/acknowledgements.ts';
import { entryOf } from '../history/entry.ts';
import { appendToHistory, HISTORY_FILE } from '../history/history.ts';
import { readRecordings } from '../evidence/recordings.ts';
import type { RecordingSetInfo } from '../evidence/recording-schema.ts';
import { writeRecordings } from '../evidence/write-recordings.ts';
import { fastClock } from '../http/clock.fixture.ts';
import { runOfRecordings } from '../run/run.fixture.ts';
import { runText } from '../run/run.ts';
import { parseRunName } from '../run/run-name.ts';
import { takeLock } from '../storage/lock.ts';
import { writeFileAtomically } from '../storage/write-file.ts';
import { retain, surplusRuns, type KeptRun, type RetentionOptions } from './retention.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

const NOW = Date.UTC(2026, 11, 31);

const named = (day: number, ending = ''): string =>
  `live-2026-11-${String(day).padStart(2, '0')}-030507${ending}`;

const kept = (name: string, origin = 'recorded'): KeptRun => {
  const parsed = parseRunName(name);
  if (!parsed) throw new Error(`${name} is no name of a run`);
  return { name, parsed, origin };
};

describe('the runs beyond the newest', () => {
  it.each<[string, KeptRun[], number, string[]]>([
    ['none where there are no more', [kept(named(1)), kept(named(2))], 2, []],
    ['the oldest, in order', [kept(named(3)), kept(named(1)), kept(named(2))], 1, [named(1), named(2)]],
    [
      'those of each site',
      [kept(named(1)), kept(named(2, '-acme')), kept(named(3, '-acme'))],
      1,
      [named(2, '-acme')],
    ],
    [
      'not pushed out by parts',
      [kept(named(1)), kept(named(2, '.only')), kept(named(3, '.only'))],
      1,
      [named(2, '.only')],
    ],
    [
      'not pushed out by the stand-in',
      [kept(named(1)), kept(named(2), 'stand-in'), kept(named(3), 'stand-in')],
      1,
      [named(2)],
    ],
    [
      'told apart within a second',
      [kept(named(1, '-10')), kept(named(1)), kept(named(1, '-2'))],
      1,
      [named(1), named(1, '-2')],
    ],
  ])('are %s', (_, runs, keep, surplus) => {
    expect(surplusRuns(runs, keep)).toEqual(surplus);
  });
});

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
  process.chdir(folder);
  writeFileSync('known.json', '[]');
});

afterEach(() => {
  process.chdir(import.meta.dirname);
});

const SMALL = readRecordings('public-2019-11');

const EXCHANGES = SMALL.exchanges.map((exchange) => ({
  ...exchange,
  meta: { origin: 'recorded', date: '2026-11-24T03:05:07Z' } as const,
}));

const infoOf = (name: string): RecordingSetInfo => ({
  ...SMALL.info,
  name,
  origin: 'recorded',
  site: 'https://a.example.com',
  dates: { from: '2026-11-24', to: '2026-11-24' },
});

/** Writes a live run as `check --live` does. */
function writeRun(name: string, isWhole = true): string {
  const own = join('reports', name);
  writeRecordings(join(own, 'exchanges'), infoOf('exchanges'), EXCHANGES);
  const set = { ...SMALL, info: infoOf(name), exchanges: EXCHANGES };
  if (isWhole) writeFileAtomically(join(own, 'run.json'), runText(runOfRecordings(set)));
  return name;
}

/** Keeps some runs, and returns what is left in `reports/` and the message. */
async function keepRuns(
  keep: number,
  options: Partial<RetentionOptions> = {},
  current: readonly string[] = [],
  now = NOW,
): Promise<{ readonly left: string[]; readonly err: string }> {
  const err: string[] = [];
  await retain({ keep, acknowledged: 'known.json', ...options }, current, {
    acknowledgements: readAcknowledgements,
    clock: { ...fastClock(), now: () => now },
    stderr: { write: (text) => err.push(text) },
  });
  return { left: existsSync('reports') ? readdirSync('reports').toSorted() : [], err: err.join('') };
}

const acknowledgement = (reason: string): string =>
  JSON.stringify([{ fingerprint: '0123456789abcdef', change: 'a change', reason }]);

describe('keeping the newest runs', () => {
  it('removes the others, and says so in one line', async () => {
    const runs = [1, 2, 3, 4, 5].map((day) => writeRun(named(day)));
    for (const name of ['html', 'junit.xml', 'png'])
      writeFileSync(join('reports', runs[0] ?? '', `report.${name}`), '');
    const { left, err } = await keepRuns(2);
    expect(left).toEqual(runs.slice(3));
    expect(err).toMatch(/^.+\n$/);
    for (const name of runs.slice(0, 3)) expect(err).toContain(name);
    expect(await keepRuns(2)).toEqual({ left, err: '' });
  });

  it.each([[0], [3], [30]])('removes nothing where %i are kept of 3', async (keep) => {
    const runs = [1, 2, 3].map((day) => writeRun(named(day)));
    expect(await keepRuns(keep)).toEqual({ left: runs, err: '' });
  });

  it('has nothing to say where nothing was ever kept', async () => {
    expect(await keepRuns(1)).toEqual({ left: [], err: '' });
  });

  it('names no site where the names are to be taken out', async () => {
    for (const day of [1, 2]) writeRun(named(day, '-acme'));
    const { left, err } = await keepRuns(1, { anonymise: true });
    expect(left).toHaveLength(1);
    expect(err).toMatch(/^.+\n$/);
    expect(err).not.toContain('acme');
  });

  it.each<[string, () => Partial<RetentionOptions>, string[]]>([
    ['the baseline', () => ({ baseline: named(1) }), []],
    ['the baseline, by its path', () => ({ baseline: join('reports', named(1), 'run.json') }), []],
    [
      'an acknowledgement',
      () => {
        writeFileSync('known.json', acknowledgement(`seen in ${named(1)}.`));
        return {};
      },
      [],
    ],
    ['the last change in the history', () => addEntries(HISTORY_FILE), ['history.jsonl']],
    [
      'the last change in another history',
      () => ({ ...addEntries('other.jsonl'), history: 'other.jsonl' }),
      [],
    ],
    ['the newest night', () => copyNight(join('reports', 'nightly')), ['nightly']],
    ['the newest night of several sites', () => copyNight(join('reports', 'nightly', 'acme')), ['nightly']],
  ])('keeps what %s refers to', async (_, refer, others) => {
    const [first = '', , last = ''] = [1, 2, 3].map((day) => writeRun(named(day)));
    const options = refer();
    expect((await keepRuns(1, options)).left).toEqual([...others, first, last].toSorted());
  });

  it('keeps the runs that were just made', async () => {
    const [first = '', , last = ''] = [1, 2, 3].map((day) => writeRun(named(day)));
    expect((await keepRuns(1, {}, [first])).left).toEqual([first, last]);
  });

  it.each<[string, (own: string) => void]>([
    ['holds something else', (own) => writeFileSync(join(own, 'notes.txt'), '')],
    [
      'holds something else among the exchanges',
      (own) => writeFileSync(join(own, 'exchanges', 'notes.txt'), ''),
    ],
    ['holds a link', (own) => symlinkSync('..', join(own, 'report.html'))],
    [
      'is a copy of another run',
      (own) => cpSync(join('reports', named(3), 'run.json'), join(own, 'run.json')),
    ],
    ['has a run that cannot be read', (own) => writeFileSync(join(own, 'run.json'), '{')],
    ['has no exchanges', (own) => rmSync(join(own, 'exchanges'), { recursive: true })],
    [
      'is a link',
      (own) => {
        cpSync(own, 'elsewhere', { recursive: true });
        rmSync(own, { recursive: true });
        symlinkSync(join(folder, 'elsewhere'), own);
      },
    ],
    [
      'is being written to',
      (own) => void takeLock(join('reports', `.${own.split(/[\\/]/).at(-1)}.lock`), NOW),
    ],
  ])('leaves a folder that %s', async (_, spoil) => {
    for (const day of [1, 2, 3]) writeRun(named(day));
    const own = join('reports', named(1));
    spoil(own);
    const before = readdirSync(own);
    const { left } = await keepRuns(1);
    expect(left.filter((name) => parseRunName(name))).toEqual([named(1), named(3)]);
    expect(readdirSync(own)).toEqual(before);
  });

  it('leaves everything in reports/ that is no live run', async () => {
    const others = ['public-2026-09', 'revocations', 'demo', 'bundle', 'live-mine'];
    for (const name of others) mkdirSync(join('reports', name), { recursive: true });
    writeFileSync(join('reports', named(9)), 'a file');
    for (const day of [1, 2]) writeRun(named(day));
    expect((await keepRuns(1)).left).toEqual([...others, named(2), named(9)].toSorted());
  });

  it('leaves a run that may be under way, and removes it once that is impossible', async () => {
    writeRun(named(1), false);
    for (const day of [2, 3]) writeRun(named(day));
    const day = 86_400_000;
    const begun = Date.UTC(2026, 10, 24);
    expect((await keepRuns(1, {}, [], begun + day)).left).toEqual([named(1), named(3)]);
    expect((await keepRuns(1, {}, [], begun + 3 * day)).left).toEqual([named(3)]);
  });

  it('removes what a killed process had half removed, and nothing that looks like it', async () => {
    writeRun(named(1));
    const half = join('reports', `${named(2)}.old-0123456789abcdef`);
    cpSync(join('reports', named(1)), half, { recursive: true });
    rmSync(join(half, 'run.json'));
    const other = join('reports', `${named(3)}.old-0123456789abcdef`);
    mkdirSync(other);
    writeFileSync(join(other, 'notes.txt'), '');
    expect((await keepRuns(1)).left).toEqual([named(1), `${named(3)}.old-0123456789abcdef`]);
  });

  it.each(['known.json', HISTORY_FILE])(
    'removes nothing where %s cannot be read, and says so in one line',
    async (file) => {
      const runs = [1, 2, 3].map((day) => writeRun(named(day)));
      writeFileSync(file, '{');
      writeFileSync(file, '{"a":1}\n{"b":2}\n');
      const { left, err } = await keepRuns(1);
      expect(left.filter((name) => parseRunName(name))).toEqual(runs);
      expect(err).toMatch(/^.+\n$/);
    },
  );
});

function addEntries(history: string): object {
  for (const [day, exitCode] of [
    [1, 1],
    [3, 0],
  ] as const) {
    appendToHistory(
      entryOf({ name: named(day), site: 'a', at: Date.UTC(2026, 10, day), exitCode, news: 0 }, undefined),
      history,
    );
  }
  return {};
}

function copyNight(night: string): object {
  mkdirSync(night, { recursive: true });
  cpSync(join('reports', named(1), 'run.json'), join(night, 'run.json'));
  return {};
}
