import type { Group } from './mutation-groups.ts';

/** What came of one mutant, as Stryker reports it. */
export interface MutantResult {
  readonly status: string;
  readonly fileName: string;
}

/** The share of mutants that a test noticed. */
export interface Score {
  readonly noticed: number;
  readonly all: number;
}

/** A mutant that makes a test hang is noticed, because no test waits otherwise. */
const NOTICED: ReadonlySet<string> = new Set(['Killed', 'Timeout']);

/** Nothing noticed it: the tests passed, or none of them runs the code at all. */
const UNNOTICED: ReadonlySet<string> = new Set(['Survived', 'NoCoverage']);

/** Whether no test noticed a mutant. */
export function isUnnoticed({ status }: MutantResult): boolean {
  return UNNOTICED.has(status);
}

/** The score of some mutants. One with which the code cannot even be loaded, or that is marked, does not count. */
export function scoreOf(mutants: readonly MutantResult[]): Score {
  const noticed = mutants.filter(({ status }) => NOTICED.has(status)).length;
  return { noticed, all: noticed + mutants.filter(isUnnoticed).length };
}

/** The score in percent; 0 where nothing was mutated, which shows nothing. */
export function percent({ noticed, all }: Score): number {
  return all === 0 ? 0 : (100 * noticed) / all;
}

/** "99.9 %  1999 of 2000": rounded down, so that 100 means all. */
export function phrase(score: Score): string {
  const rounded = Math.floor(percent(score) * 10) / 10;
  return `${rounded.toFixed(1).padStart(5)} %  ${score.noticed} of ${score.all}`;
}

const isFile = (file: string, { fileName }: MutantResult): boolean => fileName.endsWith(`/${file}`);

/** The scores of the files of a group in which every mutant must be noticed. */
export function completeScores(
  group: Pick<Group, 'complete'>,
  mutants: readonly MutantResult[],
): { file: string; score: Score }[] {
  return group.complete.map((file) => ({
    file,
    score: scoreOf(mutants.filter((one) => isFile(file, one))),
  }));
}

/** What is below its minimum, a sentence each; none where the group passes. */
export function shortcomings(
  name: string,
  group: Pick<Group, 'minimum' | 'complete'>,
  mutants: readonly MutantResult[],
): string[] {
  const score = scoreOf(mutants);
  return [
    ...(percent(score) < group.minimum
      ? [`${name}: ${phrase(score).trim()}, below the minimum of ${group.minimum} %`]
      : []),
    ...completeScores(group, mutants)
      .filter((one) => percent(one.score) < 100)
      .map((one) => `${one.file}: ${phrase(one.score).trim()}; this file must reach 100 %`),
  ];
}
