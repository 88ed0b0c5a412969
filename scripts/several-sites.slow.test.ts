import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NightDocument } from '../src/report/documents/night/night-document.ts';
import { nightOf, unjudgedNight, withEarlier } from '../src/report/documents/night/night.fixture.ts';
import { render } from '../src/report/formats.ts';
import { FILE_LAYOUT } from '../src/report/layout.ts';
import { HOSTILE } from '../src/report/report.fixture.ts';
import type { Browser } from '../tools/packages.ts';
import { accessibilityFaults, openBrowser, openFile, widths } from './browser.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'night-pages-'));

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

const EARLIER = [0, 1, 3, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0];

const nightsOf = (names: readonly string[]): NightDocument =>
  names.map((name, i) =>
    withEarlier(
      i % 5 === 4
        ? unjudgedNight(name, i % 2 === 0 ? 2 : 3, HOSTILE.join(' '))
        : nightOf(name, i % 3 === 0 ? [0, 1, 2] : []),
      ...EARLIER,
    ),
  );

const NAMES: [string, string[]][] = [
  ['one site', ['acme']],
  ['three sites', ['acme', 'beta', 'gamma']],
  ['twenty sites', Array.from({ length: 20 }, (_, i) => `site-${i}`)],
  ['sites with long and hostile names', ['a-long-name-'.repeat(10), ...HOSTILE]],
];

const SIZES = [1440, 768, 390].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => [width, colorScheme] as const),
);

describe.each(NAMES)('the page of a night of %s', { timeout: 60_000 }, (_, names) => {
  it.each(SIZES)('at %i pixels, %s, has no fault and never scrolls sideways', async (width, colorScheme) => {
    const path = join(folder, 'night.html');
    writeFileSync(path, render('night-index', 'html', nightsOf(names), FILE_LAYOUT));
    const page = await openFile(browser, path, { colorScheme, viewport: { width, height: 900 } });
    expect((await widths(page)).page).toBe(width);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.close();
  });

  it('names every site, and what it had, before a third of the first screen is over', async () => {
    if (names.length > 3) return;
    const path = join(folder, 'first.html');
    writeFileSync(path, render('night-index', 'html', nightsOf(names), FILE_LAYOUT));
    const page = await openFile(browser, path, { viewport: { width: 1440, height: 900 } });
    for (const name of names) {
      const cell = page.getByRole('cell', { name, exact: true }).last();
      expect((await cell.boundingBox())?.y).toBeLessThan(600);
    }
    await page.close();
  });
});
