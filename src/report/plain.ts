import { inert } from '../contract/inert.ts';

/** So many characters of one value are shown; a hostile answer must not fill a report. */
const MOST = 2000;

/** A value as it may be shown anywhere: nothing in it acts on a terminal, turns text around or has no end. */
export function plain(text: string): string {
  const shown = text.length > MOST ? `${text.slice(0, MOST)}…` : text;
  return inert(shown);
}

/** The same on one line. */
export function plainLine(text: string): string {
  return plain(text).replaceAll(/\s+/g, ' ');
}
