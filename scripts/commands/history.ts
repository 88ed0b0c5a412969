import { Command } from 'commander';
import { Fault } from '../../src/contract/fault.ts';
import { HISTORY, readHistory } from '../../src/history/history.ts';
import { historyDocument } from '../../src/report/documents/history/history-document.ts';
import { choicesFor, render, type FormatName } from '../../src/report/formats.ts';
import type { MakeCommand } from '../main.ts';
import { deliver, fileOption, layoutFor, withFormat } from './options.ts';

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

interface Options {
  readonly history: string;
  readonly site?: string;
  readonly all: boolean;
  readonly format: FormatName;
  readonly out?: string;
}

/** `history`: since when Jira behaves so. */
export const historyCommand: MakeCommand = (streams) =>
  withFormat(new Command('history'), choicesFor('history'))
    .description('Says since when Jira behaves as it does, and how the runs went.')
    .addOption(fileOption('history', 'the history', HISTORY))
    .option('--site <site>', 'one site alone, as the history calls it')
    .option('--all', 'list probes that always behaved alike, too', false)
    .addHelpText('after', HELP)
    .action((options: Options) => {
      const { history, site, format } = options;
      const entries = readHistory(history).filter((one) => site === undefined || one.site === site);
      if (site !== undefined && entries.length === 0) {
        throw new Fault('usage', `${history} holds no run of a site called "${site}".`);
      }
      const layout = layoutFor(options, streams);
      deliver(render('history', format, historyDocument(entries), layout), options, streams);
    });
