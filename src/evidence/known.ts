import { z } from 'zod';

/** A name in a file that must be one of a table's: "there is no credential "foo"" where it is not. */
export function known<T extends string>(
  what: string,
  find: (name: string) => T | undefined,
): z.ZodPipe<z.ZodString, z.ZodTransform<T, string>> {
  return z.string().transform((name, context): T => {
    const found = find(name);
    if (found !== undefined) return found;
    context.addIssue(`there is no ${what} "${name}"`);
    return z.NEVER;
  });
}
