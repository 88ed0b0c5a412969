import { z } from 'zod';
import { acknowledgementsSchema } from '../src/change/acknowledgements.ts';
import { byReadingSchema } from '../src/clients/by-reading.ts';
import { clientFileSchema } from '../src/clients/client-file.ts';
import { conformanceFileSchema } from '../src/conformance/conformance-file.ts';
import { conformanceResultSchema } from '../src/conformance/result.ts';
import { sitesFileSchema } from '../src/config/sites.ts';
import { exchangesSchema, setFileSchema } from '../src/evidence/recording-schema.ts';
import { jsonText } from '../src/json.ts';
import { runFileSchema } from '../src/run/run.ts';

/** A kind of file that people read or write, and its schema. */
interface FileKind {
  readonly name: string;
  readonly title: string;
  readonly schema: z.ZodType;
}

/** The kinds of files that have a JSON Schema in `schemas/`. */
export const FILE_KINDS: readonly FileKind[] = [
  { name: 'sites', title: 'The sites of a nightly job', schema: sitesFileSchema },
  { name: 'acknowledged', title: 'Changes that are acknowledged', schema: acknowledgementsSchema },
  {
    name: 'conformance',
    title: 'The uses of a program and its known failures',
    schema: conformanceFileSchema,
  },
  {
    name: 'conformance-result',
    title: 'What a program did with a token in each state',
    schema: conformanceResultSchema,
  },
  { name: 'client', title: 'A client that people use, and how it is driven', schema: clientFileSchema },
  {
    name: 'by-reading',
    title: 'Integrations whose source was read',
    schema: byReadingSchema,
  },
  { name: 'run', title: 'One run of the contract', schema: runFileSchema },
  { name: 'set', title: 'The description of a recording set', schema: setFileSchema },
  { name: 'exchanges', title: 'The exchanges of one credential in a recording set', schema: exchangesSchema },
];

/** Returns the name of the file of a schema in `schemas/`. */
export const schemaFile = (name: string): string => `${name}.schema.json`;

/**
 * Returns the text of a JSON Schema. It says what a file may contain before it is read: the tool checks more, such as that no two
 * sites have the same name. Draft 7, because editors support it best.
 */
export function schemaText({ title, schema }: FileKind): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  const own = Object.fromEntries(Object.entries(rest).filter(([key]) => key !== '~standard'));
  return jsonText({ $schema, title, ...own });
}
