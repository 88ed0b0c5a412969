import type { Contract } from './contract.ts';
import type { Probe } from './probe.ts';
import { probesOfQuestion } from './question.ts';

/** The part of the contract that a user wants to ask. */
export interface ProbeFilter {
  /** What the user named, for reports: names of credentials, ids of operations, ids of rules. */
  readonly words: readonly string[];
  readonly includes: (probe: Probe) => boolean;
}

/** Returns the part of a contract that a filter includes. A question stays if the filter includes all of its probes. */
export function filteredContract(
  { rows, wanted, questions }: Contract,
  { includes }: Pick<ProbeFilter, 'includes'>,
): Contract {
  return {
    rows: rows.filter(includes),
    wanted: wanted.filter(includes),
    questions: questions.filter((question) => probesOfQuestion(question).every(includes)),
  };
}
