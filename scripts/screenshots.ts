import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Fault } from '../src/fault.ts';
import { writeFileAtomically } from '../src/storage/write-file.ts';
import { loadPlaywright } from '../tools/packages.ts';

/** The paths of the pages to show: one with an alarm, and one on which the evidence of a probe can be shown. */
export interface Pages {
  readonly alarm: string;
  readonly evidence: string;
}

/** The screenshots: page and anchor, size in pixels, and colour scheme. */
const SHOTS = [
  { name: 'report-desktop', of: 'alarm', at: '', width: 1280, height: 720, scheme: 'light' },
  { name: 'report-dark', of: 'alarm', at: '', width: 1280, height: 720, scheme: 'dark' },
  {
    name: 'report-phone',
    of: 'evidence',
    at: '#mistyped--GET-rest-api-3-project-search',
    width: 390,
    height: 844,
    scheme: 'light',
  },
] as const;

/**
 * Writes screenshots of reports into a folder, and returns their paths.
 *
 * @param executablePath of Chromium
 * @throws Fault `usage` if Chromium cannot be started, or its driver is not installed
 */
export async function photograph(pages: Pages, folder: string, executablePath: string): Promise<string[]> {
  const { chromium } = await loadPlaywright();
  const browser = await chromium
    .launch({ executablePath, args: ['--no-sandbox'] })
    .catch((error: unknown) => {
      const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      throw new Fault(
        'usage',
        `Chromium cannot be started at ${executablePath}: ${why}. Install it, or name it with --chromium.`,
      );
    });
  try {
    const paths: string[] = [];
    for (const { name, of, at, width, height, scheme } of SHOTS) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
      await page.goto(`${pathToFileURL(pages[of]).href}${at}`);
      const path = join(folder, `${name}.png`);
      writeFileAtomically(path, await page.screenshot(), 'shared');
      paths.push(path);
      await page.close();
    }
    return paths;
  } finally {
    await browser.close();
  }
}
