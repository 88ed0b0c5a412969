import { Command, Option } from 'commander';
import { PACTS_FOLDER } from '../../src/pact/pacts.ts';
import { writePacts } from '../../src/workflows/pact-write.ts';
import type { MakeCommand } from '../main.ts';

const HELP = `
Runs the spec files with Pact's mock server as who answers, and keeps the pacts
that come of it: what Jira does, and what it should do.

Exit code: 0 they are written, 2 bad usage, or a place that cannot be written,
3 the specs could not be run.`;

/** `pact:write`: the pacts, from the spec files. */
export const pactWriteCommand: MakeCommand = (session) =>
  new Command('pact:write')
    .description('Writes the pacts from the spec files.')
    .addOption(new Option('--into <folder>', 'where they go').default(PACTS_FOLDER, 'fixtures/pacts'))
    .addHelpText('after', HELP)
    .action(({ into }: { readonly into: string }) => writePacts(into, session));
