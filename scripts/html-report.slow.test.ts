import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentsWith } from '../src/report/documents.fixture.ts';
import { render } from '../src/report/formats.ts';
import { largeDocument } from '../src/report/large.fixture.ts';
import { checkWith, HOSTILE } from '../src/report/report.fixture.ts';
import { revocationDocument } from '../src/report/documents/revocation/revocation-document.ts';
import { FILE_LAYOUT } from '../src/report/layout.ts';
import { syntheticMeasurement } from '../src/report/documents/revocation/revocation.fixture.ts';
import { copyProject, runCli } from './project-copy.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'html-'));
const { path: copy, remove } = copyProject();

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  const args = ['check', '--format', 'html', '--out', join(folder, 'check.html')];
  await runCli(copy, args);
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
  remove();
});

/** A page from disk that must ask for nothing else and raise no error. */
async function open(name: string, options: Parameters<Browser['newPage']>[0] = {}, hash = ''): Promise<Page> {
  const page = await browser.newPage(options);
  page.on('request', (request) => expect(request.url()).toMatch(/^file:/));
  page.on('pageerror', (error) => {
    throw error;
  });
  page.on('console', (message) => {
    if (message.type() === 'error') throw new Error(message.text());
  });
  await page.goto(`file://${join(folder, name)}${hash}`);
  return page;
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  readonly violations: { readonly id: string; readonly nodes: { readonly html: string }[] }[];
}

describe('the HTML report', () => {
  it('opens the evidence of a cell', async () => {
    const page = await open('check.html');
    const evidence = page.locator('#revoked--GET-rest-api-3-myself');
    expect(await evidence.getAttribute('open')).toBeNull();
    await page.locator('a.cell[href="#revoked--GET-rest-api-3-myself"]').click();
    expect(await evidence.getAttribute('open')).not.toBeNull();
    expect(await evidence.innerText()).toContain('$JIRA_REVOKED_TOKEN');
    await page.close();
  });

  it('follows a deep link', async () => {
    const page = await open('check.html', {}, '#mistyped--GET-rest-api-3-project-search');
    const evidence = page.locator('#mistyped--GET-rest-api-3-project-search');
    expect(await evidence.getAttribute('open')).not.toBeNull();
    expect(await evidence.innerText()).toContain('guard-loosened');
    await page.close();
  });

  it('filters by what happened, by credential and by operation', async () => {
    const page = await open('check.html');
    const shown = (): Promise<number> => page.locator('.probe:visible').count();
    const all = await shown();
    await page.selectOption('#f-show', 'changed');
    expect(await shown()).toBe(10);
    await page.selectOption('#f-credential', 'mistyped');
    expect(await shown()).toBe(3);
    await page.fill('#f-operation', 'versions');
    expect(await shown()).toBe(1);
    await page.fill('#f-operation', '');
    await page.selectOption('#f-credential', '');
    await page.selectOption('#f-show', '');
    expect(await shown()).toBe(all);
    await page.close();
  });

  it('is walked through with the keyboard', async () => {
    const page = await open('check.html');
    await page.locator('a.cell').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate('document.activeElement.getAttribute("href")')).toBe(
      '#missing--GET-rest-api-3-project',
    );
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.id')).toBe('f-operation');
    await page.close();
  });

  it('reads without JavaScript, filters aside', async () => {
    const page = await open('check.html', { javaScriptEnabled: false });
    expect(await page.locator('.filters').isVisible()).toBe(false);
    await page.locator('#revoked--GET-rest-api-3-myself > summary').click();
    expect(await page.locator('#revoked--GET-rest-api-3-myself dl').isVisible()).toBe(true);
    await page.close();
  });

  it.each(['light', 'dark'] as const)('has no fault that axe knows of, in %s', async (colorScheme) => {
    const page = await open('check.html', { colorScheme }, '#mistyped--GET-rest-api-3-project-search');
    await page.evaluate(AXE);
    const result = await page.evaluate<AxeResult>('axe.run()');
    expect(result.violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    await page.close();
  });

  it('fits a phone', async () => {
    const page = await open('check.html', { viewport: { width: 360, height: 740 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await page.close();
  });

  it('prints', async () => {
    const page = await open('check.html');
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
    await page.close();
  });

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
      await page.evaluate(AXE);
      const { violations } = await page.evaluate<AxeResult>('axe.run()');
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
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
      await page.evaluate(AXE);
      const { violations } = await page.evaluate<AxeResult>('axe.run()');
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
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
    await page.selectOption('#f-show', 'broken');
    expect(await page.locator('#f-count').innerText()).toMatch(/^200 /);
    await page.close();
  });
});
