import type { Format } from './document.ts';
import { diffSvg } from './svg/diff-svg.ts';
import { matrixSvg } from './svg/matrix-svg.ts';

/** The picture: the matrix of a run, or before and after of a comparison. */
export const svg: Format = { extension: 'svg', diff: diffSvg, check: matrixSvg };
