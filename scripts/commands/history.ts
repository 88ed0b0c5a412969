import { Command } from 'commander';
import { HISTORY } from '../../src/history/history.ts';
import { choicesFor } from '../../src/report/formats.ts';
import { printHistory, type HistoryOptions } from '../../src/workflows/history.ts';
import type { MakeCommand } from '../main.ts';
import { fileOption, withFormat } from '../options/report-options.ts';

const HELP = `
Since when each probe behaves as it does, what it did before, and how steady it
is; and how the runs went. The public observations are the beginning, so there
is something to see before the first run. "npm run nightly" adds to it.

Exit code: 0 it is printed, 2 bad usage or files, 3 it would hold a secret, or
could not be printed.

Examples:
  npm run history
  npm run history -- --format html --out reports/history.html
  npm run --silent history -- --format openmetrics > jira-token-contract.prom`;

/** `history`: since when Jira behaves so. */
export const historyCommand: MakeCommand = (session) =>
  withFormat(new Command('history'), choicesFor('history'))
    .description('Says since when Jira behaves as it does, and how the runs went.')
    .addOption(fileOption('history', 'the history', HISTORY))
    .option('--site <site>', 'one site alone, as the history calls it')
    .option('--all', 'list probes that always behaved alike, too', false)
    .addHelpText('after', HELP)
    .action((options: HistoryOptions) => printHistory(options, session));
