import { z } from 'zod';
import { Fault } from '../src/fault.ts';
import { readJsonWithSchema } from '../src/storage/read-json.ts';
import { lineOf, METHODS, type Catalogue, type Method } from '../src/catalogue/catalogue.ts';

const SCHEMA = z.looseObject({
  $ref: z.string().optional(),
  type: z.string().optional(),
  properties: z.record(z.string(), z.looseObject({ type: z.string().optional() })).optional(),
});

const RESPONSE = z.looseObject({
  content: z.record(z.string(), z.looseObject({ schema: SCHEMA.optional() })).optional(),
});

const OPERATION = z.looseObject({
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  responses: z.record(z.string(), RESPONSE),
});

/** The parts of an API description that the catalogue is made of. */
const DOCUMENT_SCHEMA = z.looseObject({
  info: z.looseObject({ title: z.string(), license: z.looseObject({ name: z.literal('Apache 2.0') }) }),
  paths: z.record(z.string(), z.looseObject({})),
  components: z.looseObject({ schemas: z.record(z.string(), SCHEMA) }),
});

/** One of Atlassian's API descriptions, with its date. */
export interface ApiDescription {
  readonly date: string;
  readonly content: z.infer<typeof DOCUMENT_SCHEMA>;
}

type Operation = z.infer<typeof OPERATION>;

/**
 * Returns an API description.
 *
 * @param path its file, whose name ends in its date
 * @throws Fault `usage` if it does not, `bad-fixture` if the file is not such a description
 */
export function readDocument(path: string): ApiDescription {
  const date = /(\d{4}-\d\d-\d\d)\.json$/.exec(path)?.[1];
  if (date === undefined)
    throw new Fault(
      'usage',
      `The name of ${path} does not end in a date, as in jira-platform-2026-07-21.json.`,
    );
  return { date, content: readJsonWithSchema(path, DOCUMENT_SCHEMA) };
}

/** Returns the form of a body, as the catalogue writes it. */
function formOf({ content }: z.infer<typeof RESPONSE>, { components }: ApiDescription['content']): string {
  const schema = content?.['application/json']?.schema;
  if (!schema) return '-';
  const name = schema.$ref?.split('/').at(-1);
  const { type, properties = {} } = (name === undefined ? undefined : components.schemas[name]) ?? schema;
  if (type === 'array') return '[]';
  const lists = Object.entries(properties)
    .filter(([key, value]) => value.type === 'array' && /^\w+$/.test(key))
    .map(([key]) => key);
  return lists.includes('values') && 'isLast' in properties ? 'page' : `{${lists.join(',')}}`;
}

/** Whether the scopes of reading suffice for an operation. */
function isRead({ security = [] }: Operation): boolean {
  const scopes = security.flatMap((requirement) => requirement['OAuth2'] ?? []);
  return scopes.length > 0 && scopes.every((scope) => scope.startsWith('read:'));
}

function lineFor(method: Method, operation: Operation, content: ApiDescription['content']): string {
  const [status = '200', response = {}] =
    Object.entries(operation.responses).find(([code]) => /^[23]\d\d$/.test(code)) ?? [];
  return lineOf({
    method,
    anonymous: operation.security?.some((requirement) => Object.keys(requirement).length === 0) ?? false,
    reads: method === 'GET' || (method === 'POST' && status !== '201' && isRead(operation)),
    status: Number(status),
    form: formOf(response, content),
  });
}

/** Returns the catalogue of all operations in API descriptions. */
export function catalogueOf(documents: readonly ApiDescription[]): Catalogue {
  const operations: Catalogue['operations'] = {};
  const sources = documents.map(({ date, content }) => {
    let count = 0;
    for (const [path, methods] of Object.entries(content.paths)) {
      for (const method of METHODS) {
        const operation = methods[method.toLowerCase()];
        if (operation === undefined) continue;
        operations[path] = {
          ...operations[path],
          [method]: lineFor(method, OPERATION.parse(operation), content),
        };
        count += 1;
      }
    }
    return { title: content.info.title, date, operations: count };
  });
  return {
    about:
      "Facts from Atlassian's published API descriptions (https://developer.atlassian.com/cloud/jira/): method, path, whether the operation runs for anonymous callers, and the form of a success.",
    licence: 'Apache-2.0',
    documents: sources,
    operations: Object.fromEntries(Object.entries(operations).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}
