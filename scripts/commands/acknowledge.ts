import { Command, InvalidArgumentError, Option } from 'commander';
import { ACKNOWLEDGED } from '../../src/change/acknowledgements.ts';
import { LEVELS } from '../../src/change/levels.ts';
import { CREDENTIALS } from '../../src/contract/credentials.ts';
import { PRECEDENCE } from '../../src/findings/precedence.ts';
import { acknowledgeFindings, type AcknowledgeOptions } from '../../src/workflows/acknowledge.ts';
import type { MakeCommand } from '../main.ts';

const HELP = `
FINGERPRINT names a finding; reports show it, and its first eight digits will
do. --all-new takes all that fails, --rule and --credential all of a kind; where
several of these are given, what fits them all. Findings are looked for in the
newest live run, or in --head compared with --base ("none": with nothing). What
is acknowledged stays visible and fails nothing, until the day that --until
names. With a change, the row that it breaks is known, too.

Exit code: 0 all that was asked for is in the file, 2 bad usage, or there is no
such finding, 3 another command is at work, or it would hold a secret.

Examples:
  npm run acknowledge -- 82363ebd --reason "Atlassian's bug, reported" \\
    --link https://jira.atlassian.com/browse/JRACLOUD-93811 --until 2027-01-31
  npm run acknowledge -- --rule guard-loosened --credential revoked
  npm run acknowledge -- --all-new --site acme --reason "reported"`;

const oneOf =
  (names: readonly string[]) =>
  (value: string, before: readonly string[] = []): string[] => {
    if (!names.includes(value)) throw new InvalidArgumentError(`It must be one of ${names.join(', ')}.`);
    return [...before, value];
  };

/** `acknowledge FINGERPRINT`: findings made known ones. */
export const acknowledgeCommand: MakeCommand = (session) =>
  new Command('acknowledge')
    .description('Makes findings known ones, which fail nothing any more.')
    .argument('[fingerprints...]', 'the findings')
    .option('--all-new', 'all that fails', false)
    .addOption(new Option('--rule <rule>', 'all under a rule; may be repeated').argParser(oneOf(PRECEDENCE)))
    .addOption(
      new Option('--credential <name>', 'all of a credential; may be repeated').argParser(
        oneOf(CREDENTIALS.map(({ name }) => name)),
      ),
    )
    .option('--reason <text>', 'why it is known (default: in which run it was seen)')
    .option('--link <address>', 'where it is spoken of, with https')
    .option('--until <date>', 'the last day on which that counts, YYYY-MM-DD')
    .option('--base <name>', 'the earlier side; by default the accepted baseline')
    .option('--head <name>', 'the later side; by default the newest live run')
    .option('--site <name>', 'of several sites, the one that changed')
    .addOption(
      new Option('--fail-on <level>', 'from which level on a change fails').choices(LEVELS).default('minor'),
    )
    .addOption(
      new Option('--file <file>', 'where it is kept').default(ACKNOWLEDGED, 'fixtures/acknowledged.json'),
    )
    .addHelpText('after', HELP)
    .action((fingerprints: string[], options: AcknowledgeOptions) =>
      acknowledgeFindings(fingerprints, options, session),
    );
