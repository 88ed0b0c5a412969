import type { z } from 'zod';
import { Fault } from '../fault.ts';
import { readText } from './read-text.ts';

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Parses a JSON text.
 *
 * @param place the origin of the text, for the message: a path, or a path and a line
 * @throws Fault `bad-json`
 */
export function parseJson(place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Fault(
      'bad-json',
      `${place} is not valid JSON: ${reason(error)}. Correct the file, or restore it.`,
      { cause: error },
    );
  }
}

/** Returns what is wrong; of a bad name, what it must be like. */
const messageOf = (issue: z.core.$ZodIssue | undefined): string =>
  (issue?.code === 'invalid_key' ? issue.issues[0]?.message : issue?.message) ?? 'unknown reason';

/** Applies a schema. It recurses level by level, so extreme nesting would exhaust the stack. */
function parsedBy<T>(schema: z.ZodType<T>, value: unknown, place: string): z.ZodSafeParseResult<T> {
  try {
    return schema.safeParse(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Fault(
      'bad-fixture',
      `${place} does not fit its schema: it is nested too deeply. Correct the file, or restore it.`,
    );
  }
}

/**
 * Returns a value that must match a schema.
 *
 * @param place as for `parseJson`
 * @throws Fault `bad-fixture`, naming the first place in the value that does not match
 */
export function parseWithSchema<T>(place: string, value: unknown, schema: z.ZodType<T>): T {
  const result = parsedBy(schema, value, place);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const key = issue?.path.length ? ` at ${issue.path.join('.')}` : '';
  throw new Fault(
    'bad-fixture',
    `${place} does not fit its schema${key}: ${messageOf(issue)}. Correct the file, or restore it.`,
  );
}

/**
 * Returns the JSON value of a file.
 *
 * @throws Fault `unreadable-file` or `bad-json`, naming the file
 */
export function readJson(path: string): unknown {
  return parseJson(path, readText(path));
}

/**
 * Returns the value of a JSON file that must match a schema.
 *
 * @throws Fault as `readJson` does, and `bad-fixture`, naming the file and the first place that does not match
 */
export function readJsonWithSchema<T>(path: string, schema: z.ZodType<T>): T {
  return parseWithSchema(path, readJson(path), schema);
}
