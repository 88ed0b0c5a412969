import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { Fault } from '../../src/contract/fault.ts';
import { findTokensInBytes } from '../../src/evidence/scan-bytes.ts';
import { REPORTS } from '../../src/run/side.ts';
import type { MakeCommand } from '../main.ts';

const HELP = `
Without a path it looks at all that git tracks or would track, and at reports/.
Synthetic tokens, which say that they are not real, are let pass.

Exit code: 0 nothing was found, 1 something was, 2 a path cannot be read.

Example:
  npm run scan -- reports/ notes.md`;

const SKIPPED = new Set(['node_modules', '.git']);

function filesBelow(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => !SKIPPED.has(name))
    .flatMap((name) => filesBelow(join(path, name)));
}

/** What git tracks, and what it would add; all files where this is no work tree. */
function usualFiles(): string[] {
  try {
    const options = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const listed = execFileSync('git', options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const reports = existsSync(REPORTS) ? filesBelow(REPORTS) : [];
    return [
      ...new Set([...listed.split('\0').filter((name) => name !== '' && existsSync(name)), ...reports]),
    ];
  } catch {
    return filesBelow('.');
  }
}

function namedFiles(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (!existsSync(path)) throw new Fault('unreadable-file', `There is nothing at ${path} to look at.`);
    return filesBelow(path);
  });
}

/** `scan [PATH…]`: that no real token stands in a file. */
export const scanCommand: MakeCommand = ({ stdout }, setExitCode) =>
  new Command('scan')
    .description('Looks for real Atlassian tokens in files, so that nobody commits one.')
    .argument('[paths...]', 'files and folders')
    .addHelpText('after', HELP)
    .action((paths: string[]) => {
      const files = paths.length > 0 ? namedFiles(paths) : usualFiles();
      let found = 0;
      for (const file of files) {
        for (const { kind, line, excerpt, checksumFits, inside } of findTokensInBytes(readFileSync(file))) {
          found += 1;
          const place = [file, ...inside].join(' > ');
          stdout.write(`${place}:${line}: ${kind}, ${excerpt}${checksumFits ? ', its checksum fits' : ''}\n`);
        }
      }
      const verdict = found > 0 ? `${found} found. Revoke what is real, and take it out.` : 'No token found.';
      stdout.write(`${files.length} files looked at. ${verdict}\n`);
      setExitCode(found > 0 ? 1 : 0);
    });
