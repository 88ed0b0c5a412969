import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeFileAtomically } from '../src/storage/write-file.ts';
import { render } from '../src/report/formats.ts';
import { largeDocument } from '../src/report/large.fixture.ts';
import { FILE_LAYOUT } from '../src/report/layout.ts';
import { loadPlaywright } from '../tools/packages.ts';

/** Returns how long a page takes to load and its filter to respond, or that there is no browser. */
async function usableAfter(path: string): Promise<string> {
  const options = { executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] };
  const browser = await loadPlaywright()
    .then(({ chromium }) => chromium.launch(options))
    .catch(() => undefined);
  if (!browser) return 'no Chromium here to open it, or not its driver (npm run tools)';
  const page = await browser.newPage();
  const began = performance.now();
  await page.goto(pathToFileURL(path).href);
  const loaded = performance.now();
  await page.locator('#evidence > summary').click();
  await page.selectOption('#f-show', 'broken');
  const answered = performance.now();
  await browser.close();
  return `loaded in Chromium after ${(loaded - began).toFixed(0)} ms, the filter responds ${(answered - loaded).toFixed(0)} ms later`;
}

/** Measures the time to write the largest report, and the time until its filter works in a browser. */
export async function* benchReport(): AsyncGenerator<string> {
  const document = largeDocument(10_000);
  const began = performance.now();
  const text = render('check', 'html', document, FILE_LAYOUT);
  const took = performance.now() - began;
  const size = (Buffer.byteLength(text) / 2 ** 20).toFixed(1);
  const path = join(mkdtempSync(join(tmpdir(), 'bench-')), 'report.html');
  writeFileAtomically(path, text);
  const usable = await usableAfter(path);
  rmSync(dirname(path), { recursive: true });
  yield `report    10,000 probes as HTML in ${took.toFixed(0)} ms, ${size} MiB; ${usable}`;
}
