import { describe, expect, it } from 'vitest';
import { readRecordings } from '../evidence/recordings.ts';
import { runSpecsless } from '../run/run.fixture.ts';
import type { RowResult } from '../run/row-result.ts';
import type { Change } from './change.ts';
import {
  failureFingerprint,
  isNews,
  knownNews,
  newsFingerprints,
  rowFingerprint,
  rowKey,
} from './known-news.ts';

const run = runSpecsless(readRecordings('public-2026-09'));
const [first, second] = run.rows.filter(({ answer }) => answer);
if (!first || !second) throw new Error('no rows');

const broken: RowResult = { ...first, verdict: 'broken' };
const fixed: RowResult = { ...second, kind: 'wanted', verdict: 'kept' };
const news = { rows: [...run.rows, broken, fixed], failures: ['a test failed'] };

const known = (fingerprint: string, until?: string) => ({
  fingerprint,
  change: 'x',
  reason: 'x',
  link: 'https://jira.atlassian.com/',
  ...(until !== undefined && { until }),
});

const change: Change = {
  rule: 'status-changed',
  level: 'minor',
  credential: broken.credential,
  operation: broken.operation,
  before: null,
  after: broken.answer ?? null,
  fingerprint: 'f'.repeat(16),
  sources: [],
};

const TODAY = '2026-11-26';

describe('what is news in a run by itself', () => {
  it('is what breaks the contract, what is wanted and came true, and other failures; each has a name', () => {
    expect(news.rows.filter(isNews)).toEqual([broken, fixed]);
    expect(new Set(newsFingerprints(news)).size).toBe(3);
    expect(rowFingerprint({ ...broken, at: '2026-11-26T00:00:00Z' })).toBe(rowFingerprint(broken));
    const otherwise = { ...broken, answer: broken.answer && { ...broken.answer, status: 599 } };
    expect(rowFingerprint(otherwise)).not.toBe(rowFingerprint(broken));
  });

  it('is known where it is acknowledged, until that runs out', () => {
    const all = newsFingerprints(news).map((one) => known(one));
    expect(knownNews(news, [], all, TODAY)).toHaveLength(3);
    expect(knownNews(news, [], [known(rowFingerprint(broken), '2026-11-25')], TODAY)).toEqual([]);
    expect(knownNews(news, [], [known(failureFingerprint('another'))], TODAY)).toEqual([]);
  });

  it('is known with the change that it comes of, and not with one that came out otherwise', () => {
    const acknowledged = { ...change, acknowledged: known(change.fingerprint) };
    expect(knownNews(news, [acknowledged], [], TODAY)).toEqual([rowKey(broken)]);
    expect(knownNews(news, [change], [], TODAY)).toEqual([]);
    const after = change.after && { ...change.after, status: 599 };
    expect(knownNews(news, [{ ...acknowledged, after }], [], TODAY)).toEqual([]);
  });
});
