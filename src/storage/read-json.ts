import type { z } from 'zod';
import { Fault } from '../fault.ts';
import { readText } from './read-text.ts';

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * The value of a JSON text.
 *
 * @param place where the text stands, for the message: a path, or a path and a line
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

/** A schema goes through a value level by level: one that nests without end would end the process. */
function parsedBy<T>(schema: z.ZodType<T>, value: unknown, place: string): z.ZodSafeParseResult<T> {
  try {
    return schema.safeParse(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Fault(
      'bad-fixture',
      `${place} does not fit its schema: it nests too deep. Correct the file, or restore it.`,
    );
  }
}

/**
 * A value that must fit a schema.
 *
 * @param place as for `parseJson`
 * @throws Fault `bad-fixture`, naming the first place in the value that does not fit
 */
export function checked<T>(place: string, value: unknown, schema: z.ZodType<T>): T {
  const result = parsedBy(schema, value, place);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const key = issue?.path.length ? ` at ${issue.path.join('.')}` : '';
  throw new Fault(
    'bad-fixture',
    `${place} does not fit its schema${key}: ${issue?.message ?? 'unknown reason'}. Correct the file, or restore it.`,
  );
}

/**
 * The JSON value of a file.
 *
 * @throws Fault `unreadable-file` or `bad-json`, naming the file
 */
export function readJson(path: string): unknown {
  return parseJson(path, readText(path));
}

/**
 * The value of a file that must fit a schema.
 *
 * @throws Fault `bad-fixture`, naming the file and the first place that does not fit
 */
export function readChecked<T>(path: string, schema: z.ZodType<T>): T {
  return checked(path, readJson(path), schema);
}
