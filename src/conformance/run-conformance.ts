import pLimit from 'p-limit';
import { Fault } from '../fault.ts';
import { redactReceived } from '../secrets/redaction.ts';
import { TOOL } from '../run/tool-version.ts';
import { commandLine } from './command-line.ts';
import type { KnownFailure, UseSettings } from './conformance-file.ts';
import { inconclusiveBecause } from './inconclusive.ts';
import { languageOf } from './languages.ts';
import { levelOf, type Level } from './level.ts';
import { DEFAULT_NOTICES, type Notices } from './notices.ts';
import { observe, type Surroundings } from './observe.ts';
import type { Observation } from './observation.ts';
import type { ConformanceResult, ListedRequest, ScenarioResult } from './result.ts';
import { isIsolated } from './network.ts';
import { scenarioNamed, SCENARIO_IDS, type ScenarioId } from './scenarios.ts';
import { shownLines } from './shown-lines.ts';
import { judge } from './verdict.ts';
import { isFailing, isWorse, type Verdict } from './verdicts.ts';

/** A use of the program, with its name. */
export interface NamedUse {
  readonly name: string;
  readonly settings: UseSettings;
}

/** What is run, and how. */
export interface Plan {
  readonly uses: readonly NamedUse[];
  readonly scenarios: readonly ScenarioId[];
  readonly notices: Notices | undefined;
  readonly knownFailures: readonly KnownFailure[];
  /** Number of runs side by side. */
  readonly concurrency: number;
  readonly onProgress: (done: number, of: number) => void;
}

/** Controls that every verdict needs. */
export const ALWAYS_RUN: readonly ScenarioId[] = ['valid', 'empty-site'];

/** Number of requests that a result holds. */
const MAX_REQUESTS = 12;

const listed = ({
  method,
  path,
  query,
  state,
  answeredFor,
  status,
  isWrite,
}: Observation['requests'][number]): ListedRequest => ({
  method,
  path: redactReceived(path),
  query,
  credential: state,
  answeredFor,
  status,
  isWrite,
});

/** Whether a verdict fails the run, given what is known: a new or worse failure, and a known one that passes. */
export function isUnexpected(verdict: Verdict, known: Pick<KnownFailure, 'verdict'> | undefined): boolean {
  if (!known) return isFailing(verdict);
  return !isFailing(verdict) || isWorse(verdict, known.verdict);
}

function resultsOf(
  { name, settings }: NamedUse,
  observations: ReadonlyMap<ScenarioId, Observation>,
  { notices, knownFailures }: Pick<Plan, 'notices' | 'knownFailures'>,
): ScenarioResult[] {
  return [...observations].map(([scenario, seen]): ScenarioResult => {
    const { verdict, why, matched, isReached, noticed } = judge({
      scenario: scenarioNamed(scenario),
      seen,
      valid: observations.get('valid'),
      emptySite: observations.get('empty-site'),
      notices: settings.notices ?? notices ?? DEFAULT_NOTICES,
    });
    const known = knownFailures.find((one) => one.use === name && one.scenario === scenario);
    return {
      use: name,
      scenario,
      verdict,
      why: redactReceived(why),
      ...(matched && { matched: { ...matched, text: redactReceived(matched.text) } }),
      noticed,
      isReached,
      exitCode: seen.exitCode,
      ...(seen.signal !== undefined && { signal: seen.signal }),
      ...(seen.ending !== undefined && seen.ending !== 'done' && { ending: seen.ending }),
      milliseconds: Math.round(seen.milliseconds),
      requestCount: seen.requests.length,
      requests: seen.requests.slice(0, MAX_REQUESTS).map(listed),
      refusedHosts: seen.refusedHosts.map(redactReceived),
      survivors: seen.survivors,
      output: { stdout: shownLines(seen.stdout), stderr: shownLines(seen.stderr) },
      ...(known && { known: { verdict: known.verdict, reason: known.reason, date: known.date } }),
      isUnexpected: isUnexpected(verdict, known),
    };
  });
}

function checkStarted({ name, settings }: NamedUse, valid: Observation | undefined): void {
  if (valid?.notStarted === undefined) return;
  throw new Fault(
    'usage',
    `Cannot start "${settings.command[0] ?? ''}" of ${name}: ${valid.notStarted}. Check that it exists and may be executed.`,
  );
}

const lowest = (levels: readonly (Level | null)[]): Level | null =>
  levels.length === 0 || levels.includes(null)
    ? null
    : levels.reduce((least, level) => (level !== null && least !== null && level < least ? level : least));

/**
 * Runs every use of a program in every scenario, side by side, and judges what was observed.
 *
 * @throws Fault `usage` if a program cannot be started
 */
export async function runConformance(plan: Plan, surroundings: Surroundings): Promise<ConformanceResult> {
  const at = new Date(surroundings.now()).toISOString();
  const ids = SCENARIO_IDS.filter((id) => plan.scenarios.includes(id) || ALWAYS_RUN.includes(id));
  const runs = plan.uses.flatMap((use) => ids.map((id) => ({ use, id })));
  const limit = pLimit(plan.concurrency);
  let done = 0;
  plan.onProgress(done, runs.length);
  // If one run fails because of us, no program of another one is left running.
  const failure = new AbortController();
  const interrupted = AbortSignal.any([surroundings.interrupted, failure.signal]);
  const settled = await Promise.allSettled(
    runs.map(({ use, id }) =>
      limit(async () => {
        if (interrupted.aborted) return undefined;
        try {
          const observation = await observe(use.settings, scenarioNamed(id), {
            ...surroundings,
            interrupted,
          });
          done += 1;
          plan.onProgress(done, runs.length);
          return { use, id, observation };
        } catch (error) {
          failure.abort();
          throw error;
        }
      }),
    ),
  );
  const observed = settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
  const complete = observed.filter((one) => one !== undefined && one.observation.ending !== 'interrupted');
  const byUse = plan.uses.map((use) => {
    const own = complete.flatMap((one) => (one?.use === use ? [[one.id, one.observation] as const] : []));
    const observations = new Map(own);
    return { use, observations, results: resultsOf(use, observations, plan) };
  });
  for (const { use, observations } of byUse) checkStarted(use, observations.get('valid'));
  const results = byUse.flatMap((one) => one.results);
  const reasons = byUse.map(({ use, observations }) =>
    inconclusiveBecause(use.name, observations.get('valid')),
  );
  const inconclusive = [
    ...(surroundings.interrupted.aborted ? ['The run was interrupted.'] : []),
    ...reasons.flat(),
  ];
  const proven = byUse.filter((_, i) => reasons[i]?.length === 0).flatMap((one) => one.results);
  const uses = byUse.map(({ use: { name, settings }, results: own }) => ({
    name,
    command: redactReceived(commandLine(settings.command)),
    drive: settings.drive,
    language: languageOf(settings.command),
    level: levelOf(own),
    notices: noticesText(settings.notices ?? plan.notices ?? DEFAULT_NOTICES),
  }));
  return {
    tool: TOOL,
    at,
    origin: 'stand-in',
    tls: surroundings.tls,
    guard: surroundings.guard ?? false,
    wanted: surroundings.behaviour === 'wanted',
    isolated: isIsolated(),
    uses,
    results,
    level: lowest(uses.map(({ level }) => level)),
    inconclusive,
    exitCode: proven.some((one) => one.isUnexpected) ? 1 : inconclusive.length > 0 ? 3 : 0,
  };
}

const noticesText = ({ exitCode, pattern, jsonPath }: Notices): string =>
  [
    ...(exitCode === undefined ? [] : [`exit code ${exitCode}`]),
    ...(jsonPath === undefined ? [] : [`JSON path ${jsonPath}`]),
    ...(pattern === undefined ? [] : [`pattern ${pattern}`]),
  ].join(', or ');
