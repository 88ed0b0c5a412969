import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLibrary } from '../src/evidence/recording-library.ts';
import { entryOf, type Entry } from '../src/history/entry.ts';
import { historyDocument } from '../src/report/documents/history/history-document.ts';
import { render } from '../src/report/formats.ts';
import { FILE_LAYOUT } from '../src/report/layout.ts';
import { HOSTILE } from '../src/report/report.fixture.ts';
import type { Browser, Page } from '../tools/packages.ts';
import { openBrowser, openFile } from './browser.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'history-drawing-'));

const LIBRARY = openLibrary();

const PROJECT = 'GET /rest/api/3/project';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

/** A night of a site, and how Jira treats two dead tokens in it. */
const night = (number: number, answer: string, site: string): Entry => ({
  ...entryOf(
    { name: `live-${number}`, site, at: Date.UTC(2026, 8, 20 + number, 4), exitCode: 0, news: 0 },
    undefined,
  ),
  answers: { revoked: { [PROJECT]: answer }, mistyped: { [PROJECT]: answer } },
});

/** The answers of some nights: every third one changes. */
const changing = (nights: number, every = 3): string[] =>
  Array.from({ length: nights }, (_, i) =>
    Math.floor(i / every) % 2 === 0 ? 'refused 401' : 'accepted 203',
  );

const LONG_NAME = `https://${'a-long-name-'.repeat(8)}.example.com`;

const HISTORIES: [name: string, answers: string[], site?: string][] = [
  ['public observations alone', []],
  ['one night', ['refused 401']],
  ['two public and two own periods', ['refused 401', 'ignored 200', 'ignored 200']],
  ['three own periods of one night each', ['refused 401', 'removed 410', 'refused 401']],
  ['a change in the last of 400 nights', [...Array<string>(399).fill('ignored 200'), 'refused 401']],
  ['forty changes', changing(120)],
  ['a change every night', changing(90, 1)],
  ['a site with a long name', changing(9), LONG_NAME],
  ['a site with a hostile name and answers', [...HOSTILE, 'refused 401'], HOSTILE.join('')],
];

const documentOf = (answers: readonly string[], site = 'https://a.example.com') =>
  historyDocument(
    answers.map((answer, i) => night(i, answer, site)),
    LIBRARY,
  );

type Format = 'svg' | 'html';

async function open(
  format: Format,
  answers: readonly string[],
  { site, ...options }: Parameters<Browser['newPage']>[0] & { readonly site?: string | undefined } = {},
): Promise<Page> {
  const path = join(folder, `history.${format}`);
  writeFileSync(path, render('history', format, documentOf(answers, site), FILE_LAYOUT));
  return openFile(browser, path, options);
}

/** In the browser: what is drawn outside of the view box of a visible drawing, or over another text. */
const OUTSIDE = `[...document.querySelectorAll('svg')].filter((svg) => svg.getBoundingClientRect().width > 0).flatMap((svg) => {
  const { x, y, width, height } = svg.viewBox.baseVal;
  const isOut = (box) => box.x < x - 0.1 || box.y < y - 0.1 || box.x + box.width > x + width + 0.1 || box.y + box.height > y + height + 0.1;
  return [...svg.querySelectorAll('rect, text, line')].filter((shape) => isOut(shape.getBBox())).map((shape) => shape.outerHTML);
})`;

/** In the browser: texts of a drawing that cover each other. */
const OVERLAPS = `[...document.querySelectorAll('svg')].filter((svg) => svg.getBoundingClientRect().width > 0).flatMap((svg) => {
  const texts = [...svg.querySelectorAll('text')].map((text) => [text.textContent, text.getBBox()]);
  return texts.flatMap(([a, one], i) => texts.slice(i + 1).filter(([, other]) =>
    one.x < other.x + other.width - 1 && other.x < one.x + one.width - 1 &&
    one.y < other.y + other.height - 2 && other.y < one.y + one.height - 2).map(([b]) => a + ' / ' + b));
})`;

/** In the browser: the texts in a drawing that are smaller than 11 pixels on the screen. */
const SMALL = `[...document.querySelectorAll('svg text')].filter((text) => text.getBoundingClientRect().width > 0)
  .map((text) => [text.textContent, Number.parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a])
  .filter(([, size]) => size < 10.9)`;

describe.each(HISTORIES)('the drawing of %s', { timeout: 60_000 }, (_, answers, site) => {
  it.each([
    ['svg', 1440],
    ['html', 1440],
    ['html', 768],
    ['html', 390],
  ] as const)('as %s at %i pixels is whole', async (format, width) => {
    const page = await open(format, answers, { viewport: { width, height: 900 }, site });
    expect(await page.evaluate(OUTSIDE)).toEqual([]);
    expect(await page.evaluate(OVERLAPS)).toEqual([]);
    expect(await page.evaluate(SMALL)).toEqual([]);
    // A picture that is opened alone may be wider than a phone.
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    await page.close();
  });
});

describe('the drawing', { timeout: 60_000 }, () => {
  it.each([
    ['one', changing(12, 3)],
    ['the last of 400 nights', [...Array<string>(399).fill('ignored 200'), 'removed 410']],
    ['every night', changing(90, 1)],
  ])('shows the newest answer at its right end: %s', async (_, answers) => {
    const newest = answers.at(-1)?.split(' ')[1];
    const page = await open('svg', answers);
    const labels = await page.evaluate<string[]>(
      `[...document.querySelectorAll('svg text')].filter((text) => /^\\d{3}$/.test(text.textContent))
        .toSorted((a, b) => b.getBBox().x - a.getBBox().x).map((text) => text.textContent)`,
    );
    expect(labels[0]).toBe(newest);
    await page.close();
  });

  it.each(['svg', 'html'] as const)('is dark in dark mode as %s', async (format) => {
    const page = await open(format, changing(9), { colorScheme: 'dark' });
    const lightness = (of: string, of2: string): Promise<number> =>
      page.evaluate(
        `Math.max(...getComputedStyle(document.querySelector('svg ${of}'))['${of2}'].match(/[0-9]+/g).slice(0, 3).map(Number))`,
      );
    expect(await lightness('rect', 'fill')).toBeLessThan(80);
    expect(await lightness('text', 'fill')).toBeGreaterThan(150);
    await page.close();
  });
});
