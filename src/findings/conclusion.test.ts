import { describe, expect, it } from 'vitest';
import type { RecordingSetInfo } from '../evidence/recording-schema.ts';
import type { RowResult, Verdict } from '../run/row-result.ts';
import { LIVE_INFO, revokedRow } from '../run/run.fixture.ts';
import { decidedIn, decidesTooLittle, incompleteness, reasonsOf } from './conclusion.ts';

const row = (verdict: Verdict, kind: RowResult['kind'] = 'contract'): RowResult =>
  revokedRow(verdict, { kind });

const rows = (verdict: Verdict, times: number): RowResult[] =>
  Array.from({ length: times }, () => row(verdict));

const { site: _site, ...common } = LIVE_INFO;
const TRANSCRIBED: RecordingSetInfo = { ...common, origin: 'transcribed' };

describe('the rows that were decided', () => {
  it('are those of the contract that were asked, whatever their verdict', () => {
    const all = [
      ...(['kept', 'broken', 'disproved', 'inconclusive', 'skipped'] as const).map((verdict) => row(verdict)),
      row('kept', 'wanted'),
      row('inconclusive', 'wanted'),
    ];
    expect(decidedIn({ rows: all })).toEqual({ asked: 4, undecided: 1 });
    expect(decidedIn({ rows: [] })).toEqual({ asked: 0, undecided: 0 });
  });

  it.each([
    [0, 0, true],
    [1, 0, false],
    [1, 1, true],
    [9, 1, true],
    [10, 1, false],
    [10, 2, true],
    [100, 10, false],
    [100, 11, true],
    [100, 90, true],
    [100, 100, true],
  ])('of %d asked, %d undecided are too many to conclude: %s', (asked, undecided, isTooLittle) => {
    expect(decidesTooLittle({ asked, undecided })).toBe(isTooLittle);
  });
});

describe('the reasons of an inconclusive run', () => {
  it.each<[string, RecordingSetInfo, string | undefined]>([
    ['it came to its end', LIVE_INFO, undefined],
    ['it did not', { ...LIVE_INFO, incomplete: 'cut off' }, 'cut off'],
    ['an alarm is open', { ...LIVE_INFO, unconfirmed: 'open' }, 'open'],
    ['both', { ...LIVE_INFO, incomplete: 'cut off', unconfirmed: 'open' }, 'cut off'],
    ['it was seen at the stand-in', { ...LIVE_INFO, origin: 'stand-in', incomplete: 'cut off' }, 'cut off'],
    ['it was written down', TRANSCRIBED, undefined],
  ])('%s', (_, recordings, reason) => {
    expect(incompleteness({ recordings })).toBe(reason);
    const kept = rows('kept', 10);
    expect(reasonsOf({ rows: kept, recordings })).toEqual(reason === undefined ? [] : [reason]);
  });

  it('include the number of undecided rows and of all', () => {
    const reasons = reasonsOf({
      rows: [...rows('inconclusive', 7), ...rows('kept', 6), ...rows('skipped', 5)],
      recordings: LIVE_INFO,
    });
    expect(reasons).toHaveLength(1);
    expect(reasons[0]?.match(/\d+/g)).toEqual(['7', '13']);
  });

  it('distinguish no row asked from no row decided', () => {
    const [none, ...more] = reasonsOf({ rows: rows('skipped', 3), recordings: LIVE_INFO });
    expect(none).not.toMatch(/\d/);
    expect(more).toEqual([]);
  });

  it('are complete', () => {
    expect(reasonsOf({ rows: [], recordings: { ...LIVE_INFO, incomplete: 'cut off' } })).toHaveLength(2);
  });
});
