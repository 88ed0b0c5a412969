import { readFileSync } from 'node:fs';
import { makeCertificates } from '../stand-in/tls/certificates.ts';
import type { UseSettings } from './conformance-file.ts';
import { credentialsOfRun } from './credentials-of-run.ts';
import { observe, type Surroundings } from './observe.ts';
import type { Observation } from './observation.ts';
import { scenarioNamed, type ScenarioId } from './scenarios.ts';

const CERTIFICATES = await makeCertificates(new Date());

/** For tests: what runs have in common, with the environment of the tests. */
export function surroundingsWith(changes: Partial<Surroundings> = {}): Surroundings {
  let seed = 7;
  const random = (): number => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  return {
    identity: credentialsOfRun(random),
    certificates: CERTIFICATES,
    env: process.env,
    tls: false,
    timeLimitMs: 20_000,
    interrupted: new AbortController().signal,
    now: Date.now,
    ...changes,
  };
}

/** For tests: the use of a program in JavaScript. */
export function javascript(code: string, changes: Partial<UseSettings> = {}): UseSettings {
  return { command: [process.execPath, '--input-type=module', '-e', code], drive: 'command', ...changes };
}

/** For tests: runs a program in JavaScript in a scenario. */
export function observeCode(
  code: string,
  {
    scenario = 'valid',
    use = {},
    ...changes
  }: Partial<Surroundings> & { scenario?: ScenarioId; use?: Partial<UseSettings> } = {},
): Promise<Observation> {
  return observe(javascript(code, use), scenarioNamed(scenario), surroundingsWith(changes));
}

/** For tests: whether a process runs. One that has ended may exist until its parent takes note. */
export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s*[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
