/** A value as the text of a JSON file: indented, with a line break at its end. */
export function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
