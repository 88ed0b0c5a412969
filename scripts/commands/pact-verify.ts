import { Option, type Command } from 'commander';
import { PACTS_FOLDER } from '../../src/pact/pacts.ts';
import { verify, type VerifyOptions } from '../../src/workflows/pact-verify.ts';
import type { MakeCommand } from '../main.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';
import { refuseGiven } from '../options/given-options.ts';
import { LIVE_ONLY, withLiveOptions } from '../options/live-options.ts';
import { withVerbosity } from '../options/output-options.ts';

const HELP: CommandHelp = {
  summary: "Verifies a pact with Pact's own verifier.",
  notes: [
    'Verifies a pact on recordings, on a live run stored in reports/, or with --live on fresh answers of your site. Pact itself sees only synthetic credentials and no value of an answer. Interactions without an answer, or with an inconclusive one, are skipped and listed. If the run is in reports/, the result is added to it; "check --pacts" does it all at once.',
    'The wanted pact is known to fail: the command turns red when an interaction of it passes.',
  ],
  exitCodes: {
    0: 'the result is as known',
    1: 'the result is different',
    2: 'bad usage or files',
    3: 'no conclusion: nothing could be verified, or the run is incomplete',
  },
  examples: [
    'npm run pact:verify',
    'npm run pact:verify -- --wanted',
    'npm run pact:verify -- --live',
    'npm run pact:verify -- --recordings live-2026-11-24-030507',
  ],
};

/** `pact:verify`: verifies a pact with Pact's own verifier. */
export const pactVerifyCommand: MakeCommand = (session, setExitCode) =>
  withVerbosity(
    withLiveOptions(documentedCommand('pact:verify', HELP)),
    'also print the exchange of each interaction that fails',
  )
    .option('--recordings <name>', 'set or live run to verify on', 'public-2026-09')
    .option('--live', 'ask your site instead', false)
    .option('--wanted', 'verify the pact of what Jira should do', false)
    .addOption(new Option('--pacts <folder>', 'folder of the pacts').default(PACTS_FOLDER, 'fixtures/pacts'))
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'json']).default('text'))
    .action(async (options: VerifyOptions, command: Command) => {
      if (options.live) refuseGiven(command, ['recordings'], 'with --live, your site is asked');
      else refuseGiven(command, LIVE_ONLY, 'without --live, no site is asked');
      setExitCode(await verify(options, session));
    });
