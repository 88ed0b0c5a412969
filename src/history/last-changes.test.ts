import { describe, expect, it } from 'vitest';
import { entryOf, type Entry } from './entry.ts';
import { lastChanges } from './last-changes.ts';

const entry = (day: number, exitCode: number, answer: string, more: Partial<Entry> = {}): Entry => ({
  ...entryOf({ name: `run-${day}`, site: 'a', at: Date.UTC(2026, 0, day), exitCode, news: 0 }, undefined),
  answers: answer === '' ? {} : { revoked: { 'GET /rest/api/3/myself': answer } },
  ...more,
});

describe('the runs that a history refers to', () => {
  it.each<[string, Entry[], string[]]>([
    ['none', [], []],
    ['the only one', [entry(1, 0, 'x')], ['run-1']],
    ['none that did not conclude', [entry(1, 3, ''), entry(2, 2, '')], []],
    ['the newest conclusion', [entry(1, 0, 'x'), entry(2, 0, 'x'), entry(3, 3, '')], ['run-2']],
    ['the newest that failed', [entry(1, 1, 'x'), entry(2, 1, 'x'), entry(3, 0, 'x')], ['run-2', 'run-3']],
    ['the newest turn', [entry(1, 0, 'x'), entry(2, 0, 'y'), entry(3, 0, 'y')], ['run-2', 'run-3']],
    [
      'a turn across a gap',
      [entry(1, 0, 'x'), entry(2, 3, ''), entry(3, 0, 'y'), entry(4, 0, 'y')],
      ['run-3', 'run-4'],
    ],
    ['each site', [entry(1, 0, 'x'), entry(2, 0, 'y', { site: 'b' })], ['run-1', 'run-2']],
    ['no conclusion of a part', [entry(1, 0, 'x'), entry(2, 0, 'x', { only: ['revoked'] })], ['run-1']],
  ])('are %s', (_, entries, names) => {
    expect(lastChanges(entries)).toEqual(names);
  });
});
