import type { Basis } from './basis.ts';
import type { Treatment } from './treatment.ts';

/** What the contract expects of one probe. */
export interface Expectation {
  readonly treatment: Exclude<Treatment, 'inconclusive'>;
  /** The statuses that satisfy the contract. Empty if the treatment is known but the status is not. */
  readonly statuses: readonly number[];
  /** Whether the answer must hold no data: `[]`, or a page whose lists are empty. */
  readonly empty?: true | undefined;
  /** The required value of `x-failure-category`, in which the gateway states the reason for a refusal. */
  readonly failureCategory?: string | undefined;
  /**
   * The evidence for a row that no recording shows. A row without it must have a recording in the public set of its
   * era; a row with it must not.
   */
  readonly basis?: Basis | undefined;
}

const expectation =
  (treatment: Expectation['treatment']) =>
  (...statuses: number[]): Expectation => ({ treatment, statuses });

/** Jira acts as the account. Each of the given statuses satisfies the contract. */
export const accepted = expectation('accepted');

/** Jira runs the operation as if the caller were not logged in. */
export const ignored = expectation('ignored');

/** Jira refuses the request. */
export const refused = expectation('refused');

/** Returns the same expectation for an answer that holds no data. */
export function empty(expected: Expectation): Expectation {
  return { ...expected, empty: true };
}

/** Returns the same expectation for an answer that states the reason for the refusal in `x-failure-category`. */
export function because(failureCategory: string, expected: Expectation): Expectation {
  return { ...expected, failureCategory };
}

/** Returns the same expectation with its evidence, for a row without a public exchange of its era. */
export function known(expected: Expectation, basis: Basis): Expectation {
  return { ...expected, basis };
}
