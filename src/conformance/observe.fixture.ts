import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import type { UseSettings } from './conformance-file.ts';
import { credentialsOfRun } from './credentials-of-run.ts';
import { observe, type Surroundings } from './observe.ts';
import type { Observation } from './observation.ts';
import { scenarioNamed, type ScenarioId } from './scenarios.ts';

/** For tests: what runs have in common, with the environment of the tests. */
export function surroundingsWith(changes: Partial<Surroundings> = {}): Surroundings {
  let seed = 7;
  const random = (): number => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  return {
    identity: credentialsOfRun(random),
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

/** For tests: whether a process exists and is no zombie. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** For tests: a token that no run hands out. */
export const FOREIGN_TOKEN = SYNTHETIC_IDENTITY.adminKey;
