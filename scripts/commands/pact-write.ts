import { Option } from 'commander';
import { PACTS_FOLDER } from '../../src/pact/pacts.ts';
import { writePacts } from '../../src/workflows/pact-write.ts';
import type { MakeCommand } from '../main.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';

const HELP: CommandHelp = {
  summary: 'Writes the pacts from the spec files.',
  notes: [
    "Runs the spec files with Pact's mock server as the provider, and stores the two resulting pacts: what Jira does, and what it should do.",
  ],
  exitCodes: {
    0: 'the pacts are written',
    2: 'bad usage, or a folder that cannot be written',
    3: 'the specs could not be run',
  },
  examples: ['npm run pact:write', 'npm run pact:write -- --into reports/pacts'],
};

/** `pact:write`: writes the pacts from the spec files. */
export const pactWriteCommand: MakeCommand = (session) =>
  documentedCommand('pact:write', HELP)
    .addOption(new Option('--into <folder>', 'folder for the pacts').default(PACTS_FOLDER, 'fixtures/pacts'))
    .action(({ into }: { readonly into: string }) => writePacts(into, session));
