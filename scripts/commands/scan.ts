import { scan } from '../../src/workflows/scan.ts';
import type { MakeCommand } from '../main.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';

const HELP: CommandHelp = {
  summary: 'Searches files for real Atlassian tokens, so that none is committed.',
  notes: [
    'Without a path, all files that git tracks or would add are searched, and reports/. Synthetic tokens, which are marked as not real, are allowed.',
  ],
  exitCodes: {
    0: 'no token was found',
    1: 'a token was found',
    2: 'bad usage, or a path that cannot be read',
    3: 'the result could not be printed',
  },
  examples: ['npm run scan', 'npm run scan -- reports/ notes.md'],
};

/** `scan [PATH…]`: searches files for real tokens. */
export const scanCommand: MakeCommand = (session, setExitCode) =>
  documentedCommand('scan', HELP)
    .argument('[paths...]', 'files and folders (default: the files of git, and reports/)')
    .action((paths: string[]) => setExitCode(scan(paths, session)));
