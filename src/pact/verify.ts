import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { Fault } from '../fault.ts';
import type { Probe } from '../contract/probe.ts';
import { jsonText } from '../json.ts';
import { writeFileAtomically } from '../storage/write-file.ts';
import type { Interaction } from '../run/pact-result.ts';
import { ordered, probeOf, type PactDocument } from './pact-document.ts';
import { openProvider, type Ask } from './provider.ts';

const mismatch = z.looseObject({ mismatch: z.string() });

const output = z.looseObject({
  interactionResults: z.array(z.looseObject({ description: z.string(), result: z.string() })),
  errors: z
    .array(
      z.looseObject({
        interaction: z.string(),
        mismatch: z.looseObject({ mismatches: z.array(mismatch).optional() }),
      }),
    )
    .optional(),
});

/** Runs Pact's verifier in a process of its own, and returns its result. */
function runVerifier(origin: string, pact: string): Promise<string> {
  const script = join(import.meta.dirname, 'verifier-process.ts');
  const env = { PATH: process.env['PATH'] ?? '', PACT_DO_NOT_TRACK: 'true' };
  const child = fork(script, [origin, pact], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env,
    execArgv: [],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(typeof message === 'string' ? message : ''));
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(
        new Fault(
          'nothing-ran',
          `Pact's verifier ended with ${code ?? 'a signal'} before it returned a result.`,
        ),
      ),
    );
  });
}

function resultsOf(text: string): Interaction[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Fault(
      'nothing-ran',
      "The result of Pact's verifier cannot be read: the pact or the installation of Pact is broken. Run npm run pact:write, or npm ci.",
    );
  }
  const result = output.safeParse(value);
  if (!result.success)
    throw new Fault('nothing-ran', "Pact's verifier returned a result of an unexpected form.");
  const { interactionResults, errors = [] } = result.data;
  return interactionResults.map(({ description, result: outcome }) => ({
    ...probeOf(description),
    verdict: outcome === 'OK' ? 'passed' : 'failed',
    reasons: errors
      .filter(({ interaction }) => interaction.endsWith(` - ${description}`))
      .flatMap((error) => (error.mismatch.mismatches ?? []).map((entry) => entry.mismatch)),
  }));
}

/**
 * Verifies the interactions of a pact that a filter accepts, with Pact's own verifier.
 *
 * @param ask gives the answers to the requests
 * @throws Fault `nothing-ran` if there is nothing to verify, or the verifier returned no result
 */
export async function verifyPact(
  pact: PactDocument,
  ask: Ask,
  filter: (probe: Probe) => boolean,
): Promise<Interaction[]> {
  const chosen = ordered(pact, filter);
  if (chosen.interactions.length === 0)
    throw new Fault('nothing-ran', 'No interaction of the pact can be verified here.');
  const probes = chosen.interactions.map(({ description }) => probeOf(description));
  const folder = mkdtempSync(join(tmpdir(), 'pact-'));
  const provider = await openProvider(probes, ask);
  try {
    const path = join(folder, 'pact.json');
    // Written as bytes, which are not redacted: Pact has to see the synthetic credentials of the published file.
    writeFileAtomically(path, Buffer.from(jsonText(chosen)));
    return resultsOf(await runVerifier(provider.origin, path));
  } finally {
    await provider.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
