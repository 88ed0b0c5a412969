import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { TREATMENTS } from '../contract/treatment.ts';
import { readRecordings } from '../evidence/recordings.ts';
import { runSpecsless } from '../run/run.fixture.ts';
import { answersOf, entryOf, entrySchema, outcomeOf, type Entry } from './entry.ts';
import { addToHistory, readHistory } from './history.ts';
import { nightsOf } from './nights.ts';
import { observationsOf, publicObservations } from './observations.ts';
import { currentPeriod, previousPeriod, timelines } from './timeline.ts';

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
  it('gives back its entries by their time, whatever the order in which runners added them', () => {
    const path = join(folder, 'history.jsonl');
    for (const day of [2, 1, 3]) addToHistory(night(day, 'refused 401'), path);
    appendFileSync(path, '{"schema":"jira-token-co');
    expect(readHistory(path).map(({ name }) => name)).toEqual(['live-1', 'live-2', 'live-3']);
    addToHistory(night(4, 'refused 401'), path);
    expect(readHistory(path)).toHaveLength(4);
    expect(readHistory(join(folder, 'none.jsonl'))).toEqual([]);
  });

  it('holds of a run what says something, in short', () => {
    const answers = answersOf(runSpecsless(readRecordings('public-2026-09')));
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
    const run = runSpecsless(readRecordings('public-2026-09'));
    const rows = run.rows.map((row) => ({
      ...row,
      answer: { status, treatment: 'inconclusive', mark } as const,
    }));
    const answers = answersOf({ rows });
    const [seen] = observationsOf([entrySchema.parse(night(1, undefined, { answers }))]);
    expect(seen !== undefined).toBe(isHeld);
    if (!seen) return;
    // Told from a treatment that has the same status, and the status where readers of the file expect it.
    expect(TREATMENTS).not.toContain(seen.answer.split(' ')[0]);
    expect(seen.answer.split(' ').slice(1)).toEqual([String(status)]);
    const [timeline] = timelines([{ ...seen, at: '2026-01-01', answer: 'refused 401' }, seen]);
    expect(timeline?.periods).toHaveLength(2);
  });

  it('names an outcome for each exit code', () => {
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

  it('says since when, what was before, and how often; a night that said nothing is no change', () => {
    const [one] = timelines(observationsOf(entries));
    expect(one?.periods.map(({ answer, times }) => [answer, times])).toEqual([
      ['refused 401', 2],
      ['ignored 200', 2],
    ]);
    if (!one) throw new Error('no timeline');
    expect(currentPeriod(one).from.slice(0, 10)).toBe('2026-11-04');
    expect(previousPeriod(one)?.to.slice(0, 10)).toBe('2026-11-03');
  });

  it('begins with what is public: 2019, 2022 and 2026 are there on the first day', () => {
    const all = timelines(publicObservations());
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

  it('leaves out what no table has any more', () => {
    const old = night(1, undefined, {
      answers: { gone: { [MYSELF]: 'refused 401' }, revoked: { 'GET /old': 'x 1' } },
    });
    expect(observationsOf([old])).toEqual([]);
  });
});

describe('the nights of a site', () => {
  it('are counted, and so are those in a row without a conclusion', () => {
    const nights = nightsOf([
      night(1, 'refused 401'),
      night(2, undefined, { outcome: 'inconclusive' }),
      night(3, undefined, { outcome: 'misconfigured' }),
      night(4, undefined, { outcome: 'inconclusive', site: 'https://b.example.com' }),
    ]);
    expect(
      nights.map(({ site, inconclusiveStreak: inARow, lastConcluded }) => [
        site,
        inARow,
        lastConcluded?.name,
      ]),
    ).toEqual([
      ['https://a.example.com', 2, 'live-1'],
      ['https://b.example.com', 1, undefined],
    ]);
  });
});
