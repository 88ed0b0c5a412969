import { InvalidArgumentError, Option } from 'commander';
import { LEVELS } from '../../src/change/levels.ts';
import { CREDENTIALS } from '../../src/contract/credentials.ts';
import { PRECEDENCE } from '../../src/findings/precedence.ts';
import { acknowledgeFindings, type AcknowledgeOptions } from '../../src/workflows/acknowledge.ts';
import type { MakeCommand } from '../main.ts';
import { acknowledgementsOption, withAcknowledgement } from '../options/acknowledgement-options.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';
import { siteOption } from '../options/live-options.ts';

const HELP: CommandHelp = {
  summary: 'Acknowledges findings, so that they no longer fail a run.',
  notes: [
    'FINGERPRINT identifies a finding. Reports show it; its first eight digits are enough. Instead of fingerprints, --all-new selects every finding that fails, and --rule and --credential select by kind; combined, they select what matches all of them.',
    'Findings are looked up in the newest live run, or in --head compared with --base ("none" compares with nothing). An acknowledged finding stays visible but fails nothing, until the day in --until. Together with a change, the row that it breaks is acknowledged.',
  ],
  exitCodes: {
    0: 'everything that was asked for is in the file',
    2: 'bad usage, or there is no such finding',
    3: 'another command is running, or the output would contain a secret',
  },
  examples: [
    `npm run acknowledge -- 82363ebd --reason "Atlassian's bug, reported" \\\n  --link https://jira.atlassian.com/browse/JRACLOUD-93811 --until 2027-01-31`,
    'npm run acknowledge -- --rule guard-loosened --credential revoked',
    'npm run acknowledge -- --all-new --site acme --reason "reported"',
  ],
};

const oneOf =
  (names: readonly string[]) =>
  (value: string, before: readonly string[] = []): string[] => {
    if (!names.includes(value)) throw new InvalidArgumentError(`It must be one of ${names.join(', ')}.`);
    return [...before, value];
  };

/** `acknowledge FINGERPRINT`: findings made known ones. */
export const acknowledgeCommand: MakeCommand = (session) =>
  withAcknowledgement(
    documentedCommand('acknowledge', HELP)
      .argument('[fingerprints...]', 'the findings to acknowledge')
      .option('--all-new', 'select every finding that fails', false)
      .addOption(
        new Option('--rule <rule>', 'select findings of this rule; may be repeated')
          .argParser(oneOf(PRECEDENCE))
          .default(undefined, 'any rule'),
      )
      .addOption(
        new Option('--credential <name>', 'select findings of this credential; may be repeated')
          .argParser(oneOf(CREDENTIALS.map(({ name }) => name)))
          .default(undefined, 'any credential'),
      ),
    'the run it was found in',
  )
    .addOption(
      new Option('--base <name>', 'the earlier run or set').default(undefined, 'the accepted baseline'),
    )
    .addOption(new Option('--head <name>', 'the later run or set').default(undefined, 'the newest live run'))
    .addOption(siteOption())
    .addOption(
      new Option('--fail-on <level>', 'level from which on a change fails').choices(LEVELS).default('minor'),
    )
    .addOption(acknowledgementsOption('--file'))
    .action((fingerprints: string[], options: AcknowledgeOptions) =>
      acknowledgeFindings(fingerprints, options, session),
    );
