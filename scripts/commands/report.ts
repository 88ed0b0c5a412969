import { Command } from 'commander';
import { ACKNOWLEDGED } from '../../src/change/acknowledgements.ts';
import { HISTORY } from '../../src/history/history.ts';
import { reportRun, type ReportRunOptions } from '../../src/workflows/report.ts';
import type { MakeCommand } from '../main.ts';
import { givenOf, refuseGiven } from '../options/given-options.ts';
import { fileOption, withReportOptions } from '../options/report-options.ts';

const HELP = `
RUN is the folder of a run in reports/, or the path of its file; "npm run check"
makes them. The bundle holds bug-report.md and .wiki, evidence.har,
reproduce.sh, report.html, matrix.svg and .png, run.json, both pacts, and what
watch-revocation measured on the same site. The same run gives the same bytes.
A folder is written whole or not at all; one that is no bundle is not replaced.

Exit code: 0 it was written, 2 bad usage or files, 3 it would hold a secret, or
could not be printed; with --fail-on that of check: 1 for a broken contract or a
change at or above the level, 3 where the run was not concluded.

Examples:
  npm run report -- public-2026-09 --bundle reports/bundle
  npm run report -- live-2026-11-24-030507 --zip reports/bundle.zip --anonymise
  npm run report -- public-2026-09 --format html --out reports/report.html`;

/** `report RUN`: the reports of a run, and the bundle to attach to a bug report. */
export const reportCommand: MakeCommand = (session, setExitCode) =>
  withReportOptions(new Command('report'), ACKNOWLEDGED)
    .description('Writes the report of a run, or the bundle to attach to a bug report.')
    .argument('<run>', 'the run')
    .option('--baseline <name>', 'what to compare with')
    .option('--bundle <folder>', 'write the bundle into a folder')
    .option('--zip <file>', 'write the bundle into a zip')
    .addOption(fileOption('history', 'the history', HISTORY))
    .option('--site <name>', 'of several sites, what the history calls this one')
    .option('--revocations <folder>', 'what watch-revocation measured')
    .option('--anonymise', 'take the name of the site out of it', false)
    .addHelpText('after', HELP)
    .action((operand: string, options: ReportRunOptions, command: Command) => {
      if (options.bundle !== undefined || options.zip !== undefined) {
        refuseGiven(command, ['format', 'out', 'all'], 'a bundle holds the report in every form');
      }
      const exitCode = reportRun(operand, options, session);
      // A report of a run that failed is no failure, unless somebody asks for that.
      if (givenOf(command, ['failOn']).length > 0) setExitCode(exitCode);
    });
