import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Exchange } from '../evidence/exchange.ts';
import type { RecordingLibrary } from '../evidence/recording-library.ts';
import type { RecordingSetInfo } from '../evidence/recording-schema.ts';
import { entryOf } from './entry.ts';
import { appendToHistory, readHistory } from './history.ts';
import { publicObservations, type Observation } from './observations.ts';
import { timelines } from './timeline.ts';

const MYSELF = 'GET /rest/api/3/myself';
const COMMON = { era: '2026-09', summary: 'a', dates: { from: '2024', to: '2026-03' }, tool: 'a' } as const;

const meta: Exchange['meta'] = {
  origin: 'transcribed',
  date: '2025-02-01',
  grade: 'measured',
  source: 'https://example.com/',
  note: 'a note',
};

const exchange = (status: number, of: Exchange['meta'] = meta): Exchange => ({
  credential: 'revoked',
  operation: MYSELF,
  response: { status, headers: {} },
  meta: of,
});

/** A library of sets, each with one exchange. */
function library(sets: readonly { info: RecordingSetInfo; exchange: Exchange }[]): RecordingLibrary {
  const one = (name: string): (typeof sets)[number] => {
    const found = sets.find(({ info }) => info.name === name);
    if (!found) throw new Error(`no set ${name}`);
    return found;
  };
  return {
    names: () => sets.map(({ info }) => info.name),
    info: (name) => one(name).info,
    read: (name) => {
      const { info, exchange: only } = one(name);
      return { info, exchanges: [only], find: () => only };
    },
  };
}

const PUBLIC: RecordingSetInfo = { ...COMMON, name: 'public', origin: 'transcribed' };
const OWN: RecordingSetInfo = {
  ...COMMON,
  name: 'own',
  origin: 'recorded',
  site: 'https://a.example.com',
};

it.each<[string, RecordingSetInfo, Exchange, Partial<Observation>[]]>([
  [
    'a public set, on the day of its source',
    PUBLIC,
    exchange(401),
    [{ credential: 'revoked', operation: MYSELF, at: '2025-02-01', answer: 'refused 401', seenBy: 'public' }],
  ],
  ['a public set that shows nothing', PUBLIC, exchange(503), []],
  ['a set that a run made', OWN, exchange(401, { origin: 'recorded', date: '2026-11-01T00:00:00Z' }), []],
])('what is publicly known is that of %s', (_, info, only, expected) => {
  expect(publicObservations(library([{ info, exchange: only }]))).toEqual(expected);
});

const observed = (at: string, answer: string): Observation => ({
  credential: 'revoked',
  operation: MYSELF,
  at,
  answer,
  seenBy: 'a run',
});

it.each([[['a', 'b', 'c']], [['c', 'b', 'a']], [['b', 'a', 'c']]])(
  'what was observed in the same moment stays in its order: %j',
  (answers) => {
    const [timeline] = timelines(answers.map((answer) => observed('2026-11-01', answer)));
    expect(timeline?.periods.map(({ answer }) => answer)).toEqual(answers);
  },
);

it.each([
  [
    [3, 1, 2, 1],
    [1, 3, 2, 0],
  ],
  [
    [1, 1, 1],
    [0, 1, 2],
  ],
  [
    [1, 2, 3],
    [0, 1, 2],
  ],
  [
    [3, 2, 1],
    [2, 1, 0],
  ],
])('entries are read by their time, those of the same moment in their order: days %j', (days, order) => {
  const folder = mkdtempSync(join(tmpdir(), 'history-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'history.jsonl');
  for (const [i, day] of days.entries()) {
    const at = Date.UTC(2026, 10, day);
    appendToHistory(
      entryOf({ name: `${i}`, site: 'https://a.example.com', at, exitCode: 0, news: 0 }, undefined),
      path,
    );
  }
  expect(readHistory(path).map(({ name }) => Number(name))).toEqual(order);
});
