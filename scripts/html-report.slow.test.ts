import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentsWith } from '../src/report/documents.fixture.ts';
import { DOCUMENT_NAMES, render } from '../src/report/formats.ts';
import { largeDocument } from '../src/report/large.fixture.ts';
import { checkWith, HOSTILE } from '../src/report/report.fixture.ts';
import { revocationDocument } from '../src/report/documents/revocation/revocation-document.ts';
import { FILE_LAYOUT } from '../src/report/layout.ts';
import { syntheticMeasurement } from '../src/report/documents/revocation/revocation.fixture.ts';
import type { Browser, Page } from '../tools/packages.ts';
import { accessibilityFaults, openBrowser, openFile, pagesOfPdf, widths } from './browser.fixture.ts';
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

/** Runs in the page: what acts, besides the script of the page and its icon. */
const ACTIVE = `[...document.querySelectorAll('*')].flatMap((element) => [
  ...[...element.attributes].filter(({ name, value }) => /^on|^style$|^srcdoc$/.test(name) || /^\\s*(?:javascript|vbscript):/i.test(value)),
  ...(element.matches('img, iframe, object, embed, form, base, meta[http-equiv=refresh], script ~ script, [src]') ? [element] : []),
]).map((found) => found.outerHTML ?? found.name + '=' + found.value)`;

describe('the HTML report', () => {
  it('runs nothing that a site answered', async () => {
    for (const [i, text] of HOSTILE.entries()) {
      writeFileSync(join(folder, `hostile-${i}.html`), render('check', 'html', checkWith(text), FILE_LAYOUT));
      const page = await open(`hostile-${i}.html`);
      page.on('dialog', () => expect.fail('a script of a site ran'));
      await page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true");
      expect(await page.evaluate(ACTIVE)).toEqual([]);
      await page.close();
    }
  });
});

describe('every page', () => {
  it.each(DOCUMENT_NAMES)('shows what a site answered as text only: %s', async (name) => {
    const page = await browser.newPage();
    for (const text of HOSTILE) {
      const written = render(name, 'html', documentsWith(text)[name], FILE_LAYOUT);
      const inert = ACTIVE.replaceAll('document.', `parsed.`);
      const parse = `const parsed = new DOMParser().parseFromString(${JSON.stringify(written)}, 'text/html')`;
      expect(await page.evaluate(`(() => { ${parse}; return ${inert}; })()`)).toEqual([]);
    }
    await page.close();
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

/** Words that no line can hold: of letters, of signs, and with marks that change the direction. */
const WIDE = ['W'.repeat(5000), '<&"\''.repeat(1250), '\u202E\u05D0'.repeat(2500), '%7B'.repeat(1700)];

/** Runs in the page: unfolds everything, and returns the elements that reach beyond the window and cannot be scrolled to. */
const PROTRUDING = `(() => {
  for (const part of document.querySelectorAll('details')) part.open = true;
  const isScrolled = (element) => element.closest('.scroll, svg') !== null;
  return [...document.body.querySelectorAll('*')]
    .filter((element) => !isScrolled(element) && element.getBoundingClientRect().right > innerWidth + 1)
    .map(({ tagName, className }) => tagName + '.' + className);
})()`;

describe('words of 5,000 characters in every field', () => {
  it.each(DOCUMENT_NAMES)('widen no page of a %s on a phone', async (name) => {
    for (const [i, word] of WIDE.entries()) {
      const file = `wide-${name}-${i}.html`;
      writeFileSync(join(folder, file), render(name, 'html', documentsWith(word)[name], FILE_LAYOUT));
      const page = await open(file, { viewport: { width: 390, height: 844 } });
      expect(await page.evaluate(PROTRUDING)).toEqual([]);
      expect((await widths(page)).page).toBeLessThanOrEqual(390);
      await page.close();
    }
  });
});

describe('a report with a card for every rule', () => {
  it('prints on three pages', async () => {
    writeFileSync(join(folder, 'cards.html'), render('check', 'html', checkWith('a text'), FILE_LAYOUT));
    const page = await open('cards.html');
    expect(await page.locator('.card').count()).toBeGreaterThan(15);
    expect(pagesOfPdf(await page.pdf({ preferCSSPageSize: true }))).toBeLessThanOrEqual(3);
    await page.close();
  });
});

describe('a page made of blocks', () => {
  const documents = documentsWith('some words');

  it.each(['diff', 'history', 'night', 'night-index', 'not-concluded', 'pacts', 'clients'] as const)(
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
