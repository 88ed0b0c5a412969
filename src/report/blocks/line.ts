/** How good or bad something is, worst first; `plain` is neutral. */
export type Tone = 'bad' | 'serious' | 'warning' | 'good' | 'plain';

/** A highlighted label: a sign on a terminal, a word elsewhere. */
export interface Badge {
  readonly sign: string;
  readonly word: string;
  readonly tone: Tone;
}

/** A cited source. */
export interface Citation {
  readonly label: string;
  /** Its URL, or another reference. */
  readonly source: string;
}

/** Results in a row, oldest first: one character each, which reads without colour. */
export interface Strip {
  /** What a screen reader says instead: "14 nights: 12 nothing new, 2 not concluded". */
  readonly label: string;
  readonly cells: readonly { readonly sign: string; readonly tone: Tone; readonly title: string }[];
}

/** Part of a line. */
export type Inline =
  | string
  /** Code, with a shorter form for narrow formats. */
  | { readonly code: string; readonly short?: string }
  | { readonly strong: string }
  | { readonly href: string; readonly label: string }
  /** A link within the page, in formats that have such links. */
  | { readonly anchor: string; readonly label: string }
  | { readonly badge: Badge }
  /** Citations in order; footnotes on a terminal. */
  | { readonly cites: readonly Citation[] }
  | { readonly strip: Strip }
  /** Advice for the command line only. */
  | { readonly hint: string };

/** A line of text: its parts in order. */
export type Line = readonly Inline[];

/** A cell of a matrix: a letter, readable without colour, and a sign that marks it. */
export interface MatrixCell {
  readonly letter: string;
  /** A blank if the cell is not marked. */
  readonly sign: string;
  /** The mark stands for something that is acknowledged. */
  readonly isKnown?: boolean;
  /** What formats with wide cells show instead of the letter: "401→200". */
  readonly text?: string;
}

/** A matrix: credentials down, operations across. */
export interface MatrixGrid {
  /** What stands down and across, if it is something else. */
  readonly axes?: string;
  readonly columns: readonly { readonly id: string; readonly short: string }[];
  readonly lines: readonly { readonly credential: string; readonly cells: readonly MatrixCell[] }[];
}

/** Meanings of the letters and signs of a matrix, in order. */
export type Legend = readonly (readonly [sign: string, means: string])[];
