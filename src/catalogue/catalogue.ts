import { join } from 'node:path';
import { z } from 'zod';
import { readJsonWithSchema } from '../storage/read-json.ts';

/** The methods of published operations. */
export const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'] as const;

export type Method = (typeof METHODS)[number];

/**
 * One operation in a line: `anonymous` or `account`, `reads` for a POST that changes nothing, the status of success, and the form
 * of its body. `-` is none, `[]` an array, `{}` an object, `{issues}` an object with a list of that name, `page` a page of `values`.
 */
const LINE = /^(anonymous|account)( reads)? ([23]\d\d) (-|\[\]|page|\{(?:\w+(?:,\w+)*)?\})$/;

const CATALOGUE_SCHEMA = z.strictObject({
  about: z.string(),
  licence: z.literal('Apache-2.0'),
  documents: z.array(z.strictObject({ title: z.string(), date: z.iso.date(), operations: z.int() })).min(1),
  operations: z.record(
    z.string().regex(/^\/rest\/[\w./{}-]+$/, 'a path of Jira begins with /rest/'),
    z.partialRecord(z.enum(METHODS), z.string().regex(LINE, 'not the line of an operation')),
  ),
});

/** What Atlassian's documents say about every published operation. */
export type Catalogue = z.infer<typeof CATALOGUE_SCHEMA>;

/** One published operation. */
export interface Published {
  readonly method: Method;
  readonly path: string;
  /** Whether its `security` has the empty requirement, so that it runs for anonymous callers. */
  readonly anonymous: boolean;
  /** Whether it changes nothing: a GET, or a POST for which the scopes of reading suffice. */
  readonly reads: boolean;
  /** The status of success. */
  readonly status: number;
  /** The form of its body: `-`, `[]`, `{}`, `{names}` or `page`. */
  readonly form: string;
}

/** The file of the catalogue, which `npm run catalogue` makes. */
export const CATALOGUE_FILE = join(import.meta.dirname, '../../fixtures/catalogue/operations.json');

/**
 * Returns a catalogue.
 *
 * @throws Fault `bad-fixture`, naming the first place that is malformed
 */
export function readCatalogue(file: string = CATALOGUE_FILE): Catalogue {
  return readJsonWithSchema(file, CATALOGUE_SCHEMA);
}

const isMethod = (name: string): name is Method => METHODS.some((method) => method === name);

/** Returns the line of an operation in the catalogue. */
export function lineOf({ anonymous, method, reads, status, form }: Omit<Published, 'path'>): string {
  const isReadingPost = reads && method !== 'GET';
  return `${anonymous ? 'anonymous' : 'account'}${isReadingPost ? ' reads' : ''} ${status} ${form}`;
}

/** Returns the operations of a catalogue. */
export function publishedOperations({ operations }: Catalogue): Published[] {
  return Object.entries(operations).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).flatMap(([method, line]): Published[] => {
      const [, who, reads, status, form = '-'] = LINE.exec(line) ?? [];
      if (!isMethod(method)) return [];
      return [
        {
          method,
          path,
          anonymous: who === 'anonymous',
          reads: method === 'GET' || reads !== undefined,
          status: Number(status),
          form,
        },
      ];
    }),
  );
}
