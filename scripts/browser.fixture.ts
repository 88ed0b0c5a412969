import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { loadPlaywright, toolFile, type Browser, type Page } from '../tools/packages.ts';

/** For tests: starts Debian's Chromium. */
export async function openBrowser(): Promise<Browser> {
  const { chromium } = await loadPlaywright();
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
}

/** For tests: opens a page from disk, which must ask for nothing else and raise no error. */
export async function openFile(
  browser: Browser,
  path: string,
  options: Parameters<Browser['newPage']>[0] = {},
  hash = '',
): Promise<Page> {
  const page = await browser.newPage(options);
  page.on('request', (request) => expect(request.url()).toMatch(/^(?:file:|data:image\/svg)/));
  page.on('pageerror', (error) => {
    throw error;
  });
  page.on('console', (message) => {
    if (message.type() === 'error') throw new Error(message.text());
  });
  await page.goto(`file://${path}${hash}`);
  return page;
}

const AXE = readFileSync(toolFile('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  readonly violations: { readonly id: string; readonly nodes: { readonly html: string }[] }[];
}

/** For tests: returns the faults of accessibility that axe finds, each with the first element that has it. */
export async function accessibilityFaults(page: Page): Promise<(readonly [string, string | undefined])[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResult>('axe.run()');
  return violations.map(({ id, nodes }) => [id, nodes[0]?.html] as const);
}

/** For tests: returns the widths of the page and of the window. A page that is wider has to be scrolled sideways. */
export async function widths(page: Page): Promise<{ readonly page: number; readonly window: number }> {
  return page.evaluate<{ page: number; window: number }>(
    '({ page: document.documentElement.scrollWidth, window: document.documentElement.clientWidth })',
  );
}

/** For tests: returns the number of pages of a PDF. */
export const pagesOfPdf = (pdf: Buffer): number =>
  (pdf.toString('latin1').match(/\/Type\s*\/Page(?![a-z])/g) ?? []).length;
