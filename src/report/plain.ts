import { inert } from '../inert.ts';

/** Maximum number of characters shown of a value, so that a hostile response cannot fill a report. */
const MAX_LENGTH = 2000;

/** Truncates a long text. */
export function beginningOf(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH).toWellFormed()}…` : text;
}

/** Makes a text safe to show anywhere: no control characters, no changes of text direction, limited length. */
export function plain(text: string): string {
  return inert(beginningOf(text));
}

/** Like {@link plain}, on one line. */
export function plainLine(text: string): string {
  return plain(text).replaceAll(/\s+/g, ' ');
}
