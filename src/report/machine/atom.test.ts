import { describe, expect, it } from 'vitest';
import { entryOf, type Entry } from '../../history/entry.ts';
import { openLibrary } from '../../evidence/recording-library.ts';
import { historyDocument } from '../documents/history/history-document.ts';
import { render, type FormatName } from '../formats.ts';
import { FILE_LAYOUT } from '../layout.ts';

const LIBRARY = openLibrary();

type Answer = 'refused 401' | 'ignored 200';

const night = (day: number, answer: Answer, changed: Partial<Entry> & { exitCode?: number } = {}): Entry => {
  const { exitCode = 0, ...rest } = changed;
  const at = Date.UTC(2026, 10, day, 3);
  return {
    ...entryOf(
      { name: `live-${day}`, site: 'https://a.example.com', at, exitCode, news: 3 * exitCode },
      undefined,
    ),
    answers: { revoked: { 'GET /rest/api/3/project': answer } },
    ...rest,
  };
};

const written = (format: FormatName, entries: readonly Entry[], url?: string): string =>
  render('history', format, { ...historyDocument(entries, LIBRARY), url }, FILE_LAYOUT);

const all = (text: string, name: string): string[] =>
  [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, value = '']) => value);

const hrefs = (text: string): string[] =>
  [...text.matchAll(/ href="([^"]*)"/g)].map(([, value = '']) => value);

const NIGHTS = [night(1, 'refused 401'), night(2, 'ignored 200'), night(3, 'refused 401')];

describe('a feed of changes', () => {
  it('has an entry for each change, newest first, dated as the change', () => {
    const [ofFeed, ...updated] = all(written('atom', NIGHTS), 'updated');
    expect(updated.slice(0, 2)).toEqual(['2026-11-03T03:00:00.000Z', '2026-11-02T03:00:00.000Z']);
    expect(updated).toEqual(updated.toSorted().toReversed());
    expect(ofFeed).toBe(updated[0]);
    // Those between public observations follow.
    expect(updated.length).toBeGreaterThan(3);
  });

  it('keeps the ids of its entries from night to night, and has each once', () => {
    const before = all(written('atom', NIGHTS), 'id').slice(1);
    const after = all(written('atom', [...NIGHTS, night(4, 'ignored 200')]), 'id').slice(1);
    expect(after.slice(1)).toEqual(before);
    expect(new Set(after).size).toBe(after.length);
    for (const id of after) expect(id).toMatch(/^tag:[a-z.-]+,\d{4}:\S+$/);
    // The feed itself has one too.
    expect(all(written('atom', NIGHTS), 'id')[0]).toBe(all(written('atom', NIGHTS.slice(1)), 'id')[0]);
  });

  it('says once what is the same for all sites, and tells sites and the stand-in apart', () => {
    const other = NIGHTS.map((entry) => ({
      ...entry,
      site: 'https://b.example.com',
      name: `b-${entry.name}`,
    }));
    const standIn = NIGHTS.map(
      (entry) => ({ ...entry, origin: 'stand-in', name: `s-${entry.name}` }) as const,
    );
    const [one, both] = [written('atom', NIGHTS), written('atom', [...NIGHTS, ...other, ...standIn])];
    expect(all(both, 'id').length - all(one, 'id').length).toBe(6);
    expect(new Set(all(both, 'id')).size).toBe(all(both, 'id').length);
    expect([...both.matchAll(/term="stand-in"/g)]).toHaveLength(3);
  });

  it('links to the pages beside it, or to those at an address', () => {
    expect(hrefs(written('atom', NIGHTS)).filter((href) => href.includes(':'))).toEqual([]);
    const published = hrefs(written('atom', NIGHTS, 'https://pages.example.com/nights/'));
    expect(published.filter((href) => !href.startsWith('https://pages.example.com/nights/history.'))).toEqual(
      [],
    );
  });

  it('exists before the first run, with a date', () => {
    const first = written('atom', []);
    expect(all(first, 'updated')[0]).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(first).not.toContain('stand-in');
  });
});

const ending = (exitCode: number, changed: Partial<Entry> = {}): Entry =>
  night(5, 'refused 401', { exitCode, ...changed });

describe('a badge', () => {
  const badge = (
    ...entries: Entry[]
  ): { message: string; color: string; label: string; isError: boolean } => {
    const value = JSON.parse(written('badge', entries)) as ReturnType<typeof badge> & {
      schemaVersion: unknown;
    };
    expect(value.schemaVersion).toBe(1);
    for (const text of [value.label, value.message, value.color]) expect(text).not.toBe('');
    return value;
  };

  it('shows how the last night ended, each end in a colour of its own', () => {
    const ends = [0, 1, 2, 3].map((code) => badge(...NIGHTS, ending(code)));
    expect(ends[0]?.message).toBe('all quiet');
    expect(ends[1]?.message).toBe('3 new');
    expect(ends[3]?.message).toBe('not concluded');
    expect(new Set(ends.map(({ color }) => color)).size).toBe(4);
    expect(ends.map(({ isError }) => isError)).toEqual([false, true, true, true]);
    expect(ends.every(({ label }) => label.includes('2026-11-05'))).toBe(true);
    expect(badge().isError).toBe(false);
  });

  it('shows neither a part nor a check by hand as a night', () => {
    const others = [ending(1, { only: ['v3 myself'] }), ending(1, { by: 'check', name: 'by-hand' })];
    expect(badge(...NIGHTS, ...others)).toEqual(badge(...NIGHTS));
  });

  it('shows the worst of several sites, with the date of the oldest night', () => {
    const other = { site: 'https://b.example.com', at: '2026-11-09T03:00:00.000Z' };
    const [first, second] = [badge(ending(1), ending(0, other)), badge(ending(3), ending(0, other))];
    expect(first.message).toMatch(/^3 new.*1.*2/);
    expect(second.message).toMatch(/^not concluded/);
    expect(first.label).toContain('2026-11-05');
    expect(badge(ending(0), ending(0, other)).message).toBe('all quiet');
  });

  it('names the stand-in only if nothing else was asked', () => {
    const standIn = ending(1, { origin: 'stand-in', name: 's' });
    expect(badge(standIn).label).toContain('stand-in');
    expect(badge(...NIGHTS, standIn)).toEqual(badge(...NIGHTS));
  });
});
