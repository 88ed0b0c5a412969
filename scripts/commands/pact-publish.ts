import { Option } from 'commander';
import { PACTS_FOLDER } from '../../src/pact/pacts.ts';
import { publish, type PublishOptions } from '../../src/workflows/pact-publish.ts';
import type { MakeCommand } from '../main.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';
import { settingsOption } from '../options/live-options.ts';

const HELP: CommandHelp = {
  summary: 'Publishes the pacts, and the results of a run, to a Pact Broker.',
  notes: [
    'Publishes both pacts to the Pact Broker or PactFlow at PACT_BROKER_BASE_URL, with PACT_BROKER_TOKEN, or with PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD.',
    'With --results, also publishes what Pact\'s verifier found in a run ("check --pacts" makes one). The name of the run is the provider version; the branch is "recorded" for a live run and "transcribed" for public recordings. A result is a success if no interaction failed; interactions without an answer are listed in it.',
  ],
  exitCodes: {
    0: 'the pacts are published',
    2: 'bad usage, settings or files',
    3: 'the broker could not be reached, or refused',
  },
  examples: ['npm run pact:publish', 'npm run pact:publish -- --results public-2026-09 --branch main'],
};

/** `pact:publish`: publishes the pacts and their verification results. */
export const pactPublishCommand: MakeCommand = (session) =>
  documentedCommand('pact:publish', HELP)
    .addOption(settingsOption())
    .addOption(
      new Option('--consumer-version <version>', 'version to publish as').default(
        undefined,
        'the git commit',
      ),
    )
    .addOption(
      new Option('--branch <branch>', 'branch to publish as').default(undefined, 'the current git branch'),
    )
    .addOption(new Option('--build-url <url>', 'address of the build').default(undefined, 'no address'))
    .addOption(
      new Option('--results <run>', 'also publish the verification results of this run').default(
        undefined,
        'no results',
      ),
    )
    .addOption(new Option('--pacts <folder>', 'folder of the pacts').default(PACTS_FOLDER, 'fixtures/pacts'))
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'json']).default('text'))
    .action((options: PublishOptions) => publish(options, session));
