/**
 * How certain a fact is, from most to least:
 *
 * - `measured`: somebody sent the request and wrote down the answer.
 * - `documented`: Atlassian documents it.
 * - `reported`: a claim without the raw exchange, or evidence for a class applied to one of its members.
 * - `inferred`: follows from a mechanism; nobody has observed it.
 */
export const GRADES = ['measured', 'documented', 'reported', 'inferred'] as const;

export type Grade = (typeof GRADES)[number];

/** The evidence for a fact: how certain it is, when it was observed and where it is public. */
export interface Basis {
  readonly grade: Grade;
  /** `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or `undated`; a recording must have a date. */
  readonly date: string;
  /** An https address or, if there is none, a sentence that describes the source. */
  readonly source: string;
  /** What the source says and what it leaves open. */
  readonly note: string;
}
