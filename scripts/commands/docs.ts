import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { chromium } from 'playwright-core';
import { Fault } from '../../src/contract/fault.ts';
import { redact } from '../../src/evidence/redaction.ts';
import { writeWhole } from '../../src/evidence/write-file.ts';
import { render } from '../../src/report/formats.ts';
import { toPng } from '../../src/report/drawings/png.ts';
import { readSide } from '../../src/run/side.ts';
import { run, type MakeCommand } from '../main.ts';
import { diffDocument } from './diff.ts';
import { PLAIN } from '../../src/report/layout.ts';
import { checkCommand } from './check.ts';
import { reportCommand } from './report.ts';
import { ACKNOWLEDGED } from '../../src/change/acknowledged.ts';

const HELP = `
Writes docs/sample-bundle from the public sets, and docs/*.png: the pictures,
and screenshots of the report as Debian's Chromium shows it.

Exit code: 0 they are renewed, 1 the contract is broken, 2 bad usage or files,
or Chromium is not there, 3 the specs could not be run.`;

const [BASE, HEAD] = ['public-2022-11', 'public-2026-09'];

/** What is photographed: where the page is opened, how wide it is, and in which scheme. */
const SHOTS = [
  { name: 'report-desktop', at: '#matrix', width: 1280, height: 900, scheme: 'light' },
  { name: 'report-dark', at: '#matrix', width: 1280, height: 900, scheme: 'dark' },
  {
    name: 'report-phone',
    at: '#mistyped--GET-rest-api-3-project-search',
    width: 390,
    height: 844,
    scheme: 'light',
  },
] as const;

async function photograph(report: string, folder: string, executablePath: string): Promise<string[]> {
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
      writeWhole(path, await page.screenshot(), 'shared');
      paths.push(path);
      await page.close();
    }
    return paths;
  } finally {
    await browser.close();
  }
}

/** `docs`: renews the samples and the pictures of the documentation. */
export const docsCommand: MakeCommand = (streams, setExitCode) =>
  new Command('docs')
    .description('Renews the sample bundle and the pictures in docs/.')
    .option('--into <folder>', 'where they go', 'docs')
    .option('--chromium <path>', 'the browser', '/usr/bin/chromium')
    .addHelpText('after', HELP)
    .action(async ({ into, chromium: browser }: { into: string; chromium: string }) => {
      const quiet = { ...streams, stdout: { write: () => true } };
      const checked = await run(checkCommand, [HEAD, '--pacts'], quiet);
      if (checked !== 0) return setExitCode(checked);
      const bundle = join(into, 'sample-bundle');
      const bundled = await run(reportCommand, [HEAD, '--baseline', BASE, '--bundle', bundle], quiet);
      if (bundled !== 0) return setExitCode(bundled);
      const options = { acknowledged: ACKNOWLEDGED, failOn: 'minor' } as const;
      const diff = diffDocument(readSide(BASE), readSide(HEAD), options);
      writeWhole(join(into, 'changes.png'), toPng(redact(render('diff', 'svg', diff, PLAIN))), 'shared');
      const shots = await photograph(join(bundle, 'report.html'), into, browser);
      streams.stdout.write(`${[bundle, join(into, 'changes.png'), ...shots].join('\n')}\n`);
    });
