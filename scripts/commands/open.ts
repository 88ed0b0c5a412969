import { openReport } from '../../src/workflows/open-report.ts';
import type { MakeCommand } from '../main.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';

const HELP: CommandHelp = {
  summary: 'Opens the newest report in your browser.',
  notes: [
    'The newest report is reports/nightly/report.html, or the report.html of a newer run, which is written if the run has none yet. Without a screen (in CI, over ssh, in a container), the address of the report is printed instead.',
  ],
  exitCodes: {
    0: 'the report is opened, or its address is printed',
    2: 'bad usage or files, or there is no report yet',
    3: 'the program that opens files failed, or the report would contain a secret',
  },
  examples: ['npm run open', 'npm run --silent open -- --print'],
};

/** `open`: opens the newest report in the browser. */
export const openCommand: MakeCommand = (session) =>
  documentedCommand('open', HELP)
    .option('--print', 'print the address of the report instead of opening it', false)
    .action(({ print }: { readonly print: boolean }) =>
      openReport({ print, platform: process.platform }, session),
    );
