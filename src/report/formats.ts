import type { Format } from './document.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';
import { text } from './text.ts';

/** The formats by their name on the command line. */
export const FORMATS = { text, markdown, json } as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;
