import type { Limit } from './limits.ts';

/** The room for a report in a markup language. */
export interface Room {
  /** The largest text, if it is not that of the usual place for the format. */
  readonly limit?: Limit | undefined;
  /** Where the rest of a report is that does not fit. */
  readonly rest?: string | undefined;
}

/** Layout of a text report. */
export interface Layout extends Room {
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

/**
 * Layout of a report that becomes the text of an issue, with room for a link below it. In bytes, because the recipe counts
 * them.
 */
export const ISSUE_LAYOUT: Layout = { ...FILE_LAYOUT, limit: { max: 60_000, unit: 'bytes' } };

/** Layout for text read line by line, such as chat messages: lines are not folded. */
export const CHAT_LAYOUT: Layout = { ...FILE_LAYOUT, width: Number.POSITIVE_INFINITY };

/** Returns the room of a layout, or that of the usual place for the format. */
export function roomOf({ limit, rest }: Room, usual: Limit): { limit: Limit; rest: string } {
  return { limit: limit ?? usual, rest: rest ?? 'the same report with --format html' };
}
