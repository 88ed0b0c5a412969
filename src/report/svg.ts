import type { Format } from './documents/document.ts';
import { diffSvg } from './drawings/diff-svg.ts';
import { matrixSvg } from './drawings/matrix-svg.ts';

/** The picture: the matrix of a run, or before and after of a comparison. */
export const svg: Format = { extension: 'svg', diff: diffSvg, check: matrixSvg };
