import { describe, expect, it } from 'vitest';
import { distributions, concluded } from '../../../revocation/distribution.ts';
import { HOSTILE } from '../../report.fixture.ts';
import { toPng } from '../../drawings/png.ts';
import { revocationDocument, type RevocationDocument } from './revocation-document.ts';
import { choicesFor, render, type FormatName } from '../../formats.ts';
import { FILE_LAYOUT } from '../../layout.ts';
import { syntheticMeasurement } from './revocation.fixture.ts';
import { formatDuration, formatBounds } from './revocation-phrases.ts';

const MINUTE = 60_000;
const LAYOUT = { ...FILE_LAYOUT, all: true };

/** Formats that a browser renders. */
const READ_BY_A_BROWSER = new Set<FormatName>(['html', 'svg', 'markdown']);

const several = [
  syntheticMeasurement({ day: 0, after: 90_000 }),
  syntheticMeasurement({ day: 1, after: 9 * MINUTE }),
  syntheticMeasurement({ day: 2, after: 20 * MINUTE, site: 'https://other.example.com' }),
  syntheticMeasurement({ day: 3 }),
];

describe.each(choicesFor('revocation'))('measurements as %s', (name) => {
  const write = (document: RevocationDocument): string => render('revocation', name, document, LAYOUT);

  it('are deterministic', () => {
    const document = revocationDocument(several, 'revocation-2');
    expect(write(document)).toBe(write(document));
  });

  it('differ for one measurement and for all', () => {
    const single = write(revocationDocument(several, 'revocation-2'));
    const all = write(revocationDocument(several));
    expect(single).not.toBe(all);
    for (const text of [single, all]) expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('contain no control characters and no injected markup', () => {
    for (const text of HOSTILE) {
      const measurement = syntheticMeasurement({ after: MINUTE, text });
      const out = write(revocationDocument([measurement, measurement], 'revocation-0'));
      // oxlint-disable-next-line no-control-regex -- that is what they are
      expect(out).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
      expect(READ_BY_A_BROWSER.has(name) && /<script>alert|<img /.test(out)).toBe(false);
    }
  });
});

describe('a distribution', () => {
  it('derives the bounds of its median and maximum from those of each measurement', () => {
    const [distribution] = distributions(concluded(several));
    expect(distribution).toMatchObject({ sites: 2, dates: { from: '2026-11-24', to: '2026-11-27' } });
    expect(distribution?.delays).toHaveLength(4);
    // One round per minute: 1 to 2, 8 to 9, 19 to 20 minutes, and more than an hour.
    expect(distribution?.median.least).toBeGreaterThanOrEqual(13 * MINUTE);
    expect(distribution?.median.most).toBeLessThan(15 * MINUTE);
    expect(distribution?.worst.most).toBe(Number.POSITIVE_INFINITY);
    expect(distribution?.worst.least).toBeGreaterThan(60 * MINUTE);
  });

  it('excludes the stand-in and interrupted measurements', () => {
    const watched = syntheticMeasurement({ after: MINUTE });
    const standIn = { ...watched, probes: watched.probes.map((one) => ({ ...one, standIn: true as const })) };
    expect(distributions(concluded([standIn, { ...watched, end: undefined }]))).toEqual([]);
  });
});

describe('durations', () => {
  it.each([
    [{ least: 0, most: 2100 }, 'at most 3 s'],
    [{ least: 552_900, most: 563_100 }, '9 min 12 s to 9 min 24 s'],
    [{ least: 3_600_000, most: Number.POSITIVE_INFINITY }, 'at least 60 min'],
    [{ least: 60_000, most: 60_000 }, '60 s'],
  ])('claim no more precision than is known: %o', (span, text) => {
    expect(formatBounds(span)).toBe(text);
  });

  it('are short', () => {
    expect([0, 75_000, 600_000, 725_000].map(formatDuration)).toEqual([
      '0 s',
      '75 s',
      '10 min',
      '12 min 5 s',
    ]);
  });
});

describe('the pictures', () => {
  it('stay small with a thousand answers', () => {
    const many = syntheticMeasurement({ after: 300 * MINUTE });
    const svg = render('revocation', 'svg', revocationDocument([many], 'revocation-0'), LAYOUT);
    expect(svg.length).toBeLessThan(200_000);
    expect(Buffer.from(toPng(svg)).subarray(1, 4).toString()).toBe('PNG');
  });
});
