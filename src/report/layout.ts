/** Layout of a text report. */
export interface Layout {
  /** Line width in characters. */
  readonly width: number;
  readonly colour: boolean;
  /** Lists items that are otherwise only counted. */
  readonly all: boolean;
}

/** Line width if no terminal sets one. */
export const USUAL_WIDTH = 80;

/** Layout for files: default width, no colour. */
export const PLAIN: Layout = { width: USUAL_WIDTH, colour: false, all: false };

/** Layout for text read line by line, such as chat messages: lines are not folded. */
export const UNFOLDED: Layout = { ...PLAIN, width: Number.POSITIVE_INFINITY };
