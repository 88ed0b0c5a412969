import { describe, expect, it } from 'vitest';
import { entryOf, type Entry } from '../../../history/entry.ts';
import { describeAges, evidenceAges, outdatedEvidence } from '../check/ages.ts';
import { HOSTILE } from '../../report.fixture.ts';
import { readSetInfo } from '../../../evidence/recordings.ts';
import { nightsOf } from '../../../history/nights.ts';
import { describeNights } from './history-phrases.ts';
import { historyDocument, type HistoryDocument } from './history-document.ts';
import { choicesFor, render } from '../../formats.ts';
import { FILE_LAYOUT } from '../../layout.ts';
import { openLibrary } from '../../../evidence/recording-library.ts';

const LIBRARY = openLibrary();

const LAYOUT = { ...FILE_LAYOUT, all: true };

const night = (day: number, text = '', answer = 'ignored 200'): Entry => ({
  ...entryOf(
    {
      name: `live-${day}`,
      site: `https://a.example.com${text}`,
      at: Date.UTC(2026, 10, day),
      exitCode: 3,
      news: 1,
      reason: `why ${text}`,
    },
    undefined,
  ),
  answers: { revoked: { 'GET /rest/api/3/project': answer } },
});

const entries = [
  night(1),
  night(2),
  night(3, '', 'refused 401'),
  { ...night(4), site: 'https://b.example.com' },
];

describe.each(choicesFor('history'))('a history as %s', (name) => {
  const write = (document: HistoryDocument): string => render('history', name, document, LAYOUT);

  it('is deterministic, and exists before the first run', () => {
    expect(write(historyDocument(entries, LIBRARY))).toBe(write(historyDocument(entries, LIBRARY)));
    const first = write(historyDocument([], LIBRARY));
    // A badge shows only the last night.
    expect(first.includes('mistyped')).toBe(name !== 'badge');
    expect(`${first}${write(historyDocument(entries, LIBRARY))}`).not.toMatch(/NaN|undefined|Invalid/);
  });

  it('reports an operation that went away and came back', () => {
    // These formats show only the answers, or only the last night.
    if (['openmetrics', 'svg', 'atom', 'badge'].includes(name)) return;
    const isReported = (...answers: string[]): boolean => {
      const document = historyDocument(
        answers.map((answer, i) => night(i + 1, '', answer)),
        LIBRARY,
      );
      const out = write(document);
      if (name !== 'json') return out.includes('brown-out');
      const { sites } = JSON.parse(out) as { sites: { brownOuts: unknown[] }[] };
      return sites.some(({ brownOuts }) => brownOuts.length > 0);
    };
    expect(isReported('refused 401', 'removed 410', 'refused 401')).toBe(true);
    expect(isReported('refused 401', 'removed 410', 'removed 410')).toBe(false);
    expect(isReported('refused 401', 'ignored 200', 'refused 401')).toBe(false);
  });

  it('contains no control characters', () => {
    for (const text of HOSTILE) {
      const out = write(historyDocument([night(1, text)], LIBRARY));
      // oxlint-disable-next-line no-control-regex -- that is what they are
      expect(out).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
      expect(out.isWellFormed()).toBe(true);
    }
  });
});

describe('the sentences about the runs of a site', () => {
  it('give the reason of the newest night that asked everything, and do not call it the last run', () => {
    const inconclusive: Entry = { ...night(2), reason: 'throttled' };
    const part: Entry = { ...night(3), outcome: 'kept', only: ['revoked'], reason: 'of a part' };
    const [nights] = nightsOf([night(1), inconclusive, part]);
    if (!nights) throw new Error('no nights');
    const text = describeNights(nights).join(' ');
    expect(text).toContain('throttled');
    expect(text).not.toContain('of a part');
    expect(text).not.toMatch(/last run was/i);
  });
});

describe('the age of evidence', () => {
  const now = Date.parse('2026-12-01T00:00:00Z');
  const info = readSetInfo('public-2026-09');
  const base = {
    name: 'baseline',
    origin: 'recorded',
    dates: { from: '2026-11-01', to: '2026-11-01' },
  } as const;

  const daysOf = (origin: 'recorded' | 'transcribed', to: string) =>
    evidenceAges({ ...info, site: 'a', origin, dates: { from: to, to } }, base, night(24)).map(
      ({ days }) => days,
    );

  it('covers the recordings, the baseline and the last live run', () => {
    const live = {
      ...info,
      site: 'a',
      origin: 'recorded',
      dates: { from: '2026-12-01', to: '2026-12-01' },
    } as const;
    const ages = evidenceAges(live, base, night(24));
    expect(ages.map(({ what, days }) => [what, days])).toEqual([
      ['recordings', undefined],
      ['baseline', 30],
      ['live run', 7],
    ]);
    for (const word of ['30 days', '2026-11-24']) expect(describeAges(ages)).toContain(word);
    expect(describeAges(evidenceAges(info, undefined, undefined))).toContain('none');
  });

  it('is not counted without a day to count from, and never negative', () => {
    expect(daysOf('transcribed', '2026-12-01')).toEqual([undefined, undefined, undefined]);
    expect(daysOf('recorded', '2026-11-10')).toEqual([undefined, 9, undefined]);
    expect(daysOf('recorded', 'some day')).toEqual([undefined, undefined, undefined]);
  });

  it('is outdated above the bound', () => {
    const ages = evidenceAges(info, base, undefined);
    expect(outdatedEvidence(ages, 62, now)).toEqual([]);
    expect(outdatedEvidence(ages, 61, now)).toHaveLength(1);
    expect(outdatedEvidence(ages, 29, now)).toHaveLength(2);
    // Without an exact date it may be of any age.
    const undated = evidenceAges({ ...info, dates: { from: 'a', to: 'a day' } }, undefined, undefined);
    expect(outdatedEvidence(undated, 36_500, now)).toHaveLength(1);
  });
});
