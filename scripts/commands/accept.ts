import { Option } from 'commander';
import { RECORDINGS } from '../../src/evidence/recordings.ts';
import { accept, type AcceptOptions } from '../../src/workflows/accept.ts';
import type { MakeCommand } from '../main.ts';
import { acknowledgementsOption, withAcknowledgement } from '../options/acknowledgement-options.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';
import { siteOption } from '../options/live-options.ts';

const HELP: CommandHelp = {
  summary: 'Makes a live run the baseline that later runs are compared with.',
  notes: [
    'RUN is the folder of a live run in reports/; without it, the newest one is taken. The command shows what differs from the current baseline and asks for confirmation. From then on, "npm run check -- --live" and the nightly run compare with the new baseline.',
    'Rows of the contract that the run breaks are acknowledged, so that the next night is green. Without --until they stay acknowledged for good, because the contract in specs/ is changed by hand.',
  ],
  exitCodes: {
    0: 'the run is the baseline',
    2: 'there is no such run, it is incomplete, it is weaker evidence than the current baseline, or you did not confirm',
    3: 'another command is running, or the output would contain a secret',
  },
  examples: [
    'npm run accept',
    'npm run accept -- live-2026-11-24-030507 --yes',
    'npm run accept -- --site acme --until 2027-01-31',
  ],
};

/** `accept [RUN]`: a live run made the baseline. */
export const acceptCommand: MakeCommand = (session, setExitCode) =>
  withAcknowledgement(
    documentedCommand('accept', HELP)
      .argument('[run]', 'the run (default: the newest live run)')
      .addOption(siteOption())
      .addOption(
        new Option('--into <folder>', 'folder for the baseline').default(RECORDINGS, 'fixtures/recordings'),
      )
      .option('--yes', 'accept the changes without asking', false)
      .option(
        '--even-if-worse',
        'accept the run even if it decides fewer probes than the current baseline',
        false,
      )
      .option('--no-acknowledge', 'do not acknowledge the rows that the run breaks'),
    'that the run was accepted',
  )
    .addOption(acknowledgementsOption('--acknowledged'))
    .action(async (named: string | undefined, options: AcceptOptions) =>
      setExitCode(await accept(named, options, session)),
    );
