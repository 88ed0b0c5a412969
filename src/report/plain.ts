import { inert } from '../inert.ts';

/** Number of characters of one value that are shown; a hostile answer must not fill a report. */
const MOST = 2000;

/** The beginning of a text that may have no end. */
export function beginningOf(text: string): string {
  return text.length > MOST ? `${text.slice(0, MOST).toWellFormed()}…` : text;
}

/** A value as it may be shown anywhere: nothing in it acts on a terminal, turns text around or has no end. */
export function plain(text: string): string {
  return inert(beginningOf(text));
}

/** The same on one line. */
export function plainLine(text: string): string {
  return plain(text).replaceAll(/\s+/g, ' ');
}
