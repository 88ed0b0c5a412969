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

/** What was judged: its rows, and the questions that were answered otherwise. */
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

/** Judges every row of the contract that is of the era of the answers, and the questions, which are of the present. */
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
 * The run that was judged, in one go or in parts.
 *
 * @throws Fault `nothing-ran` where nothing was decided
 */
export function judgedRun({ executed, rows, failures }: JudgedContract, info: RecordingSetInfo): Run {
  if (executed === 0) {
    throw new Fault(
      'nothing-ran',
      `No row of the contract could be held against ${info.name}: it holds none.`,
    );
  }
  return {
    schema: 'jira-token-contract/run/1',
    tool: TOOL,
    recordings: info,
    // The order of spec files and parts must not show.
    rows: rows.toSorted(byRowOrder),
    failures: failures.toSorted(),
  };
}
