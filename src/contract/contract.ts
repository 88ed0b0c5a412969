import type { ContractRow } from './rows.ts';
import type { Question } from './question.ts';

/**
 * Everything that can be judged: what Jira answers, what it should answer, and which operations distinguish
 * credentials.
 */
export interface Contract {
  readonly rows: readonly ContractRow[];
  readonly wanted: readonly ContractRow[];
  readonly questions: readonly Question[];
}
