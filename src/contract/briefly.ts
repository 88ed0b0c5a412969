/** Maximum length of a name that a message repeats, in characters. */
const MAX_LENGTH = 60;

/** Returns a user-supplied name for a message: quoted, on one line, cut off if it is long. */
export function briefly(name: string): string {
  return JSON.stringify(name.length > MAX_LENGTH ? `${name.slice(0, MAX_LENGTH)}…` : name);
}
