import { Option } from 'commander';
import { HISTORY_FILE } from '../../src/history/history.ts';
import { choicesFor } from '../../src/report/formats.ts';
import { printHistory, type HistoryOptions } from '../../src/workflows/history.ts';
import type { MakeCommand } from '../main.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';
import { withVerbosity } from '../options/output-options.ts';
import { fileOption, withFormat } from '../options/report-options.ts';

const HELP: CommandHelp = {
  summary: 'Shows since when Jira behaves as it does, and how the runs went.',
  notes: [
    'For each probe: its current behaviour and since when, what it did before, and how steady it is. The public observations are the start of the history, so there is something to see before the first run; "npm run nightly" and "npm run check -- --live" add to it.',
  ],
  exitCodes: {
    0: 'the history was printed',
    2: 'bad usage or files',
    3: 'the output would contain a secret, or could not be printed',
  },
  examples: [
    'npm run history',
    'npm run history -- --format html --out reports/history.html',
    'npm run --silent history -- --format openmetrics > jira-token-contract.prom',
    'npm run history -- --format atom --out reports/history.atom',
  ],
};

/** `history`: since when Jira behaves as it does. */
export const historyCommand: MakeCommand = (session) =>
  withVerbosity(
    withFormat(documentedCommand('history', HELP), choicesFor('history')),
    'list everything, as --all does',
  )
    .addOption(fileOption('history', 'file of the history', HISTORY_FILE))
    .addOption(
      new Option('--site <site>', 'only this site, by its name in the history').default(
        undefined,
        'all sites',
      ),
    )
    .addOption(
      new Option('--url <address>', 'address at which a feed is published, with its pages beside it').default(
        undefined,
        'relative links',
      ),
    )
    .option('--all', 'also list probes that never changed', false)
    .action((options: HistoryOptions) => printHistory(options, session));
