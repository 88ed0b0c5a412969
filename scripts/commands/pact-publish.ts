import { Command, Option } from 'commander';
import { PACTS_FOLDER } from '../../src/pact/pacts.ts';
import { publish, type PublishOptions } from '../../src/workflows/pact-publish.ts';
import type { MakeCommand } from '../main.ts';
import { settingsOption } from '../options/live-options.ts';

const HELP = `
Publishes both pacts to the Pact Broker or PactFlow that PACT_BROKER_BASE_URL
names, with PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD.
With --results also what Pact's verifier said in a run ("check --pacts" makes
one), as the provider version of that run's name, on the branch "recorded" for a
live run and "transcribed" for public recordings. A result counts as a success
where no interaction failed; those that nobody answered are listed in it.

Exit code: 0 published, 2 bad usage, settings or files, 3 the broker could not
be reached or refused.

Examples:
  npm run pact:publish
  npm run pact:publish -- --results public-2026-09 --branch main`;

/** `pact:publish`: the pacts, and what was verified of them, to a broker. */
export const pactPublishCommand: MakeCommand = (session) =>
  new Command('pact:publish')
    .description('Publishes the pacts to a Pact Broker, and the results of a run.')
    .addOption(settingsOption())
    .option('--consumer-version <version>', 'what to file them under; by default the git commit')
    .option('--branch <branch>', 'the branch; by default that of git')
    .option('--build-url <url>', 'where the build can be looked at')
    .option('--results <run>', 'publish what Pact said in this run, too')
    .addOption(new Option('--pacts <folder>', 'where the pacts are').default(PACTS_FOLDER, 'fixtures/pacts'))
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .addHelpText('after', HELP)
    .action((options: PublishOptions) => publish(options, session));
