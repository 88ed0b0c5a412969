import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { GROUPS, type Group } from './mutation-groups.ts';

// Mutation testing: changes one expression at a time, and counts the changes that no test notices.
// An equivalent mutant is marked in the source: `// Stryker disable next-line Mutator: reason`.

const HELP = `Usage: npm run mutation -- [group …] [--file <path>]

Mutates the source, and reports the mutants that no test notices.

Groups: ${Object.keys(GROUPS).join(', ')} (default: all).
--file  mutate only this file of the group; may be repeated (default: all files).

Exit codes:
  0 every group reaches its minimum
  1 a group does not
  2 bad usage

Examples:
  npm run mutation -- findings
  npm run mutation -- http --file src/http/host-lock.ts
`;

/** The number of mutants that a test noticed, and of all mutants. */
interface Score {
  readonly noticed: number;
  readonly all: number;
}

const percent = ({ noticed, all }: Score): number => (all === 0 ? 100 : (100 * noticed) / all);

type Mutant = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

const isCounted = ({ status }: Mutant): boolean =>
  status === 'Killed' || status === 'Timeout' || status === 'Survived' || status === 'NoCoverage';

const scoreOf = (mutants: readonly Mutant[]): Score => ({
  noticed: mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length,
  all: mutants.filter(isCounted).length,
});

async function mutantsOf(name: string, group: Group, files: readonly string[]): Promise<Mutant[]> {
  // The processes of the test runner read these variables: see vitest.mutation.config.ts.
  process.env['MUTATION_TESTS'] = group.tests.join(' ');
  process.env['MUTATION_WITHOUT'] = (group.without ?? []).join(' ');
  mkdirSync('reports/mutation', { recursive: true });
  const stryker = new Stryker({
    configFile: 'stryker.config.json',
    concurrency: availableParallelism(),
    mutate: [...(files.length > 0 ? files : group.mutate), '!**/*.{test,fixture}.ts'],
    jsonReporter: { fileName: `reports/mutation/${name}.json` },
    htmlReporter: { fileName: `reports/mutation/${name}.html` },
  });
  return stryker.runMutationTest();
}

function below(name: string, mutants: readonly Mutant[], group: Group): string[] {
  const files = [...new Set(mutants.map(({ fileName }) => fileName))].toSorted();
  const wholeFiles = group.complete ?? [];
  const lines = files.flatMap((file) => {
    const score = scoreOf(mutants.filter(({ fileName }) => fileName === file));
    const isWhole = wholeFiles.some((path) => file.endsWith(path));
    return isWhole && score.noticed < score.all
      ? [
          `${relative('.', file)}: ${score.noticed} of ${score.all} mutants are noticed, but this file must reach 100 %`,
        ]
      : [];
  });
  const score = percent(scoreOf(mutants));
  return score < group.minimum
    ? [`${name}: ${score.toFixed(1)} %, below the minimum of ${group.minimum} %`, ...lines]
    : lines;
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
    `There is no group ${unknown.join(', ')}. The groups are ${Object.keys(GROUPS).join(', ')}.\n`,
  );
  process.exitCode = 2;
} else {
  const failures: string[] = [];
  for (const [name, group] of Object.entries(GROUPS)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    process.stderr.write(`${name} …\n`);
    const mutants = await mutantsOf(name, group, values.file);
    for (const { status, fileName, location, mutatorName, replacement } of mutants) {
      if (status === 'Survived' || status === 'NoCoverage') {
        const { line, column } = location.start;
        const change = (replacement ?? '').replace(/\s+/g, ' ').slice(0, 70);
        process.stdout.write(
          `  ${status === 'Survived' ? 'survived' : 'untested'} ${relative('.', fileName)}:${line}:${column} ${mutatorName} ${change}\n`,
        );
      }
    }
    const score = scoreOf(mutants);
    process.stdout.write(
      `${name.padEnd(12)} ${percent(score).toFixed(1).padStart(5)} %  ${score.noticed} of ${score.all}\n`,
    );
    failures.push(...below(name, mutants, group));
  }
  for (const failure of failures) process.stderr.write(`${failure}\n`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}
