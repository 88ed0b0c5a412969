import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Fault } from '../fault.ts';
import { jsonText } from '../json.ts';
import { writeFileAtomically } from '../storage/write-file.ts';
import { ordered, readPact } from '../pact/pact-document.ts';
import { pactFile } from '../pact/pacts.ts';
import { PACT_NAMES } from '../run/pact-result.ts';
import type { Session } from './session.ts';

const ROOT = join(import.meta.dirname, '..', '..');

async function runProject(into: string, path: string): Promise<void> {
  const args = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'pact'];
  const env = { PATH: path, PACTS_INTO: into };
  await promisify(execFile)(process.execPath, args, { cwd: ROOT, env, maxBuffer: 2 ** 26 }).catch(() => {
    throw new Fault(
      'nothing-ran',
      'The pacts could not be written, because the specs failed. To see why, run: npx vitest run --project pact',
    );
  });
}

/**
 * Writes the pacts from the spec files.
 *
 * @param into the folder for the pacts
 * @throws Fault `nothing-ran` if the spec files fail, `unreadable-file` if a pact cannot be written
 */
export async function writePacts(
  into: string,
  { stdout, env }: Pick<Session, 'stdout' | 'env'>,
): Promise<void> {
  const fresh = mkdtempSync(join(tmpdir(), 'pacts-'));
  try {
    await runProject(fresh, env['PATH'] ?? '');
    for (const name of PACT_NAMES) {
      const file = pactFile(name);
      const pact = ordered(readPact(join(fresh, file)));
      writeFileAtomically(join(into, file), jsonText(pact), 'shared');
      stdout.write(`${pact.interactions.length} interactions are in ${join(into, file)}.\n`);
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
