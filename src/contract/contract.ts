import type { ContractRow } from './rows.ts';
import type { Question } from './question.ts';

/** All that can be judged: what Jira answers, what it should answer, and what tells credentials apart. */
export interface Contract {
  readonly rows: readonly ContractRow[];
  readonly wanted: readonly ContractRow[];
  readonly questions: readonly Question[];
}
