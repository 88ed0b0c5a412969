import { z } from 'zod';
import { GRADES } from '../contract/basis.ts';
import { ERAS } from '../contract/eras.ts';
import { findOperation, OPERATIONS } from '../contract/operations.ts';
import { SCHEMA_KEY } from '../storage/schema-key.ts';
import { tableNameSchema } from './known.ts';
import type { Shape } from './shape.ts';

const day = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, 'a date is written YYYY, YYYY-MM or YYYY-MM-DD');

const source = z
  .url({ protocol: /^https$/, error: 'the source must be an https address' })
  .meta({ pattern: '^https://' });

const basis = {
  date: day,
  grade: z.enum(GRADES),
  source,
  note: z.string().min(1, 'the note must say something'),
};

const header = z.string().regex(/^[a-z0-9-]+$/, 'a header name is written in lower case');

/** The shape of a body, in a file. */
export const shapeSchema: z.ZodType<Shape> = z.lazy(() =>
  z.union([z.string(), z.array(shapeSchema), z.record(z.string(), shapeSchema)]),
);

/** A stored response, in a file. */
export const responseSchema = z.strictObject({
  status: z.int().min(100).max(599),
  headers: z.record(header, z.union([z.string(), z.array(z.string())])).optional(),
  absent: z.array(header).optional(),
  body: z.union([z.strictObject({ text: z.string() }), z.strictObject({ shape: shapeSchema })]).optional(),
});

const transcribed = z.strictObject({
  origin: z.literal('transcribed'),
  ...basis,
  grade: z.enum(GRADES).exclude(['inferred'], 'an inferred fact is not a recording'),
  also: z.array(z.strictObject({ gives: z.string().min(1), ...basis })).optional(),
});

const recorded = z.strictObject({
  origin: z.enum(['recorded', 'stand-in']),
  date: z.iso.datetime(),
  flapping: z.array(z.int()).optional(),
  rollOut: z.literal(true).optional(),
  steady: z.array(z.int()).optional(),
  times: z.int().min(1).optional(),
  dissent: z.array(z.int()).optional(),
});

const operation = tableNameSchema(
  'operation',
  (id) => findOperation(id)?.id,
  OPERATIONS.map(({ id }) => id),
);

/** `<set>/<credential>.json`: the exchanges of one credential. */
export const exchangesSchema = z.array(
  z.strictObject({
    operation,
    response: responseSchema,
    meta: z.discriminatedUnion('origin', [transcribed, recorded]),
  }),
);

/** A name that also names a folder: of a recording set, or of a run, which is named after its set or its time. */
export const folderNameSchema = z
  .string()
  .max(100, 'a name has at most a hundred characters')
  .regex(/^[a-z0-9][a-z0-9.-]*$/, 'a name consists of lower-case letters, digits, dots and hyphens');

const common = {
  name: folderNameSchema,
  era: z.enum(ERAS.map(({ id }) => id)),
  summary: z.string().min(1),
  dates: z.strictObject({ from: day, to: day }),
  tool: z.string().min(1),
  /** The filter, if only a part was asked: names of credentials, ids of operations and of rules. */
  only: z.array(z.string().min(1)).min(1).optional(),
};

const transcribedSet = z.strictObject({ ...common, origin: z.literal('transcribed') });

const recordedSet = z.strictObject({
  ...common,
  origin: z.enum(['recorded', 'stand-in']),
  site: z.string('a recorded set must name its site').min(1),
  /** Why the run did not finish, if it did not. */
  incomplete: z.string().min(1).optional(),
  /** The alarm that could be neither confirmed nor refuted, if there was one. */
  unconfirmed: z.string().min(1).optional(),
});

/** The description of a recording set and its origin. */
export const setSchema = z.discriminatedUnion('origin', [transcribedSet, recordedSet]);

/** The description of a recording set. */
export type RecordingSetInfo = z.infer<typeof setSchema>;

/** `<set>/set.json`: the description, in a file that may name its JSON Schema. */
export const setFileSchema = z
  .discriminatedUnion('origin', [transcribedSet.extend(SCHEMA_KEY), recordedSet.extend(SCHEMA_KEY)])
  .transform(({ $schema: _schema, ...info }): RecordingSetInfo => info);
