import type { Basis } from './basis.ts';
import type { Treatment } from './treatment.ts';

/** What the contract expects of one probe. */
export interface Expectation {
  readonly treatment: Exclude<Treatment, 'inconclusive'>;
  /** The statuses that keep the contract. None: the treatment is known, the status is not on record. */
  readonly statuses: readonly number[];
  /** The answer holds no data: `[]`, or a page whose lists are empty. */
  readonly empty?: true | undefined;
  /** The value of `x-failure-category`, by which the gateway names the reason of a refusal. */
  readonly failureCategory?: string | undefined;
  /**
   * Why the row is believed although no recording shows it. A row without one must have a recording in the
   * public set of its era; a row with one must not.
   */
  readonly basis?: Basis | undefined;
}

const expectation =
  (treatment: Expectation['treatment']) =>
  (...statuses: number[]): Expectation => ({ treatment, statuses });

/** Jira acts as the account. Several statuses mean that each of them keeps the contract. */
export const accepted = expectation('accepted');

/** Jira runs the operation as if nobody were logged in. */
export const ignored = expectation('ignored');

/** Jira says no. */
export const refused = expectation('refused');

/** The same expectation, of an answer that holds no data. */
export function empty(expected: Expectation): Expectation {
  return { ...expected, empty: true };
}

/** The same expectation, of an answer that names the reason of the refusal in `x-failure-category`. */
export function because(failureCategory: string, expected: Expectation): Expectation {
  return { ...expected, failureCategory };
}

/** A row that somebody vouches for, although no exact exchange of this era is public. */
export function known(expected: Expectation, basis: Basis): Expectation {
  return { ...expected, basis };
}
