import { Option, type Command } from 'commander';
import { HISTORY_FILE } from '../../src/history/history.ts';
import { choicesFor } from '../../src/report/formats.ts';
import { parseShard } from '../../src/run/shard.ts';
import { nightly, type NightlyOptions } from '../../src/workflows/nightly.ts';
import type { MakeCommand } from '../main.ts';
import { collect } from '../options/collect.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';
import { refuseGiven } from '../options/given-options.ts';
import {
  baselineOption,
  settingsOption,
  sitesOption,
  withKeep,
  withRequestOptions,
  withMaxAge,
} from '../options/live-options.ts';
import { withVerbosity } from '../options/output-options.ts';
import { PACTS_NEED_ALL, withOnly } from '../options/only-options.ts';
import { withBounds } from '../options/report-options.ts';

const HELP: CommandHelp = {
  summary: 'Runs the nightly job: doctor, check, history and reports, for one site or several.',
  notes: [
    'Checks the settings and each credential (doctor), asks the controls, judges your site by the contract, compares it with the accepted baseline, adds a line to the history, and writes reports/nightly/ (summary.txt, title.txt, report.md, .html, .sarif, .junit.xml, history.html, metrics.prom, run.json). New findings fail the job; acknowledged ones stay visible.',
    'Several sites are listed in sites.json, each with its own variables, such as ACME_JIRA_SITE. A site that fails does not stop the others.',
    'With --only (explained by npm run check -- --help), the line in the history says so and does not count as a conclusive night.',
    'With several sites, the exit code is the first in the order 1, 2, 3, 0 that applies to any of them.',
  ],
  exitCodes: {
    0: 'the contract holds and nothing is new',
    1: 'the contract is broken, or a change is new',
    2: 'the settings are wrong',
    3: 'no conclusion',
  },
  examples: [
    'npm run nightly',
    'npm run nightly -- --core --history history/history.jsonl --format github',
    'npm run nightly -- --site acme --site beta',
  ],
};

/** `nightly`: the nightly job. */
export const nightlyCommand: MakeCommand = (session, setExitCode) =>
  withVerbosity(
    withOnly(withKeep(withMaxAge(withBounds(withRequestOptions(documentedCommand('nightly', HELP)))))),
  )
    .addOption(settingsOption())
    .addOption(
      new Option('--site <name>', 'only this site, if sites.json lists several; may be repeated')
        .argParser(collect)
        .default(undefined, 'all sites'),
    )
    .addOption(sitesOption())
    .addOption(
      new Option('--shard <part>', 'only this part of the sites: with 1/3 every third one')
        .argParser(parseShard)
        .default(undefined, 'all sites'),
    )
    .addOption(baselineOption('the accepted baseline'))
    .option('--history <file>', 'file of the history', HISTORY_FILE)
    .option('--pacts', "also verify both pacts with Pact's own verifier", false)
    .option('--no-doctor', 'do not check each credential first; saves a dozen requests')
    .addOption(new Option('--format <format>', 'output format').choices(choicesFor('night')).default('text'))
    .action(async (options: NightlyOptions, command: Command) => {
      if (options.only) refuseGiven(command, ['pacts'], PACTS_NEED_ALL);
      setExitCode(await nightly(options, session));
    });
