import { Option, type Command } from 'commander';
import { HISTORY_FILE } from '../../src/history/history.ts';
import { reportRun, type ReportRunOptions } from '../../src/workflows/report.ts';
import type { MakeCommand } from '../main.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';
import { givenOf, refuseGiven } from '../options/given-options.ts';
import { fileOption, withReportOptions } from '../options/report-options.ts';

const HELP: CommandHelp = {
  summary: 'Writes the report of a run, or a bundle to attach to a bug report.',
  notes: [
    'RUN is the folder of a run in reports/, or the path of its file; "npm run check" makes them. The bundle contains a ticket for each rule that is broken (bug-report.md, .wiki and .adf.json; with several, bug-report.md is their index), evidence.har, reproduce.sh, report.html, matrix.svg and .png, run.json, both pacts, and the revocations measured on the same site. The same run always gives the same bytes.',
    'A bundle is written completely or not at all; a folder that is not a bundle is never replaced.',
  ],
  exitCodes: {
    0: 'the report is written',
    1: 'with --fail-on only: the contract is broken, or a change is at or above that level',
    2: 'bad usage or files',
    3: 'the output would contain a secret or could not be printed; with --fail-on also: the run has no conclusion',
  },
  examples: [
    'npm run report -- public-2026-09 --bundle reports/bundle',
    'npm run report -- live-2026-11-24-030507 --zip reports/bundle.zip --anonymise',
    'npm run report -- public-2026-09 --format html --out reports/report.html',
  ],
};

/** `report RUN`: the report of a run, or the bundle to attach to a bug report. */
export const reportCommand: MakeCommand = (session, setExitCode) =>
  withReportOptions(documentedCommand('report', HELP))
    .argument('<run>', 'the run')
    .addOption(
      new Option('--baseline <name>', 'set or run to compare with').default(undefined, 'no comparison'),
    )
    .addOption(
      new Option('--bundle <folder>', 'write the bundle into this folder').default(undefined, 'no bundle'),
    )
    .addOption(new Option('--zip <file>', 'write the bundle into this zip').default(undefined, 'no zip'))
    .addOption(fileOption('history', 'file of the history', HISTORY_FILE))
    .addOption(
      new Option('--site <name>', 'name of the site in the history').default(
        undefined,
        'the address of the site',
      ),
    )
    .addOption(
      new Option('--revocations <folder>', 'folder of the measurements of watch-revocation').default(
        undefined,
        'reports/revocations, of the same site',
      ),
    )
    .option('--anonymise', 'remove the name of the site', false)
    .action((operand: string, options: ReportRunOptions, command: Command) => {
      if (options.bundle !== undefined || options.zip !== undefined) {
        refuseGiven(
          command,
          ['format', 'out', 'all', 'verbose'],
          'a bundle contains the report in every format',
        );
      }
      const exitCode = reportRun(operand, options, session);
      // Reporting a failed run is not a failure, unless --fail-on asks for it.
      if (givenOf(command, ['failOn']).length > 0) setExitCode(exitCode);
    });
