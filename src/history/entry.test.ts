import { describe, expect, it } from 'vitest';
import type { Answer } from '../classify/answer.ts';
import type { RowResult, Verdict } from '../run/row-result.ts';
import { TOOL } from '../run/tool-version.ts';
import { answersOf, entryOf, entrySchema, OUTCOMES, outcomeOf, type Ended } from './entry.ts';
import { LIVE_INFO, liveRunOf, revokedRow } from '../run/run.fixture.ts';

const MYSELF = 'GET /rest/api/3/myself';
const PROJECT = 'GET /rest/api/3/project';

const REFUSED: Answer = { status: 401, treatment: 'refused', mark: 'unauthorized' };
const IGNORED: Answer = { status: 200, treatment: 'ignored', mark: 'login-failed' };
const THROTTLED: Answer = { status: 429, treatment: 'inconclusive', mark: 'rate-limited' };
const REMOVED: Answer = { status: 410, treatment: 'inconclusive', mark: 'operation-removed' };

const row = (verdict: Verdict, answer: Answer | undefined, more: Partial<RowResult> = {}): RowResult =>
  revokedRow(verdict, { answer, ...more });

const ended: Ended = {
  name: 'live-1',
  site: 'https://a.example.com',
  at: Date.UTC(2026, 10, 26, 3),
  exitCode: 0,
  news: 0,
};

describe('the answers of a run', () => {
  it('are the conclusive ones of the contract, by credential and operation', () => {
    const rows = [
      row('kept', REFUSED),
      row('kept', IGNORED, { operation: PROJECT }),
      row('broken', REMOVED, { credential: 'expired' }),
    ];
    expect(answersOf({ rows })).toEqual({
      revoked: { [MYSELF]: 'refused 401', [PROJECT]: 'ignored 200' },
      expired: { [MYSELF]: 'removed 410' },
    });
  });

  it.each<[string, RowResult]>([
    ['an answer that says nothing', row('inconclusive', THROTTLED)],
    ['no answer', row('skipped', undefined)],
    ['a row that is wanted', row('kept', REFUSED, { kind: 'wanted' })],
  ])('leave out %s', (_, result) => {
    expect(answersOf({ rows: [result] })).toEqual({});
    expect(answersOf({ rows: [row('kept', IGNORED), result] })).toEqual({
      revoked: { [MYSELF]: 'ignored 200' },
    });
  });

  it.each(['kept', 'broken', 'disproved'] as const)('are there whatever the verdict: %s', (verdict) => {
    expect(answersOf({ rows: [row(verdict, REFUSED)] })).toEqual({ revoked: { [MYSELF]: 'refused 401' } });
  });
});

describe('the entry of a run', () => {
  it('has the site, the time, the tool and the outcome', () => {
    expect(entryOf({ ...ended, exitCode: 1, news: 3 }, liveRunOf([row('broken', IGNORED)]))).toStrictEqual({
      schema: 'jira-token-contract/history/1',
      name: 'live-1',
      site: 'https://a.example.com',
      origin: 'recorded',
      at: '2026-11-26T03:00:00.000Z',
      tool: TOOL,
      outcome: 'changed',
      broken: 1,
      news: 3,
      answers: { revoked: { [MYSELF]: 'ignored 200' } },
    });
  });

  it('counts the rows of the contract that are broken, and no others', () => {
    const rows = [
      row('broken', IGNORED),
      row('broken', IGNORED, { operation: PROJECT }),
      row('broken', IGNORED, { kind: 'wanted' }),
      row('disproved', IGNORED),
      row('kept', REFUSED),
      row('inconclusive', THROTTLED),
    ];
    expect(entryOf(ended, liveRunOf(rows)).broken).toBe(2);
    // The caller may give a number that leaves out rows that a fix broke.
    expect(entryOf({ ...ended, broken: 0 }, liveRunOf(rows)).broken).toBe(0);
    expect(entryOf({ ...ended, broken: 5 }, liveRunOf(rows)).broken).toBe(5);
  });

  it('has the origin, and the reason of an inconclusive run', () => {
    expect(entryOf(ended, liveRunOf([], { recordings: { ...LIVE_INFO, origin: 'stand-in' } })).origin).toBe(
      'stand-in',
    );
    expect(entryOf({ ...ended, reason: 'why' }, liveRunOf([])).reason).toBe('why');
    expect(entryOf(ended, liveRunOf([]))).not.toHaveProperty('reason');
  });

  it('has the figures that it is given, and a line of an earlier version has none', () => {
    const figures = {
      seconds: 41.5,
      asked: 200,
      undecided: 7,
      levels: { critical: 3 },
      expires: { JIRA_API_TOKEN: '2026-12-31' },
    };
    const entry = entryOf({ ...ended, figures }, liveRunOf([]));
    expect(entrySchema.parse(entry).figures).toEqual(figures);
    expect(entryOf(ended, liveRunOf([]))).not.toHaveProperty('figures');
    const { asked: _, undecided: _too, ...unasked } = figures;
    expect(entrySchema.parse({ ...entry, figures: unasked }).figures).toEqual(unasked);
    for (const wrong of [
      { seconds: -1 },
      { levels: { critical: -1 } },
      { expires: { A: 'soon' } },
      { more: 1 },
    ]) {
      expect(entrySchema.safeParse({ ...entry, figures: { ...figures, ...wrong } }).success).toBe(false);
    }
  });

  it('has no answers for a run that could not start', () => {
    expect(entryOf({ ...ended, exitCode: 2, reason: 'why' }, undefined)).toStrictEqual({
      schema: 'jira-token-contract/history/1',
      name: 'live-1',
      site: 'https://a.example.com',
      origin: 'recorded',
      at: '2026-11-26T03:00:00.000Z',
      tool: TOOL,
      outcome: 'misconfigured',
      reason: 'why',
      broken: 0,
      news: 0,
      answers: {},
    });
  });

  it.each([0, 1, 2, 3])('is valid in its file, with exit code %d', (exitCode) => {
    const entry = entryOf({ ...ended, exitCode }, liveRunOf([row('kept', REFUSED)]));
    expect(entrySchema.parse(entry)).toEqual(entry);
    expect(entry.outcome).toBe(OUTCOMES[exitCode]);
  });

  it.each([-1, 4, 70, 130])('is inconclusive if the run ended with %d', (exitCode) => {
    expect(outcomeOf(exitCode)).toBe('inconclusive');
  });
});

describe('a line of the file', () => {
  const entry = entryOf(ended, undefined);
  it.each<[string, unknown]>([
    ['another schema', 'jira-token-contract/history/2'],
    ['name', ''],
    ['site', ''],
    ['origin', 'elsewhere'],
    ['at', 'yesterday'],
    ['outcome', 'fine'],
    ['broken', -1],
    ['broken', 0.5],
    ['news', -1],
    ['answers', { revoked: { [MYSELF]: 401 } }],
    ['more', 1],
  ])('is rejected for its %s: %j', (key, value) => {
    const changed = { ...entry, [key === 'another schema' ? 'schema' : key]: value };
    expect(entrySchema.safeParse(changed).success).toBe(false);
  });
});
