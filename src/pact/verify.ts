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

/** Runs Pact's verifier as a process of its own, and gives back what it told. */
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
        new Fault('nothing-ran', `Pact's verifier ended with ${code ?? 'a signal'} before it told a result.`),
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
      "Pact's verifier told no result that can be read: the pact or its set-up is broken.",
    );
  }
  const result = output.safeParse(value);
  if (!result.success)
    throw new Fault('nothing-ran', "Pact's verifier told a result of another form than expected.");
  const { interactionResults, errors = [] } = result.data;
  return interactionResults.map(({ description, result: word }) => ({
    ...probeOf(description),
    verdict: word === 'OK' ? 'passed' : 'failed',
    reasons: errors
      .filter(({ interaction }) => interaction.endsWith(` - ${description}`))
      .flatMap(({ mismatch: told }) => (told.mismatches ?? []).map((one) => one.mismatch)),
  }));
}

/**
 * Verifies those interactions of a pact that a test lets pass, with Pact's own verifier.
 *
 * @param ask who answers the requests
 * @throws Fault `nothing-ran` where nothing is left to verify, or the verifier told no result
 */
export async function verifyPact(
  pact: PactDocument,
  ask: Ask,
  keeps: (probe: Probe) => boolean,
): Promise<Interaction[]> {
  const chosen = ordered(pact, keeps);
  if (chosen.interactions.length === 0)
    throw new Fault('nothing-ran', 'No interaction of the pact can be verified here.');
  const probes = chosen.interactions.map(({ description }) => probeOf(description));
  const folder = mkdtempSync(join(tmpdir(), 'pact-'));
  const provider = await openProvider(probes, ask);
  try {
    const path = join(folder, 'pact.json');
    // Bytes, past the choke point: it is a part of a published file, with synthetic credentials, which Pact has to see.
    writeFileAtomically(path, Buffer.from(jsonText(chosen)));
    return resultsOf(await runVerifier(provider.origin, path));
  } finally {
    await provider.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
