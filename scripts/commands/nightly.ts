import { Command, Option } from 'commander';
import { ACKNOWLEDGED } from '../../src/change/acknowledgements.ts';
import { HISTORY } from '../../src/history/history.ts';
import { choicesFor } from '../../src/report/formats.ts';
import { parseShard } from '../../src/run/shard.ts';
import { nightly, type NightlyOptions } from '../../src/workflows/nightly.ts';
import type { MakeCommand } from '../main.ts';
import { settingsOption, sitesOption, withKeep, withManners, withMaxAge } from '../options/live-options.ts';
import { refuseGiven } from '../options/given-options.ts';
import { withOnly } from '../options/only-options.ts';
import { withBounds } from '../options/report-options.ts';

const HELP = `
What a nightly job runs: examines the settings and each credential (doctor),
asks the controls, holds your site against the contract, compares it with the
accepted baseline, adds a line to the history, and writes reports/nightly/
(summary.txt, report.md, .html, .sarif, .junit.xml, history.html, metrics.prom,
run.json). It fails on what is new; what is acknowledged stays visible.

Several sites stand in sites.json, each with variables of its own, such as
ACME_JIRA_SITE; one that fails does not stop the others.

With --only (see npm run check -- --help) the line of the history says so, and
does not count as a night that was concluded.

Exit code, the first that is true of a site: 1 the contract is broken or a
change is new, 2 the settings are wrong, 3 nothing could be concluded, 0 all is
well.

Examples:
  npm run nightly
  npm run nightly -- --core --history history/history.jsonl --format github
  npm run nightly -- --site acme --site beta`;

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

/** `nightly`: what a nightly job runs. */
export const nightlyCommand: MakeCommand = (session, setExitCode) =>
  withOnly(withKeep(withMaxAge(withBounds(withManners(new Command('nightly')), ACKNOWLEDGED))))
    .description('The nightly run: doctor, check, history and reports, for one site or several.')
    .addOption(settingsOption())
    .option('--site <name>', 'of several sites, this one; may be repeated', collect)
    .addOption(sitesOption())
    .addOption(
      new Option('--shard <part>', 'of many sites, every third with 1/3, for many runners').argParser(
        parseShard,
      ),
    )
    .option('--baseline <name>', 'what to compare with')
    .option('--history <file>', 'where the history is kept', HISTORY)
    .option('--pacts', "let Pact's own verifier judge, too", false)
    .option('--no-doctor', 'do not ask each credential first: a dozen requests less')
    .addOption(
      new Option('--format <format>', 'how to print it').choices(choicesFor('night')).default('text'),
    )
    .addHelpText('after', HELP)
    .action(async (options: NightlyOptions, command: Command) => {
      if (options.only)
        refuseGiven(command, ['pacts'], 'a pact is verified as a whole, and --only asks a part');
      setExitCode(await nightly(options, session));
    });
