/** How a report may be laid out. */
export interface Layout {
  /** Characters to a line. */
  readonly width: number;
  readonly colour: boolean;
  /** Lists what is only counted otherwise. */
  readonly all: boolean;
}

/** The width of a line where no terminal says otherwise. */
export const USUAL_WIDTH = 80;

/** The layout of what no terminal shows. */
export const PLAIN: Layout = { width: USUAL_WIDTH, colour: false, all: false };

/** The same for what is read line by line, such as a chat: no line is folded. */
export const UNFOLDED: Layout = { ...PLAIN, width: Number.POSITIVE_INFINITY };
