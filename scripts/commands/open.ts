import { Command } from 'commander';
import { openReport } from '../../src/workflows/open-report.ts';
import type { MakeCommand } from '../main.ts';

const HELP = `
The newest report is reports/nightly/report.html, or the report.html of a run
that is newer; it is written if the run has none yet. Where there is no screen
(in CI, over ssh, in a container) its address is printed instead.

Exit code: 0 it was opened or printed, 2 bad usage or files, or no report yet,
3 the program that opens files failed, or the report would hold a secret.

Examples:
  npm run open
  npm run --silent open -- --print`;

/** `open`: shows the newest report in the browser. */
export const openCommand: MakeCommand = (session) =>
  new Command('open')
    .description('Opens the newest report in your browser.')
    .option('--print', 'print the address of the report, and open nothing', false)
    .addHelpText('after', HELP)
    .action(({ print }: { readonly print: boolean }) =>
      openReport({ print, platform: process.platform }, session),
    );
