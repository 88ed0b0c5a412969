import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PREPARATION } from '../src/report/by-hand/curl.ts';
import { EVENT_STATES, STATES } from '../src/report/headline/states.ts';
import type { Browser, Page } from '../tools/packages.ts';
import { accessibilityFaults, openBrowser, openFile, pagesOfPdf, widths } from './browser.fixture.ts';
import { pageSpeed } from './page-speed.fixture.ts';
import { writeNightPages, type NightPages } from './night-pages.fixture.ts';

let browser: Browser;
let pages: NightPages;

beforeAll(async () => {
  [browser, pages] = await Promise.all([openBrowser(), writeNightPages()]);
}, 120_000);

afterAll(async () => {
  await browser.close();
  pages.remove();
});

const open = (state: string, options: Parameters<Browser['newPage']>[0] = {}, hash = ''): Promise<Page> =>
  openFile(browser, join(pages.folder, `${state}.html`), options, hash);

const ANSWERS = ['what-happened', 'how-bad', 'how-sure', 'since-when', 'what-now'];

/** Height within which the five questions are answered. */
const FIRST_SCREEN = 600;

/** Runs in the page: where the text of an answer is, and how many words it has. */
const PLACES = `(${JSON.stringify(ANSWERS)}).map((answer) => {
  const found = document.querySelector('[data-answer="' + answer + '"]');
  const range = document.createRange();
  range.selectNodeContents(found);
  const boxes = [...range.getClientRects()].filter(({ width }) => width > 0);
  const most = (name) => Math.max(...boxes.map((box) => box[name]));
  const words = found.innerText.trim().split(/\\s+/).length;
  return { answer, words, bottom: most('bottom'), right: most('right') };
})`;

interface Place {
  readonly answer: string;
  readonly words: number;
  readonly bottom: number;
  readonly right: number;
}

/** Returns the answers that are not completely within the first screen. */
async function answersOutside(page: Page, width: number): Promise<Place[]> {
  const places = await page.evaluate<Place[]>(PLACES);
  expect(places).toHaveLength(ANSWERS.length);
  return places.filter(
    ({ words, bottom, right }) => words < 4 || !(bottom <= FIRST_SCREEN) || !(right <= width),
  );
}

const SCREENS = [1440, 768, 390].map((width) => ({ width, height: 900 }));

describe.each(EVENT_STATES)('the page of a night in state %s', (state) => {
  it.each(SCREENS)('answers the five questions in the first 600 pixels, $width wide', async (viewport) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open(state, { viewport, colorScheme });
      expect(await answersOutside(page, viewport.width)).toEqual([]);
      expect((await widths(page)).page).toBeLessThanOrEqual(viewport.width);
      await page.close();
    }
  });

  it.each(['light', 'dark'] as const)('has no fault of accessibility, in %s', async (colorScheme) => {
    const page = await open(state, { colorScheme, viewport: { width: 390, height: 900 } });
    await page.evaluate("for (const part of document.querySelectorAll('details.fold')) part.open = true");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.close();
  });

  it('shows its state in the tab, and shows it differently from every other state', async () => {
    const page = await open(state);
    const icon = await page.locator('link[rel=icon]').getAttribute('href');
    expect(EVENT_STATES.filter((other) => STATES[other].icon === icon)).toEqual([state]);
    await page.close();
  });

  it('says the same without a script', async () => {
    const page = await open(state, { javaScriptEnabled: false });
    for (const answer of ANSWERS)
      expect(await page.locator(`[data-answer=${answer}]`).isVisible()).toBe(true);
    await page.close();
  });

  it('prints in landscape on three pages at most, and nothing is cut off', async () => {
    const page = await open(state);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pagesOfPdf(pdf)).toBeGreaterThan(0);
    expect(pagesOfPdf(pdf)).toBeLessThanOrEqual(3);
    const [, width, height] = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(pdf.toString('latin1')) ?? [];
    expect(Number(width)).toBeGreaterThan(Number(height));
    await page.close();
  });

  it('is below 400 kB', () => {
    expect(statSync(join(pages.folder, `${state}.html`)).size).toBeLessThan(400_000);
  });

  it('has the request of the worst finding copied with what it needs, if there is one', async () => {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await context.newPage();
    await page.goto(`file://${join(pages.folder, `${state}.html`)}`);
    const button = page.locator('[data-answer=what-now] button');
    const [request] = await page.locator('.commands[data-curl] .curl').allTextContents();
    expect(await button.count()).toBe(request === undefined ? 0 : 1);
    for (const one of await button.all()) {
      await one.click();
      const copied = await page.evaluate<string>('navigator.clipboard.readText()');
      expect(copied).toContain(PREPARATION.join('\n'));
      expect(copied.trimEnd().endsWith(request ?? '')).toBe(true);
    }
    await context.close();
  });

  it('opens fast on a slow phone', async () => {
    const path = join(pages.folder, `${state}.html`);
    expect((await pageSpeed(browser, path, readFileSync(path))).score).toBeGreaterThanOrEqual(0.95);
  });

  it('keeps its links: each leads to a part of the page', async () => {
    const page = await open(state);
    const dangling = await page.evaluate<string[]>(
      '[...document.querySelectorAll(\'a[href^="#"]\')].map((a) => a.hash.slice(1)).filter((id) => !document.getElementById(id))',
    );
    expect(dangling).toEqual([]);
    await page.close();
  });
});
