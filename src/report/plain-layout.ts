import type { Layout } from './documents/document.ts';

/** The width of a line where no terminal says otherwise. */
export const USUAL_WIDTH = 80;

/** The layout of what no terminal shows. */
export const PLAIN: Layout = { width: USUAL_WIDTH, colour: false, all: false };
