import { describe, expect, it } from 'vitest';
import { openLibrary } from '../../../evidence/recording-library.ts';
import { entryOf, type Entry } from '../../../history/entry.ts';
import { render } from '../../formats.ts';
import { FILE_LAYOUT } from '../../layout.ts';
import { historyDocument } from './history-document.ts';
import { historyEvents } from './history-events.ts';

const LIBRARY = openLibrary();

const PROJECT = 'GET /rest/api/3/project';
const LABEL = 'GET /rest/api/3/label';

const night = (day: number, answers: Record<string, string>): Entry => ({
  ...entryOf(
    { name: `live-${day}`, site: 'a', at: Date.UTC(2026, 10, day, 4, 19), exitCode: 0, news: 0 },
    undefined,
  ),
  answers: { revoked: answers },
});

const ENTRIES = [
  night(1, { [PROJECT]: 'refused 401', [LABEL]: 'refused 401' }),
  night(2, { [PROJECT]: 'refused 401', [LABEL]: 'refused 401' }),
  night(3, { [PROJECT]: 'ignored 200', [LABEL]: 'ignored 200' }),
  night(4, { [PROJECT]: 'refused 401', [LABEL]: 'ignored 200' }),
];

const DOCUMENT = historyDocument(ENTRIES, LIBRARY);

describe('the events of a history', () => {
  it('are the changes, newest first, each with the run that found it', () => {
    const own = historyEvents(DOCUMENT.sites[0]?.own ?? []);
    expect(own).toEqual([
      {
        at: '2026-11-04T04:19:00.000Z',
        seenBy: 'live-4',
        before: 'ignored 200',
        after: 'refused 401',
        probes: 1,
        credentials: ['revoked'],
        operations: [PROJECT],
      },
      {
        at: '2026-11-03T04:19:00.000Z',
        seenBy: 'live-3',
        before: 'refused 401',
        after: 'ignored 200',
        probes: 2,
        credentials: ['revoked'],
        operations: [PROJECT, LABEL],
      },
    ]);
    const dates = historyEvents(DOCUMENT.sites[0]?.timelines ?? []).map(({ at }) => at);
    expect(dates).toEqual(dates.toSorted().toReversed());
    expect(dates.at(-1)).toMatch(/^2019/);
  });

  it('are links on a page, where the report or file of the run is known', () => {
    const links = { 'live-3': '../live-3/run.json', 'live-4': 'javascript:alert(1)' };
    const page = render('history', 'html', { ...DOCUMENT, links }, FILE_LAYOUT);
    expect([...page.matchAll(/<a href="([^"]*)"/g)].map(([, path]) => path)).toEqual(['../live-3/run.json']);
    expect(page).toContain('live-4');
  });

  it.each(['text', 'markdown', 'jira-wiki'] as const)('are listed as %s', (format) => {
    const text = render('history', format, DOCUMENT, FILE_LAYOUT);
    expect(text.indexOf('2026-11-04 04:19')).toBeGreaterThan(0);
    expect(text.indexOf('2026-11-04 04:19')).toBeLessThan(text.indexOf('2026-11-03 04:19'));
    expect(text).toContain('✓✓✓✓');
  });
});
