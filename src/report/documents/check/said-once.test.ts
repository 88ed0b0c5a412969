import { expect, it } from 'vitest';
import { FILE_LAYOUT } from '../../layout.ts';
import { render } from '../../formats.ts';
import { changesOf, checkOf, IGNORED, probesOf, rowsFor } from '../../headline/events.fixture.ts';
import type { CheckDocument } from './check-document.ts';

const PROBES = probesOf(['revoked', 'mistyped'], ['GET /rest/api/3/project']);

const rows = [
  ...rowsFor(PROBES, 'contract', 'kept'),
  // Still open at Atlassian.
  ...rowsFor(PROBES, 'wanted', 'broken', IGNORED),
];

const withNumber = (changes: ReturnType<typeof changesOf>): CheckDocument => checkOf({ rows, changes });

const times = (text: string, part: string): number => text.split(part).length - 1;

it.each([
  ['nothing new', withNumber([])],
  ['a change', withNumber(changesOf('guard-loosened', PROBES))],
])(
  'says once what is open at Atlassian, and names the baseline where it is needed: %s',
  (_state, document) => {
    const out = render('check', 'text', document, FILE_LAYOUT).replaceAll(/\s+/g, ' ');
    expect(times(out, 'JRACLOUD-93811')).toBe(1);
    // In the subtitle and in the box on since when.
    expect(times(out, 'recorded live, 2026-11-25')).toBe(1);
  },
);
