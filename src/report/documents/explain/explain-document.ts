import type { Explanation } from '../../../explain/exit-code.ts';

/** The data of a report that explains operations, a response or a HAR file. */
export interface ExplainDocument {
  readonly explanations: readonly Explanation[];
}
