import { Command } from 'commander';
import { scan } from '../../src/workflows/scan.ts';
import type { MakeCommand } from '../main.ts';

const HELP = `
Without a path it looks at all that git tracks or would track, and at reports/.
Synthetic tokens, which say that they are not real, are let pass.

Exit code: 0 nothing was found, 1 something was, 2 bad usage, or a path cannot
be read, 3 what was found could not be printed.

Example:
  npm run scan -- reports/ notes.md`;

/** `scan [PATH…]`: that no real token stands in a file. */
export const scanCommand: MakeCommand = (session, setExitCode) =>
  new Command('scan')
    .description('Looks for real Atlassian tokens in files, so that nobody commits one.')
    .argument('[paths...]', 'files and folders')
    .addHelpText('after', HELP)
    .action((paths: string[]) => setExitCode(scan(paths, session)));
