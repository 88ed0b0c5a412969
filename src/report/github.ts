import { withoutCommands } from '../contract/inert.ts';
import type { Format } from './document.ts';
import { plainLine } from './plain.ts';
import { checkProblems, diffProblems, type Problem } from './problems.ts';
import { specRow } from './spec-row.ts';
import { contractSummary, diffSummary } from './summary.ts';

/** The data of a workflow command: `%` first, since the others are written with it. */
export const commandData = (text: string): string =>
  plainLine(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** A property ends at a comma or a colon. */
const property = (text: string): string => commandData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** So many annotations GitHub shows of one step. */
const SHOWN = 10;

const annotation = (problem: Problem): string => {
  const { path, line } = specRow(problem);
  const kind = problem.fails ? 'error' : 'notice';
  return `::${kind} file=${property(path)},line=${line},title=${property(problem.title)}::${commandData(problem.message)}`;
};

function write(summary: string, problems: readonly Problem[]): string {
  // What fails comes first, so that GitHub shows it where it shows not all.
  const sorted = [...problems.filter(({ fails }) => fails), ...problems.filter(({ fails }) => !fails)];
  const rest = sorted.length - SHOWN;
  return [
    ...sorted.slice(0, SHOWN).map(annotation),
    ...(rest > 0 ? [`::notice title=More::${rest} more in the job summary`] : []),
    withoutCommands(commandData(summary)),
    '',
  ].join('\n');
}

/** Annotations of a GitHub workflow, at the rows of the contract that they are about. */
export const github: Format = {
  extension: 'github.txt',
  diff: (document) => write(diffSummary(document), diffProblems(document)),
  check: (document) => write(contractSummary(document), checkProblems(document)),
};
