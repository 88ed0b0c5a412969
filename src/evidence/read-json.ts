import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { Fault } from '../contract/fault.ts';

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * The JSON value of a file.
 *
 * @throws Fault `unreadable-file` or `bad-json`, naming the file
 */
export function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Fault('unreadable-file', `Cannot read ${path}: ${reason(error)}.`, { cause: error });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Fault(
      'bad-json',
      `${path} is not valid JSON: ${reason(error)}. Correct the file, or restore it.`,
      {
        cause: error,
      },
    );
  }
}

/**
 * The value of a file that must fit a schema.
 *
 * @throws Fault `bad-fixture`, naming the file and the first place that does not fit
 */
export function readChecked<T>(path: string, schema: z.ZodType<T>): T {
  const result = schema.safeParse(readJson(path));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue?.path.length ? ` at ${issue.path.join('.')}` : '';
  throw new Fault(
    'bad-fixture',
    `${path} does not fit its schema${place}: ${issue?.message ?? 'unknown reason'}.`,
  );
}
