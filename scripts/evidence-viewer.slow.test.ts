import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { render } from '../src/report/formats.ts';
import { FILE_LAYOUT } from '../src/report/layout.ts';
import { liveRunOf, revokedRow } from '../src/run/run.fixture.ts';
import type { Browser, Page } from '../tools/packages.ts';
import { accessibilityFaults, openBrowser, openFile, widths } from './browser.fixture.ts';
import { checkCommand } from './commands/check.ts';
import { callCommand } from './commands/commands.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'evidence-'));
const file = join(folder, 'check.html');

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
  const here = process.cwd();
  process.chdir(folder);
  await callCommand(checkCommand, ['public-2026-09', '--format', 'html', '--out', file]);
  process.chdir(here);
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

const open = (hash = '', options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> =>
  openFile(browser, file, options, hash);

const PROBE = 'mistyped--GET-rest-api-3-project-search';

const isOpen = (page: Page, id: string): Promise<boolean> => page.locator(`#${id} > dl`).isVisible();

const current = (page: Page): Promise<string> =>
  page.evaluate<string>("document.querySelector('.target')?.id ?? ''");

const shown = (page: Page): Promise<number> => page.locator('.probe:visible').count();

describe('the page of a check', () => {
  it('folds everything but what happened', async () => {
    const page = await open();
    expect(await page.locator('details[open]').count()).toBe(0);
    expect(await page.locator('#matrix table').isVisible()).toBe(false);
    expect(await page.locator('[data-answer=what-now]').isVisible()).toBe(true);
    await page.close();
  });

  it.each([true, false])(
    'leads from a cell to its evidence, with a script: %s',
    async (javaScriptEnabled) => {
      const page = await open('', { javaScriptEnabled });
      await page.locator('#matrix > summary').click();
      await page.locator(`#matrix a.cell[href="#${PROBE}"]`).click();
      expect(await isOpen(page, PROBE)).toBe(true);
      expect(await page.locator(`#${PROBE}`).innerText()).toContain('$JIRA_API_TOKEN');
      await page.close();
    },
  );

  it.each([true, false])('follows a deep link, with a script: %s', async (javaScriptEnabled) => {
    const page = await open(`#${PROBE}`, { javaScriptEnabled });
    expect(await isOpen(page, PROBE)).toBe(true);
    const place = await page.locator(`#${PROBE} > summary`).boundingBox();
    expect(place?.y).toBeGreaterThanOrEqual(0);
    expect(place?.y).toBeLessThan(720);
    await page.close();
  });

  it('is complete without a script: every probe can be unfolded, and nothing is shown that does not work', async () => {
    const page = await open('', { javaScriptEnabled: false });
    await page.locator('#evidence > summary').click();
    await page.locator('#revoked--GET-rest-api-3-myself > summary').click();
    expect(await isOpen(page, 'revoked--GET-rest-api-3-myself')).toBe(true);
    expect(await page.locator('button:visible, input:visible, select:visible').count()).toBe(0);
    expect(await page.locator('kbd:visible').count()).toBe(0);
    await page.close();
  });

  it.each(['light', 'dark'] as const)('has no fault of accessibility, in %s', async (colorScheme) => {
    const page = await open(`#${PROBE}`, { colorScheme });
    await page.evaluate("for (const part of document.querySelectorAll('details.fold')) part.open = true");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.close();
  });
});

describe('the evidence of a change', () => {
  it('shows both answers side by side and marks what differs', async () => {
    const page = await open(`#${PROBE}`);
    const rows = page.locator(`#${PROBE} .turn tr`);
    expect(await rows.first().locator('th').count()).toBe(2);
    const status = page.locator(`#${PROBE} .turn .differs`).first();
    const [before, now] = await status.locator('td').allInnerTexts();
    expect(before).toContain('401');
    expect(now).toContain('200');
    const places = await Promise.all((await status.locator('td').all()).map((cell) => cell.boundingBox()));
    expect(places[0]?.y).toBe(places[1]?.y);
    expect(places[0]?.x).toBeLessThan(places[1]?.x ?? 0);
    await page.close();
  });

  it('invents nothing: of a baseline that knows an answer only by its meaning, the rest is not on record', async () => {
    const before = { status: 401, treatment: 'refused', mark: 'unauthorized' } as const;
    const after = { status: 200, treatment: 'ignored', mark: 'login-failed' } as const;
    const row = revokedRow('broken', {
      answer: after,
      response: { status: 200, headers: { server: 'a server' }, body: { shape: [] } },
    });
    const run = liveRunOf([row]);
    const side = { name: 'a', origin: 'recorded', dates: { from: '2026-11-24', to: '2026-11-24' } } as const;
    const { credential, operation } = row;
    const change = { rule: 'guard-loosened', level: 'critical', fingerprint: '0', sources: [] } as const;
    const document = {
      run,
      file: undefined,
      diff: {
        base: side,
        head: side,
        changes: [{ ...change, credential, operation, before, after }],
        undecided: [],
        unchanged: 0,
        failOn: 'minor',
      },
    } as const;
    const path = join(folder, 'brief.html');
    writeFileSync(path, render('check', 'html', document, FILE_LAYOUT));
    const page = await openFile(browser, path, {}, '#revoked--GET-rest-api-3-myself');
    const marked = await page.locator('.turn .differs th').allInnerTexts();
    expect(marked).toHaveLength(1);
    const text = await page.locator('.turn').innerText();
    expect(text).toContain('a server');
    await page.close();
  });

  it('is reached by key and by button: the next and the previous change, and around the end', async () => {
    const page = await open();
    const visited: string[] = [];
    for (let i = 0; i < 11; i += 1) {
      await page.keyboard.press('n');
      visited.push(await current(page));
    }
    expect(new Set(visited).size).toBe(10);
    expect(visited[10]).toBe(visited[0]);
    await page.keyboard.press('p');
    expect(await current(page)).toBe(visited[9]);
    await page.locator('#f-previous').click();
    expect(await current(page)).toBe(visited[8]);
    await page.locator('#f-next').click();
    expect(await current(page)).toBe(visited[9]);
    expect(await isOpen(page, visited[9] ?? '')).toBe(true);
    await page.goBack();
    await expect.poll(() => current(page)).toBe(visited[8]);
    await page.close();
  });

  it('leaves the keys alone in a field, with a modifier, and if they are switched off', async () => {
    const page = await open('#evidence');
    await page.locator('#f-operation').focus();
    await page.keyboard.press('n');
    expect(await page.locator('#f-operation').inputValue()).toBe('n');
    await page.locator('#evidence > summary').focus();
    await page.keyboard.press('Alt+n');
    expect(await page.evaluate('location.hash')).not.toContain('--');
    await page.locator('#f-keys').uncheck();
    await page.keyboard.press('n');
    expect(await page.evaluate('location.hash')).not.toContain('--');
    await page.close();
  });

  it('names its keys in the page', async () => {
    const page = await open('#evidence');
    const keys = await page.locator('kbd:visible').allInnerTexts();
    expect(keys).toEqual(expect.arrayContaining(['n', 'p', 'j', 'k', '/']));
    await page.close();
  });

  it('has its command copied by a button, or selected where the clipboard is closed', async () => {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await context.newPage();
    await page.goto(`file://${file}#${PROBE}`);
    const command = await page.locator(`#${PROBE} .curl`).innerText();
    await page.locator(`#${PROBE} .copy`).click();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(command);
    await page.evaluate(
      "navigator.clipboard.writeText = () => Promise.reject(new Error('closed')); document.execCommand = () => false",
    );
    await page.locator(`#${PROBE} .copy`).click();
    expect(await page.evaluate('getSelection().toString()')).toBe(command);
    await context.close();
  });
});

describe('the filters', () => {
  it('limit the list by what happened, by credential and by operation', async () => {
    const page = await open('#evidence');
    const all = await shown(page);
    await page.selectOption('#f-show', 'changed');
    expect(await shown(page)).toBe(10);
    await page.selectOption('#f-credential', 'mistyped');
    expect(await shown(page)).toBe(3);
    await page.fill('#f-operation', 'versions');
    expect(await shown(page)).toBe(1);
    await page.fill('#f-operation', '');
    await page.selectOption('#f-credential', '');
    await page.selectOption('#f-show', '');
    expect(await shown(page)).toBe(all);
    await page.close();
  });

  it('are in the address: shared, restored, and taken back', async () => {
    const page = await open('#evidence');
    await page.selectOption('#f-show', 'changed');
    await page.selectOption('#f-credential', 'mistyped');
    await page.locator(`.probe:visible`).last().locator('summary').focus();
    await page.keyboard.press('p');
    const address = await page.evaluate<string>('location.hash');
    const probe = await current(page);
    const copy = await open(address);
    expect(await shown(copy)).toBe(3);
    expect(await current(copy)).toBe(probe);
    expect(await copy.locator('#f-credential').inputValue()).toBe('mistyped');
    await copy.close();
    await page.goBack();
    await page.goBack();
    await expect.poll(() => shown(page)).toBe(10);
    await page.goForward();
    await expect.poll(() => shown(page)).toBe(3);
    await page.close();
  });

  it('bear an address that somebody changed by hand', async () => {
    for (const hash of [
      '#%',
      '#?show=%E0%A4%A',
      '#?show=none&credential=<b>',
      '#"><img src=x>',
      '#a?b?c=d',
    ]) {
      const page = await open(hash);
      expect(await page.locator('h1').isVisible()).toBe(true);
      await page.close();
    }
  });
});

/** Runs in the page: the texts of the headings that are lit. */
const LIT = "[...document.querySelectorAll('#matrix th.lit')].map((cell) => cell.textContent.trim())";

describe('the matrix', () => {
  it('is walked through with the keyboard, and a cross-hair shows the row and the column', async () => {
    const page = await open('#matrix');
    await page.locator('#matrix a.cell').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate('document.activeElement.getAttribute("href")')).toBe(
      '#missing--GET-rest-api-3-project',
    );
    const lit = await page.evaluate<string[]>(LIT);
    expect(lit.toSorted()).toEqual(['missing', 'v3 project']);
    const ground = (which: string): Promise<string> =>
      page.evaluate<string>(
        `getComputedStyle(document.querySelector('#matrix thead th${which}')).backgroundColor`,
      );
    expect(await ground('.lit')).not.toBe(await ground(':not(.lit)'));
    await page.locator(`#matrix a.cell[href="#${PROBE}"]`).hover();
    expect((await page.evaluate<string[]>(LIT)).toSorted()).toEqual(['mistyped', 'v3 project/search']);
    await page.close();
  });

  it('names its cells for whoever does not see it', async () => {
    const page = await open('#matrix');
    const name = await page.locator(`#matrix a.cell[href="#${PROBE}"]`).getAttribute('aria-label');
    expect(name).toContain('mistyped');
    expect(name).toContain('/rest/api/3/project/search');
    expect(name).toContain('200');
    await page.close();
  });

  it('keeps its frames in forced colours', async () => {
    const page = await open('#matrix', { forcedColors: 'active' });
    const style = await page.evaluate<string>(
      "getComputedStyle(document.querySelector('#matrix .cell.changed')).outlineStyle",
    );
    expect(style).toBe('solid');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.close();
  });

  it('is printed with all its columns, although it is folded on the screen', async () => {
    const page = await open('', { viewport: { width: 1047, height: 718 } });
    await page.emulateMedia({ media: 'print' });
    const right = await page.evaluate<number>(
      "Math.max(...[...document.querySelectorAll('#matrix thead th')].map((cell) => cell.getBoundingClientRect().right))",
    );
    expect(right).toBeGreaterThan(0);
    expect(right).toBeLessThanOrEqual(1047);
    expect(await page.locator('#matrix tbody tr').last().isVisible()).toBe(true);
    expect(await page.locator('#evidence').isVisible()).toBe(false);
    await page.close();
  });

  it('fits a phone when it is unfolded', async () => {
    const page = await open('#matrix', { viewport: { width: 360, height: 740 } });
    expect((await widths(page)).page).toBeLessThanOrEqual(360);
    await page.close();
  });
});
