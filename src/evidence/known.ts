import { z } from 'zod';

/**
 * Returns the schema of a name that must be in a table; otherwise the issue is "there is no credential "foo"".
 *
 * @param names all names in the table, for editors that complete them
 */
export function tableNameSchema<T extends string>(
  noun: string,
  find: (name: string) => T | undefined,
  names?: readonly string[],
): z.ZodPipe<z.ZodString, z.ZodTransform<T, string>> {
  return z
    .string()
    .meta(names ? { enum: [...names] } : {})
    .transform((name, context): T => {
      const found = find(name);
      if (found !== undefined) return found;
      context.addIssue(`there is no ${noun} "${name}"`);
      return z.NEVER;
    });
}
