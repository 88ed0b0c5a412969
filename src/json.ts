/** A value as the text of a JSON file: indented, with a line break at its end. */
export function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The value of a JSON text, or undefined: Jira labels a plain line `application/json`, too. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
