/** Complete terminal escape sequences. */
// oxlint-disable-next-line no-control-regex -- matching control characters is the purpose
const SEQUENCE = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|.)/g;

/**
 * Other characters that act instead of being displayed: controls except tab and line feed, marks that change the
 * writing direction or have no width, tags, and noncharacters.
 */
const ACTIVE =
  // oxlint-disable-next-line no-control-regex -- matching control characters is the purpose
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\uFFFE\uFFFF\u{E0000}-\u{E007F}]/gu;

/**
 * Makes text from outside (a file, a server, a command line) safe to display: removes everything that could act on a
 * terminal or change the writing direction. Line breaks stay.
 */
export function inert(text: string): string {
  return text.replaceAll(SEQUENCE, '').replaceAll(ACTIVE, '').toWellFormed();
}

/** Same as `inert`, on one line, so that no part of the text can pose as the start of a line. */
export function inertLine(text: string): string {
  return inert(text).replaceAll(/[\t\n]+/g, ' ');
}

/** The sequences that this tool itself uses for colours and bold text, and the one that replaces a progress line. */
// oxlint-disable-next-line no-control-regex -- matching control characters is the purpose
const OWN_SEQUENCES = /(\u001B\[(?:[12]|22|3[1-6]|39)m|\r\u001B\[K)/;

const REPLACES_LINE = '\r\u001B[K';

/**
 * Makes any text safe to print. Of this tool's own sequences, colours are kept if the output has colour, and those that replace a
 * line on a terminal.
 *
 * @param terminal whether the output is a terminal
 */
export function printable(text: string, terminal: boolean, colour = terminal): string {
  const parts = text.split(OWN_SEQUENCES);
  return parts
    .map((part, i) => {
      if (i % 2 === 0) return inert(part);
      return (part === REPLACES_LINE ? terminal : colour) ? part : '';
    })
    .join('');
}

/**
 * Defuses workflow commands in a text. GitHub's runner executes `::name::` at the start of a line (also after white
 * space) and `##[name]` anywhere in a line, whatever printed it:
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function withoutCommands(text: string): string {
  return text.replaceAll(/^([^\S\n]*):(?=:)/gm, '$1: ').replaceAll('##[', '## [');
}
