import { describe, expect, it } from 'vitest';
import { openLibrary } from '../../../evidence/recording-library.ts';
import { endingOf, ENDINGS, entryOf, type Entry } from '../../../history/entry.ts';
import { historyBadge } from '../../machine/badge.ts';
import { historyDocument } from './history-document.ts';
import { ENDING_LABELS, stripLegend, stripOf } from './outcomes.ts';

/** A night with failing findings, some of which are fixes. */
const night = (news: number, fixed: number | undefined): Entry =>
  entryOf(
    {
      name: `live-${news}`,
      site: 'acme',
      at: Date.UTC(2026, 10, 26),
      exitCode: news > 0 ? 1 : 0,
      news,
      figures: { levels: {}, ...(fixed !== undefined && { fixed }) },
    },
    undefined,
  );

const badgeOf = (...nights: Entry[]): Record<string, unknown> =>
  JSON.parse(historyBadge(historyDocument(nights, openLibrary()))) as Record<string, unknown>;

describe('a night on which everything new is a fix', () => {
  const fix = night(3, 3);

  it('ends as one, and not as a change for the worse', () => {
    expect([fix, night(3, 2), night(3, undefined), night(0, 0)].map(endingOf)).toEqual([
      'fixed',
      'changed',
      'changed',
      'kept',
    ]);
  });

  it('looks good in the strip of nights and in its legend', () => {
    const strip = stripOf([fix, night(3, 2)], 'night');
    expect(strip).toMatchObject({ strip: { cells: [{ tone: 'good' }, { tone: 'bad' }] } });
    const { fixed, changed } = ENDING_LABELS;
    expect(stripLegend([fix])).toContain(fixed.word);
    expect(stripLegend([fix])).not.toContain(changed.word);
  });

  it('gives a badge that is no error, unless another site is worse', () => {
    expect(badgeOf(fix)['isError']).toBe(false);
    expect(badgeOf(fix)['color']).not.toBe(badgeOf(night(3, 2))['color']);
    expect(badgeOf(fix, { ...night(3, 2), site: 'beta' })['isError']).toBe(true);
    expect(badgeOf(fix)['message']).not.toBe(badgeOf(night(0, 0))['message']);
  });
});

it('gives each ending a sign and a word of its own', () => {
  for (const key of ['sign', 'word'] as const) {
    expect(new Set(ENDINGS.map((ending) => ENDING_LABELS[ending][key])).size).toBe(ENDINGS.length);
  }
});
