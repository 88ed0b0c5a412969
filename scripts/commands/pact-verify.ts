import { Command, Option } from 'commander';
import { PACTS_FOLDER } from '../../src/pact/pacts.ts';
import { verify, type VerifyOptions } from '../../src/workflows/pact-verify.ts';
import type { MakeCommand } from '../main.ts';
import { LIVE_ONLY, refuseGiven } from '../options/given-options.ts';
import { withLiveOptions } from '../options/live-options.ts';

const HELP = `
Verifies a pact with Pact's own verifier: on recordings, on a live run that was
kept in reports/, or with --live on what your site has just answered. Pact
itself sees synthetic credentials and no value of an answer. Interactions whose
answer is missing or says nothing are skipped, and listed. Where reports/ has
the run, the result joins it; "check --pacts" does all at once.

The wanted pact is known to fail: it turns red when an interaction passes.

Exit code: 0 as it is known, 1 otherwise, 2 bad usage or files, 3 it could not
be concluded: nothing could be verified, or the run did not come to its end.

Examples:
  npm run pact:verify
  npm run pact:verify -- --wanted
  npm run pact:verify -- --live
  npm run pact:verify -- --recordings live-2026-11-24-030507`;

/** `pact:verify`: what Pact's own verifier says of the pacts. */
export const pactVerifyCommand: MakeCommand = (session, setExitCode) =>
  withLiveOptions(new Command('pact:verify'))
    .description("Verifies a pact with Pact's own verifier.")
    .option('--recordings <name>', 'who answers', 'public-2026-09')
    .option('--live', 'your site answers instead', false)
    .option('--wanted', 'the pact of what Jira should do', false)
    .addOption(new Option('--pacts <folder>', 'where the pacts are').default(PACTS_FOLDER, 'fixtures/pacts'))
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .addHelpText('after', HELP)
    .action(async (options: VerifyOptions, command: Command) => {
      if (options.live) refuseGiven(command, ['recordings'], 'with --live your site answers');
      else refuseGiven(command, LIVE_ONLY, 'no site is asked without --live');
      setExitCode(await verify(options, session));
    });
