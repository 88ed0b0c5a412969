import { dayOf } from '../day-of.ts';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, extname, resolve } from 'node:path';
import { commandLine, withAbsolutePaths } from '../conformance/command-line.ts';
import {
  conformanceFileText,
  knownFailuresOf,
  readConformanceFile,
  type ConformanceFile,
  type UseSettings,
} from '../conformance/conformance-file.ts';
import { secretsOfRun } from '../conformance/credentials-of-run.ts';
import type { ConformanceResult } from '../conformance/result.ts';
import { runConformance, type NamedUse } from '../conformance/run-conformance.ts';
import { GROUPS } from '../conformance/scenario.ts';
import { SCENARIOS, SCENARIO_IDS, type ScenarioId } from '../conformance/scenarios.ts';
import { isFailing } from '../conformance/verdicts.ts';
import { Fault } from '../fault.ts';
import { render, type FormatName } from '../report/formats.ts';
import { readText } from '../storage/read-text.ts';
import { checkFileWritable } from '../storage/writable.ts';
import { writeFileAtomically } from '../storage/write-file.ts';
import { outerEnvironment } from './outer-environment.ts';
import { deliver, layoutFor, summarise, summaryFile } from './output.ts';
import { progressOn } from './progress.ts';
import type { Session } from './session.ts';

/** The options of `conformance`. */
export interface ConformanceOptions {
  readonly config: string;
  readonly name?: string;
  readonly init: boolean;
  readonly list: boolean;
  readonly only: readonly string[];
  readonly tls: boolean;
  readonly guard: boolean;
  readonly wanted: boolean;
  readonly timeLimit: number;
  readonly concurrency?: number;
  readonly badge?: string;
  readonly format: FormatName;
  readonly out?: string;
  readonly all: boolean;
  readonly quiet?: boolean;
}

/** Prints all scenarios, by group, and the uses of the file. */
export function listScenarios(
  { config }: Pick<ConformanceOptions, 'config'>,
  { stdout }: Pick<Session, 'stdout'>,
): void {
  const uses = Object.entries(readConformanceFile(config).uses);
  const width = Math.max(...SCENARIO_IDS.map(({ length }) => length)) + 2;
  for (const [group, meaning] of Object.entries(GROUPS)) {
    stdout.write(`${group}: ${meaning}\n`);
    for (const { id, sentence } of SCENARIOS.filter((one) => one.group === group))
      stdout.write(`  ${id.padEnd(width)}${sentence}\n`);
  }
  if (uses.length > 0) stdout.write(`uses: ${config}\n`);
  for (const [name, { command }] of uses) stdout.write(`  ${name.padEnd(width)}${commandLine(command)}\n`);
}

/** Returns a name for a use that has none: that of the file or program. */
function nameOf(command: readonly string[], folder: string): string {
  const isFile = (word: string): boolean => /^[\w./\\-]+$/.test(word) || existsSync(resolve(folder, word));
  const file = command.find((word) => extname(word) !== '' && !word.startsWith('-') && isFile(word));
  const word = file ?? command[0] ?? '';
  const name = basename(word, extname(word)).replaceAll(/[^\w.-]/g, '-');
  return /^[A-Za-z0-9]/.test(name) ? name.slice(0, 40) : 'program';
}

const isGroup = (word: string): boolean => Object.hasOwn(GROUPS, word);

const isScenario = (word: string): boolean => SCENARIO_IDS.some((id) => id === word);

interface Selection {
  readonly uses: readonly NamedUse[];
  readonly scenarios: readonly ScenarioId[];
}

/** Returns what `--only` leaves of the uses and the scenarios. Words of one kind are alternatives. */
function select(uses: readonly NamedUse[], words: readonly string[]): Selection {
  const isUse = (word: string): boolean => uses.some(({ name }) => name === word);
  const unknown = words.find((word) => !isGroup(word) && !isUse(word) && !isScenario(word));
  if (unknown !== undefined) {
    throw new Fault(
      'usage',
      `There is no use, group or scenario "${unknown}" (--only). "npm run conformance -- --list" lists them.`,
    );
  }
  const picked = SCENARIOS.filter(({ id, group }) => words.includes(id) || words.includes(group)).map(
    ({ id }) => id,
  );
  const named = uses.filter(({ name }) => words.includes(name));
  return {
    uses: named.length > 0 ? named : uses,
    scenarios: picked.length > 0 ? picked : SCENARIO_IDS,
  };
}

/** Returns the uses to run: that of the command line, or those of the file. */
function usesOf(
  command: readonly string[],
  { name, config }: ConformanceOptions,
  file: ConformanceFile,
  folder: string,
): NamedUse[] {
  if (command.length === 0) {
    const uses = Object.entries(file.uses).map(([own, settings]) => ({ name: own, settings }));
    const unlisted = file.knownFailures.find(({ use }) => !Object.hasOwn(file.uses, use));
    if (uses.length > 0 && unlisted) {
      throw new Fault(
        'bad-fixture',
        `${config} has a known failure of "${unlisted.use}", and no such use. Correct the name, or remove the failure.`,
      );
    }
    if (uses.length > 0) return uses;
    throw new Fault(
      'usage',
      `There is nothing to run: ${existsSync(config) ? `${config} lists no uses` : `there is no ${config}`}. Name a program: npm run conformance -- -- node client.js`,
    );
  }
  if (command[0] === '') throw new Fault('usage', 'The program has no name. Name one after --.');
  const own = name ?? nameOf(command, folder);
  const settings: UseSettings = {
    ...file.uses[own],
    drive: file.uses[own]?.drive ?? 'command',
    command: [...command],
  };
  return [{ name: own, settings }];
}

/** Writes the uses that were run, and their failures as known ones. */
function writeKnownFailures(
  { config }: ConformanceOptions,
  file: ConformanceFile,
  uses: readonly NamedUse[],
  result: ConformanceResult,
  today: string,
): number {
  const failed = result.results.flatMap(({ use, scenario, verdict, why }) =>
    isFailing(verdict) ? [{ use, scenario, verdict, why }] : [],
  );
  const wasRun = (use: string, scenario: ScenarioId): boolean =>
    result.results.some((one) => one.use === use && one.scenario === scenario);
  const untouched = file.knownFailures.filter(({ use, scenario }) => !wasRun(use, scenario));
  const known = [...untouched, ...knownFailuresOf(failed, file.knownFailures, today)];
  const settings = Object.fromEntries(uses.map((use) => [use.name, use.settings]));
  const before = existsSync(config) ? readText(config) : undefined;
  writeFileAtomically(config, conformanceFileText(before, settings, known), 'named');
  return known.length;
}

/**
 * Runs a program in every scenario, and reports what it did.
 *
 * @param command the program and its arguments; empty for the uses of the file
 * @returns the exit code
 * @throws Fault if there is nothing to run, or if the program cannot be started
 */
export async function checkConformance(
  command: readonly string[],
  options: ConformanceOptions,
  session: Session,
): Promise<number> {
  const file = readConformanceFile(options.config);
  const isWhatIf = options.guard || options.wanted;
  if (isWhatIf && options.init) {
    throw new Fault(
      'usage',
      `${options.guard ? '--guard' : '--wanted'} changes what the program meets, so --init would write failures that are not its own. Leave one of them out.`,
    );
  }
  const folder = session.env['INIT_CWD'] ?? process.cwd();
  const { uses, scenarios } = select(usesOf(command, options, file, folder), options.only);
  for (const path of [
    options.out,
    options.badge,
    options.init ? options.config : undefined,
    summaryFile(options, session),
  ])
    if (path !== undefined) checkFileWritable(path);
  const progress = progressOn(session.progress);
  let result: ConformanceResult;
  try {
    result = await runConformance(
      {
        uses: uses.map(({ name, settings }) => ({
          name,
          settings: { ...settings, command: withAbsolutePaths(settings.command, folder) },
        })),
        scenarios,
        notices: file.notices,
        // Those of the program on its own.
        knownFailures: isWhatIf ? [] : file.knownFailures,
        concurrency: options.concurrency ?? availableParallelism(),
        onProgress: (done, of) => progress.show(uses.map(({ name }) => name).join(', '), done, of),
      },
      {
        ...(await secretsOfRun(session.clock)),
        env: outerEnvironment(session.env),
        tls: options.tls,
        guard: options.guard,
        ...(options.wanted && { behaviour: 'wanted' as const }),
        timeLimitMs: options.timeLimit * 1000,
        interrupted: session.interrupted(),
        now: session.clock.now,
      },
    );
  } finally {
    progress.done();
  }
  const layout = layoutFor(options, session);
  deliver(render('conformance', options.format, result, layout), options, session);
  summarise((own) => render('conformance', 'markdown', result, own), options, session);
  if (options.badge !== undefined)
    writeFileAtomically(options.badge, render('conformance', 'badge', result, layout), 'named');
  if (!options.init || result.inconclusive.length > 0) return result.exitCode;
  const number = writeKnownFailures(options, file, uses, result, dayOf(session.clock.now()));
  session.stderr.write(
    `${options.config} lists ${number} known failure${number === 1 ? '' : 's'}. From now on, "npm run conformance -- --config ${commandLine([options.config])}" fails when one passes, or when a new one appears.\n`,
  );
  return 0;
}
