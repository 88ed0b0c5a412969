import { join } from 'node:path';
import { Option } from 'commander';
import { choicesFor } from '../../src/report/formats.ts';
import { installClients, tableOfClients, type ClientsOptions } from '../../src/workflows/clients.ts';
import type { MakeCommand } from '../main.ts';
import { collect } from '../options/collect.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';
import { seconds } from '../options/live-options.ts';
import { withVerbosity } from '../options/output-options.ts';
import { withFormat } from '../options/report-options.ts';

const HELP: CommandHelp = {
  summary: 'Measures which clients that people use notice a dead token, without and with the guard.',
  notes: [
    'Installs the clients in fixtures/clients/ that come from npm, each from its lock file, and takes those of Debian and curl from this system. Runs each in every situation against the stand-in: as Jira is, behind the guard, and as a site that answers 401 to every invalid token. Writes fixtures/clients/measured.json, docs/clients.md and docs/clients.html, and prints the figures. This takes about half an hour on two cores.',
    'npm needs its registry; the clients themselves reach nothing but this machine. What lets a credential out is left out of the table, as docs/disclosure.md says.',
  ],
  exitCodes: {
    0: 'the table is written, printed, or as stored',
    1: 'with --check: a verdict is another one than the stored one',
    2: 'bad usage or files, or a client cannot be started',
    3: 'a client cannot be installed, or the run was interrupted',
  },
  examples: [
    'npm run clients -- --stored',
    'npm run clients -- --stored --into docs',
    'npm run clients -- --client curl',
    'npm run clients -- --check',
    'npm run clients',
  ],
};

/** Where packages of npm are kept, so that they are installed once. */
const PACKAGES = join('node_modules', '.cache', 'jira-token-contract', 'clients');

/** `clients`: which clients notice a dead token. */
export const clientsCommand: MakeCommand = (session, setExitCode) =>
  withVerbosity(
    withFormat(documentedCommand('clients', HELP), choicesFor('clients')),
    'list everything, as --all does',
  )
    .addOption(
      new Option('--client <name>', 'measure this client only; may be repeated')
        .argParser(collect)
        .default([], 'every client'),
    )
    .addOption(
      new Option('--stored', 'print what is stored, and measure nothing')
        .default(false)
        .conflicts(['check', 'client']),
    )
    .option('--check', 'hold new measurements against the stored ones, and write nothing', false)
    .option('--packages <folder>', 'folder for packages of npm', PACKAGES)
    .addOption(
      new Option('--into <folder>', 'write the documents to this folder').default(
        undefined,
        'docs; with --stored, no documents',
      ),
    )
    .addOption(
      new Option('--time-limit <seconds>', 'end a client after this time, in each situation')
        .argParser(seconds)
        .default(20),
    )
    .option('--all', 'list everything', false)
    .action(async (options: ClientsOptions) => {
      if (options.stored) return setExitCode(await tableOfClients([], options, session));
      const installed = await installClients(options, session);
      const isolated = await session.rerunIsolated?.();
      setExitCode(isolated ?? (await tableOfClients(installed, options, session)));
    });
