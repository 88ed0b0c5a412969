import { z } from 'zod';
import { SIGNAL_IDS } from '../../classify/signals.ts';
import { GRADES } from '../../contract/basis.ts';
import { TREATMENTS } from '../../contract/treatment.ts';
import { PRECISIONS } from '../../explain/explain-operation.ts';
import { CREDENTIAL_STATES, SENT } from '../../explain/explain-response.ts';

const basis = z.object({
  grade: z.enum(GRADES),
  date: z.string().meta({ description: 'YYYY, YYYY-MM, YYYY-MM-DD or undated' }),
  source: z.string(),
  note: z.string(),
});

const place = z.enum(['site', 'gateway', 'admin']);

const since = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('changed'),
    date: z.string(),
    precision: z.enum(PRECISIONS).meta({ description: 'How well the date is known' }),
    before: z.string(),
    basis,
  }),
  z.object({ kind: z.literal('seen'), date: z.string() }),
  z.object({ kind: z.literal('not-known') }),
]);

const operation = z.object({
  kind: z.literal('operation'),
  name: z.string(),
  place,
  anonymous: z.enum(['runs', 'refused', 'unknown']).meta({
    description: 'What it does for a caller who is not logged in, on a site',
  }),
  known: z.array(basis).meta({ description: 'The evidence for anonymous' }),
  behaviours: z.array(
    z.object({
      credential: z.string(),
      noun: z.string(),
      treatment: z.enum(TREATMENTS).exclude(['inconclusive']),
      statuses: z.array(z.int()).meta({ description: 'Empty: not on record' }),
      empty: z.boolean().meta({ description: 'The answer holds no data' }),
      since,
      basis,
    }),
  ),
  notKnown: z.array(z.string()).meta({ description: 'Credentials about which nothing is known here' }),
  testWith: z.array(z.string()).meta({ description: 'Operations with which to test a connection instead' }),
  testsConnection: z.boolean().nullable().meta({ description: 'null: not known' }),
  form: z.string().nullable().meta({ description: 'The form of a success, as it is published' }),
  deprecated: z.string().nullable().meta({ description: 'The operation that replaces it' }),
  otherVersion: z
    .string()
    .nullable()
    .meta({ description: 'The version in the path, if the evidence is about another version' }),
});

const judgement = {
  sent: z.enum(SENT),
  status: z.int(),
  state: z.enum(CREDENTIAL_STATES),
  treatment: z.enum(TREATMENTS),
  signal: z.enum(SIGNAL_IDS),
  sure: z.enum(['certain', 'likely', 'none']),
};

const response = z.object({
  kind: z.literal('response'),
  ...judgement,
  operation: z.string().nullable(),
  place,
  because: z.string().meta({ description: 'What the signal is' }),
  open: z.array(z.string()).meta({ description: 'What the answer leaves open' }),
  sources: z.array(basis),
  candidates: z.array(z.string()).meta({ description: 'Credentials that get such an answer' }),
  origin: z.enum(['given', 'stand-in']).meta({ description: 'stand-in: not an answer of Jira' }),
});

const line = z.object({ number: z.int(), host: z.string(), operation: z.string(), ...judgement });

const har = z.object({
  kind: z.literal('har'),
  lines: z.array(line),
  firstDead: line.nullable(),
  after: z.object({ requests: z.int(), dead: z.int() }),
  ignored: z.object({
    otherHosts: z.int(),
    otherPaths: z.int(),
    unanswered: z.int(),
    malformed: z.int(),
  }),
  withoutAuthorization: z.int(),
  assumed: z.enum(SENT).nullable(),
  origin: z.enum(['given', 'stand-in']).meta({ description: 'stand-in: not an answer of Jira' }),
});

/** Schema of the output of `explain --format json`. */
export const explainSchema = z
  .object({
    schema: z.literal('jira-token-contract/explain/1'),
    exitCode: z.union([z.literal(0), z.literal(1), z.literal(3)]),
    explanations: z.array(z.discriminatedUnion('kind', [operation, response, har])),
  })
  .meta({ title: 'What operations, a response or a HAR file show about a credential' });

/** Returns {@link explainSchema} as a JSON Schema document (draft 2020-12). */
export function explainJsonSchema(): object {
  return z.toJSONSchema(explainSchema, { io: 'input' });
}
