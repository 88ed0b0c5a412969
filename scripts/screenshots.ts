import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Fault } from '../src/fault.ts';
import { writeFileAtomically } from '../src/storage/write-file.ts';
import { loadPlaywright } from '../tools/packages.ts';

/** The screenshots: anchor of the page, size in pixels, and colour scheme. */
const SHOTS = [
  { name: 'report-desktop', at: '', width: 1280, height: 900, scheme: 'light' },
  { name: 'report-dark', at: '', width: 1280, height: 900, scheme: 'dark' },
  {
    name: 'report-phone',
    at: '#mistyped--GET-rest-api-3-project-search',
    width: 390,
    height: 844,
    scheme: 'light',
  },
] as const;

/**
 * Writes screenshots of a report into a folder, and returns their paths.
 *
 * @param executablePath of Chromium
 * @throws Fault `usage` if Chromium cannot be started, or its driver is not installed
 */
export async function photograph(report: string, folder: string, executablePath: string): Promise<string[]> {
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
    for (const { name, at, width, height, scheme } of SHOTS) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
      await page.goto(`${pathToFileURL(report).href}${at}`);
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
