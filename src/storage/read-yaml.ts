import { parse } from 'yaml';
import type { z } from 'zod';
import { Fault } from '../fault.ts';
import { parseWithSchema } from './read-json.ts';
import { readText } from './read-text.ts';

function readYaml(path: string): unknown {
  try {
    // A limit, because aliases can make a small file huge.
    return parse(readText(path), { maxAliasCount: 20 }) ?? {};
  } catch (error) {
    if (error instanceof Fault) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Fault('bad-json', `${path} is not valid YAML: ${reason}. Correct the file.`, { cause: error });
  }
}

/**
 * Returns the value of a YAML file that must match a schema. An empty file is an empty object.
 *
 * @throws Fault `unreadable-file`, `bad-json` or `bad-fixture`, naming the file and the place
 */
export function readYamlWithSchema<T>(path: string, schema: z.ZodType<T>): T {
  return parseWithSchema(path, readYaml(path), schema);
}
