import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentsWith } from '../src/report/documents.fixture.ts';
import { render } from '../src/report/formats.ts';
import { largeDocument } from '../src/report/large.fixture.ts';
import { checkWith, HOSTILE } from '../src/report/report.fixture.ts';
import { revocationDocument } from '../src/report/documents/revocation/revocation-document.ts';
import { FILE_LAYOUT } from '../src/report/layout.ts';
import { syntheticMeasurement } from '../src/report/documents/revocation/revocation.fixture.ts';
import type { Browser, Page } from '../tools/packages.ts';
import { accessibilityFaults, openBrowser, openFile, widths } from './browser.fixture.ts';
import { copyProject, runCli } from './project-copy.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'html-'));
const { path: copy, remove } = copyProject();

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
  const args = ['check', '--format', 'html', '--out', join(folder, 'check.html')];
  await runCli(copy, args);
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
  remove();
});

const open = (name: string, options: Parameters<Browser['newPage']>[0] = {}, hash = ''): Promise<Page> =>
  openFile(browser, join(folder, name), options, hash);

describe('the HTML report', () => {
  it('runs nothing that a site answered', async () => {
    for (const [i, text] of HOSTILE.entries()) {
      writeFileSync(join(folder, `hostile-${i}.html`), render('check', 'html', checkWith(text), FILE_LAYOUT));
      const page = await open(`hostile-${i}.html`);
      page.on('dialog', () => expect.fail('a script of a site ran'));
      expect(await page.locator('script').count()).toBe(1);
      expect(await page.locator('img').count()).toBe(0);
      await page.close();
    }
  });
});

describe('the page of measurements of revocation', () => {
  it.each(['light', 'dark'] as const)(
    'has no fault of accessibility, in %s, and fits a phone',
    async (colorScheme) => {
      const several = [60_000, 540_000, 1_200_000].map((after, day) => syntheticMeasurement({ day, after }));
      const document = revocationDocument(several, 'revocation-2');
      writeFileSync(join(folder, 'revocation.html'), render('revocation', 'html', document, FILE_LAYOUT));
      const page = await open('revocation.html', { colorScheme, viewport: { width: 390, height: 844 } });
      expect(await accessibilityFaults(page)).toEqual([]);
      expect((await widths(page)).page).toBeLessThanOrEqual(390);
      await page.close();
    },
  );
});

describe('a page made of blocks', () => {
  const documents = documentsWith('some words');

  it.each(['diff', 'history', 'night', 'night-index', 'not-concluded', 'pacts'] as const)(
    'has no fault of accessibility, and fits a phone: %s',
    async (name) => {
      writeFileSync(join(folder, `${name}.html`), render(name, 'html', documents[name], FILE_LAYOUT));
      const page = await open(`${name}.html`, { viewport: { width: 390, height: 844 } });
      expect(await accessibilityFaults(page)).toEqual([]);
      expect((await widths(page)).page).toBeLessThanOrEqual(390);
      await page.close();
    },
  );
});

describe('a report of ten thousand probes', () => {
  it('stays below five MiB and can be used', async () => {
    const text = render('check', 'html', largeDocument(10_000), FILE_LAYOUT);
    expect(Buffer.byteLength(text)).toBeLessThan(5 * 2 ** 20);
    writeFileSync(join(folder, 'large.html'), text);
    const page = await open('large.html');
    await page.locator('#evidence > summary').click();
    await page.selectOption('#f-show', 'broken');
    expect(await page.locator('#f-count').innerText()).toMatch(/^200 /);
    await page.close();
  });
});
