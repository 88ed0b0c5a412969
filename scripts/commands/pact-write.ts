import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Command, Option } from 'commander';
import { Fault } from '../../src/contract/fault.ts';
import { jsonText } from '../../src/evidence/json-text.ts';
import { writeWhole } from '../../src/evidence/write-file.ts';
import { ordered, readPact } from '../../src/pact/pact-document.ts';
import { pactFile, PACTS_FOLDER } from '../../src/pact/pacts.ts';
import { PACT_NAMES } from '../../src/run/pact-result.ts';
import type { MakeCommand } from '../main.ts';

const HELP = `
Runs the spec files with Pact's mock server as who answers, and keeps the pacts
that come of it: what Jira does, and what it should do.

Exit code: 0 they are written, 2 bad usage, or a place that cannot be written,
3 the specs could not be run.`;

const ROOT = join(import.meta.dirname, '..', '..');

async function runProject(into: string): Promise<void> {
  const args = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'pact'];
  const env = { PATH: process.env['PATH'] ?? '', PACTS_INTO: into };
  await promisify(execFile)(process.execPath, args, { cwd: ROOT, env, maxBuffer: 2 ** 26 }).catch(() => {
    throw new Fault(
      'nothing-ran',
      'The pacts could not be written. What is wrong, says: npx vitest run --project pact',
    );
  });
}

/** `pact:write`: the pacts, from the spec files. */
export const pactWriteCommand: MakeCommand = ({ stdout }) =>
  new Command('pact:write')
    .description('Writes the pacts from the spec files.')
    .addOption(new Option('--into <folder>', 'where they go').default(PACTS_FOLDER, 'fixtures/pacts'))
    .addHelpText('after', HELP)
    .action(async ({ into }: { into: string }) => {
      const fresh = mkdtempSync(join(tmpdir(), 'pacts-'));
      try {
        await runProject(fresh);
        for (const name of PACT_NAMES) {
          const file = pactFile(name);
          const pact = ordered(readPact(join(fresh, file)));
          writeWhole(join(into, file), jsonText(pact), 'shared');
          stdout.write(`${pact.interactions.length} interactions are in ${join(into, file)}.\n`);
        }
      } finally {
        rmSync(fresh, { recursive: true, force: true });
      }
    });
