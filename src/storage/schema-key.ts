import { z } from 'zod';

/** The key by which a JSON file names its JSON Schema for editors. It means nothing to this tool. */
export const SCHEMA_KEY = { $schema: z.string().optional() };

/**
 * The value of the key in the files that this tool writes: the schema in the folder `schemas/` of the project, from the default
 * place of the file. It is always the same, because files must not depend on where they are written.
 */
export const SCHEMA_OF = {
  run: '../../schemas/run.schema.json',
  set: '../../../schemas/set.schema.json',
} as const;
