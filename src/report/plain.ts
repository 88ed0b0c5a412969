/** So many characters of one value are shown; a hostile answer must not fill a report. */
const MOST = 2000;

/** Escape sequences of terminals, whole. */
// oxlint-disable-next-line no-control-regex -- that is what they are
const ANSI = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|.)/g;

/** Other control characters, marks that turn the direction of writing, and halves of surrogate pairs. */
const UNSEEN =
  // oxlint-disable-next-line no-control-regex -- that is what they are
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFFE\uFFFF]/g;

/** A value as it may be shown anywhere: nothing in it acts on a terminal, turns text around or has no end. */
export function plain(text: string): string {
  const shown = text.length > MOST ? `${text.slice(0, MOST)}…` : text;
  return shown.replaceAll(ANSI, '').replaceAll(UNSEEN, '').toWellFormed();
}

/** The same on one line. */
export function plainLine(text: string): string {
  return plain(text).replaceAll(/\s+/g, ' ');
}
