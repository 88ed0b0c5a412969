/**
 * How sure a fact is: `measured` (somebody sent the request and wrote down the answer), `documented` by
 * Atlassian, `reported` (a claim without the raw exchange, or evidence for a class that was applied to a
 * member of it), `inferred` (follows from a mechanism; nobody saw it).
 */
export const GRADES = ['measured', 'documented', 'reported', 'inferred'] as const;

export type Grade = (typeof GRADES)[number];

/** Why a fact is believed: its grade, when it was seen and where it is public. */
export interface Basis {
  readonly grade: Grade;
  /** `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or `undated`, which no recording may be. */
  readonly date: string;
  /** An https address, or, where none can be given, a sentence that says what the source is. */
  readonly source: string;
  /** What the source does and does not say. */
  readonly note: string;
}
