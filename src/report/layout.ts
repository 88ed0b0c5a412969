/** Layout of a text report. */
export interface Layout {
  /** Line width in characters. */
  readonly width: number;
  readonly colour: boolean;
  /** Lists items that are otherwise only counted. */
  readonly all: boolean;
  /** Only the verdict and what fails, each on a line. */
  readonly brief?: boolean;
}

/** Line width if no terminal sets one. */
export const DEFAULT_WIDTH = 80;

/** Layout for files: default width, no colour. */
export const FILE_LAYOUT: Layout = { width: DEFAULT_WIDTH, colour: false, all: false };

/** Layout for text read line by line, such as chat messages: lines are not folded. */
export const CHAT_LAYOUT: Layout = { ...FILE_LAYOUT, width: Number.POSITIVE_INFINITY };
