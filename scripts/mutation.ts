import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { GROUPS, onlyFiles, type Group, type Pass } from './mutation-groups.ts';
import { completeScores, isUnnoticed, phrase, scoreOf, shortcomings } from './mutation-score.ts';
import { provideHome } from './vitest-home.ts';
import { forgetProxies } from './vitest-proxies.ts';

// Mutation testing: changes the meaning of one expression at a time, and counts the changes that no test notices.
// A mutant that changes nothing is marked in the source: `// Stryker disable next-line Mutator: reason`.

const HELP = `Usage: npm run mutation -- [group …] [--file <path>]

Groups: ${Object.keys(GROUPS).join(', ')} (default: all).
--file  mutate this file only; may be repeated.

Exit code: 0 every group reaches its minimum, 1 one does not, 2 bad usage.
`;

type Mutant = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

/** How a mutant that is listed is called. */
const OUTCOMES: Readonly<Record<string, string>> = {
  Survived: 'survived',
  NoCoverage: 'untested',
  Timeout: 'timed out',
};

async function mutantsOf(name: string, { mutate, tests, without }: Pass): Promise<Mutant[]> {
  // The processes of the test runner read it: see vitest.mutation.config.ts.
  process.env['MUTATION_TESTS'] = tests.join(' ');
  process.env['MUTATION_WITHOUT'] = without.join(' ');
  mkdirSync('reports/mutation', { recursive: true });
  const stryker = new Stryker({
    configFile: 'stryker.config.json',
    concurrency: availableParallelism(),
    mutate: [...mutate, '!**/*.{test,fixture}.ts'],
    jsonReporter: { fileName: `reports/mutation/${name}.json` },
    htmlReporter: { fileName: `reports/mutation/${name}.html` },
  });
  return stryker.runMutationTest();
}

/** All that is mutated of a group, and how it was judged. */
async function mutantsOfGroup(name: string, { passes }: Group): Promise<Mutant[]> {
  const all: Mutant[] = [];
  for (const [i, pass] of passes.entries()) {
    all.push(...(await mutantsOf(i === 0 ? name : `${name}-${i + 1}`, pass)));
  }
  return all;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { file: { type: 'string', multiple: true, default: [] }, help: { type: 'boolean' } },
});
const unknown = positionals.filter((name) => !(name in GROUPS));
if (values.help) {
  process.stdout.write(HELP);
} else if (unknown.length > 0) {
  process.stderr.write(
    `There is no group ${unknown.join(', ')}. Groups: ${Object.keys(GROUPS).join(', ')}.\n`,
  );
  process.exitCode = 2;
} else {
  // The test runners inherit the environment.
  provideHome();
  forgetProxies();
  const failures: string[] = [];
  for (const [name, all] of Object.entries(GROUPS)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const group = values.file.length > 0 ? onlyFiles(all, values.file) : all;
    if (group.passes.length === 0) continue;
    process.stderr.write(`${name} …\n`);
    const mutants = await mutantsOfGroup(name, group);
    for (const mutant of mutants) {
      const { status, fileName, location, mutatorName, replacement } = mutant;
      // A machine that is too busy lets a mutant run out of time as well: whoever reads the score sees how many did.
      if (!isUnnoticed(mutant) && status !== 'Timeout') continue;
      const { line, column } = location.start;
      const change = (replacement ?? '').replace(/\s+/g, ' ').slice(0, 70);
      process.stdout.write(
        `  ${OUTCOMES[status] ?? status} ${relative('.', fileName)}:${line}:${column} ${mutatorName} ${change}\n`,
      );
    }
    process.stdout.write(`${name.padEnd(12)} ${phrase(scoreOf(mutants))}\n`);
    for (const { file, score } of completeScores(group, mutants)) {
      process.stdout.write(`  ${phrase(score)} ${file}\n`);
    }
    failures.push(...shortcomings(name, group, mutants));
  }
  for (const failure of failures) process.stderr.write(`${failure}\n`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}
