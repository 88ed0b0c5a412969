import type { Contract } from '../contract/contract.ts';
import type { ContractRow } from '../contract/rows.ts';
import { PRESENT } from '../contract/eras.ts';
import { Fault } from '../fault.ts';
import type { RecordingSetInfo } from '../evidence/recording-schema.ts';
import { sourceOf, type Answers, type AnswerSource } from './answers.ts';
import { failureOf, judgeQuestion } from './judge-question.ts';
import { isDecided, judgeRow } from './judge-row.ts';
import { byRowOrder, type RowResult } from './row-result.ts';
import type { Run } from './run.ts';
import { TOOL } from './tool-version.ts';

/** A judged contract: its rows, and the questions whose answer was not the expected one. */
export interface JudgedContract {
  /** Number of rows and questions that were decided. */
  readonly executed: number;
  readonly rows: readonly RowResult[];
  readonly failures: readonly string[];
}

const judgeRows = (
  kind: RowResult['kind'],
  rows: readonly ContractRow[],
  { info, traits, find, whyNot }: AnswerSource,
): RowResult[] =>
  rows
    .filter(({ era }) => era === info.era)
    .map((row) => judgeRow(kind, row, { exchange: find(row), whyNot: whyNot(row), traits }));

/** Judges every row of the contract that belongs to the era of the answers and, in the present era, the questions. */
export function judgeContract({ rows, wanted, questions }: Contract, answers: Answers): JudgedContract {
  const source = sourceOf(answers);
  const judgedRows = [...judgeRows('contract', rows, source), ...judgeRows('wanted', wanted, source)];
  const asked = source.info.era === PRESENT ? questions : [];
  const judged = asked.map((question) => ({ question, judgement: judgeQuestion(question, source) }));
  return {
    executed:
      judgedRows.filter(isDecided).length + judged.filter(({ judgement }) => isDecided(judgement)).length,
    rows: judgedRows,
    failures: judged
      .filter(({ judgement }) => judgement.verdict === 'broken')
      .map(({ question, judgement }) => failureOf(question, judgement)),
  };
}

/**
 * Returns the run of a judged contract, whether judged at once or in parts.
 *
 * @throws Fault `nothing-ran` if nothing was decided
 */
export function judgedRun({ executed, rows, failures }: JudgedContract, info: RecordingSetInfo): Run {
  if (executed === 0) {
    throw new Fault(
      'nothing-ran',
      `No row of the contract could be judged: ${info.name} contains none of their probes.`,
    );
  }
  return {
    schema: 'jira-token-contract/run/1',
    tool: TOOL,
    recordings: info,
    // The order of spec files and parts must not affect the result.
    rows: rows.toSorted(byRowOrder),
    failures: failures.toSorted(),
  };
}
