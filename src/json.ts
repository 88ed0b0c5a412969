/** Returns a value as the text of a JSON file: indented, ending in a line break. */
export function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/**
 * Parses JSON text; returns undefined if it is not valid JSON, because Jira also labels plain text
 * `application/json`.
 */
export function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
