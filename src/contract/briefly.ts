/** More of a name than this is not repeated in a message. */
const LONGEST = 60;

/** A name that was given, for a message: quoted, on one line, and not longer than a line. */
export function briefly(name: string): string {
  return JSON.stringify(name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name);
}
