import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { TREATMENTS } from '../contract/treatment.ts';
import { readRecordings } from '../evidence/recordings.ts';
import { runOfRecordings } from '../run/run.fixture.ts';
import { answersOf, entryOf, entrySchema, outcomeOf, type Entry } from './entry.ts';
import { appendToHistory, readHistory } from './history.ts';
import { nightsOf } from './nights.ts';
import { observationsOf, publicObservations } from './observations.ts';
import { currentPeriod, previousPeriod, timelines } from './timeline.ts';
import { openLibrary } from '../evidence/recording-library.ts';

const LIBRARY = openLibrary();

const folder = mkdtempSync(join(tmpdir(), 'history-'));

afterAll(() => rmSync(folder, { recursive: true }));

const MYSELF = 'GET /rest/api/3/myself';

const night = (day: number, answer: string | undefined, changed: Partial<Entry> = {}): Entry => ({
  ...entryOf(
    { name: `live-${day}`, site: 'https://a.example.com', at: Date.UTC(2026, 10, day), exitCode: 0, news: 0 },
    undefined,
  ),
  answers: answer === undefined ? {} : { revoked: { [MYSELF]: answer } },
  ...changed,
});

describe('a history', () => {
  it('returns its entries by time, in whatever order runners added them', () => {
    const path = join(folder, 'history.jsonl');
    for (const day of [2, 1, 3]) appendToHistory(night(day, 'refused 401'), path);
    appendFileSync(path, '{"schema":"jira-token-co');
    expect(readHistory(path).map(({ name }) => name)).toEqual(['live-1', 'live-2', 'live-3']);
    appendToHistory(night(4, 'refused 401'), path);
    expect(readHistory(path)).toHaveLength(4);
    expect(readHistory(join(folder, 'none.jsonl'))).toEqual([]);
  });

  it('holds the conclusive answers of a run, in short', () => {
    const answers = answersOf(runOfRecordings(readRecordings('public-2026-09')));
    expect(answers['revoked']?.[MYSELF]).toBe('refused 401');
    expect(JSON.stringify(answers)).not.toContain('inconclusive');
  });

  it.each([
    ['operation-removed', 410, true],
    ['unexplained', 422, true],
    ['rolling-out', 401, true],
    ['flapping', 401, false],
    ['server-error', 503, false],
  ] as const)('holds what is news of another kind, and nothing else: %s', (mark, status, isHeld) => {
    const run = runOfRecordings(readRecordings('public-2026-09'));
    const rows = run.rows.map((row) => ({
      ...row,
      answer: { status, treatment: 'inconclusive', mark } as const,
    }));
    const answers = answersOf({ rows });
    const [seen] = observationsOf([entrySchema.parse(night(1, undefined, { answers }))]);
    expect(seen !== undefined).toBe(isHeld);
    if (!seen) return;
    // Distinct from a treatment with the same status, and with the status where readers of the file expect it.
    expect(TREATMENTS).not.toContain(seen.answer.split(' ')[0]);
    expect(seen.answer.split(' ').slice(1)).toEqual([String(status)]);
    const [timeline] = timelines([{ ...seen, at: '2026-01-01', answer: 'refused 401' }, seen]);
    expect(timeline?.periods).toHaveLength(2);
  });

  it('has an outcome for each exit code', () => {
    expect([0, 1, 2, 3, 70].map(outcomeOf)).toEqual([
      'kept',
      'changed',
      'misconfigured',
      'inconclusive',
      'inconclusive',
    ]);
  });
});

describe('a timeline', () => {
  const entries = [
    night(1, 'refused 401'),
    night(2, undefined),
    night(3, 'refused 401'),
    night(4, 'ignored 200'),
    night(5, 'ignored 200'),
  ];

  it('has the start, the previous behaviour and the counts; an inconclusive night is no change', () => {
    const [timeline] = timelines(observationsOf(entries));
    expect(timeline?.periods.map(({ answer, times }) => [answer, times])).toEqual([
      ['refused 401', 2],
      ['ignored 200', 2],
    ]);
    if (!timeline) throw new Error('no timeline');
    expect(currentPeriod(timeline).from.slice(0, 10)).toBe('2026-11-04');
    expect(previousPeriod(timeline)?.to.slice(0, 10)).toBe('2026-11-03');
  });

  it('starts with the public observations of 2019, 2022 and 2026', () => {
    const all = timelines(publicObservations(LIBRARY));
    const years = (credential: string, operation: string): string[] =>
      all
        .find((one) => one.credential === credential && one.operation === operation)
        ?.periods.map(({ from, answer }) => `${from.slice(0, 4)} ${answer}`) ?? [];
    expect(years('revoked', 'GET /rest/api/3/project')).toEqual(['2019 refused 401', '2019 ignored 200']);
    expect(years('mistyped', 'GET /rest/api/3/project/search')).toEqual([
      '2022 refused 401',
      '2026 ignored 200',
    ]);
  });

  it('leaves out what is no longer in the tables', () => {
    const old = night(1, undefined, {
      answers: { gone: { [MYSELF]: 'refused 401' }, revoked: { 'GET /old': 'x 1' } },
    });
    expect(observationsOf([old])).toEqual([]);
  });
});

describe('the nights of a site', () => {
  it('are counted, and so is the streak of inconclusive ones', () => {
    const nights = nightsOf([
      night(1, 'refused 401'),
      night(2, undefined, { outcome: 'inconclusive' }),
      night(3, undefined, { outcome: 'misconfigured' }),
      night(4, undefined, { outcome: 'inconclusive', site: 'https://b.example.com' }),
    ]);
    expect(
      nights.map(({ site, inconclusiveNights: inARow, lastConcluded }) => [
        site,
        inARow.length,
        lastConcluded?.name,
      ]),
    ).toEqual([
      ['https://a.example.com', 2, 'live-1'],
      ['https://b.example.com', 1, undefined],
    ]);
  });
});
