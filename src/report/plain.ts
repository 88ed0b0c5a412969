import { inert } from '../inert.ts';

/** Maximum number of characters shown of a value, so that a hostile response cannot fill a report. */
const MAX_LENGTH = 2000;

/** Truncates a long text. */
export function truncate(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH).toWellFormed()}…` : text;
}

/** Makes a text safe to show anywhere: no control characters, no changes of text direction, limited length. */
export function sanitiseText(text: string): string {
  return inert(truncate(text));
}

/** Like {@link sanitiseText}, on one line. */
export function sanitiseLine(text: string): string {
  return sanitiseText(text).replaceAll(/\s+/g, ' ');
}
