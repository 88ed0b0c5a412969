/** Escape sequences of terminals, whole. */
// oxlint-disable-next-line no-control-regex -- that is what they are
const SEQUENCE = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|.)/g;

/**
 * Other characters that act instead of being shown: controls except tab and line feed, marks that turn the direction of
 * writing or take no room, tags, and what is no character at all.
 */
const ACTING =
  // oxlint-disable-next-line no-control-regex -- that is what they are
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\uFFFE\uFFFF\u{E0000}-\u{E007F}]/gu;

/**
 * A text of somebody else's (a file, a server, a command line) as it may be shown: nothing in it acts on a terminal, or
 * turns text around. Its lines stay.
 */
export function inert(text: string): string {
  return text.replaceAll(SEQUENCE, '').replaceAll(ACTING, '').toWellFormed();
}

/** The same on one line, so that no line of it can begin as somebody else wants. */
export function inertLine(text: string): string {
  return inert(text).replaceAll(/[\t\n]+/g, ' ');
}

/** The sequences with which this tool colours text or makes it bold, and with which it replaces a line of progress. */
// oxlint-disable-next-line no-control-regex -- that is what they are
const OWN = /(\u001B\[(?:[12]|22|3[1-6]|39)m|\r\u001B\[K)/;

/**
 * A text as it may be printed, whatever parts it was made of. Only a terminal gets the sequences that this tool writes.
 *
 * @param terminal whether a person sees it
 */
export function printable(text: string, terminal: boolean): string {
  if (!terminal) return inert(text);
  const parts = text.split(OWN);
  return parts.map((part, i) => (i % 2 === 1 ? part : inert(part))).join('');
}

/**
 * A text of which no line is a workflow command. GitHub's runner takes `::name::` at the beginning of a line, behind white
 * space too, and `##[name]` anywhere in one, from whatever is printed:
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function withoutCommands(text: string): string {
  return text.replaceAll(/^([^\S\n]*):(?=:)/gm, '$1: ').replaceAll('##[', '## [');
}
