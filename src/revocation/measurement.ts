import { z } from 'zod';
import { SIGNAL_IDS } from '../classify/signals.ts';
import { findOperation, type OperationId } from '../contract/operations.ts';
import { TREATMENTS } from '../contract/treatment.ts';
import type { RecordedResponse } from '../evidence/exchange.ts';
import { tableNameSchema } from '../evidence/known.ts';
import { folderNameSchema, responseSchema } from '../evidence/recording-schema.ts';
import { CAUSES } from './causes.ts';
import { SUBJECTS } from './subjects.ts';

// A measurement is a journal: a first line, then one line per event. The conclusion is computed from the lines when needed, so
// nothing is stored twice. Times are milliseconds since 1970, by this machine's clock.

const time = z.int();

const response: z.ZodType<RecordedResponse> = responseSchema;

const operation: z.ZodType<OperationId> = tableNameSchema('operation', (id) => findOperation(id)?.id);

const watch = z.strictObject({
  kind: z.literal('watch'),
  schema: z.literal('jira-token-contract/revocation/1'),
  /** The name of its file without the extension. */
  name: folderNameSchema,
  tool: z.string(),
  site: z.string(),
  subject: z.enum(SUBJECTS.map(({ id }) => id)),
  cause: z.enum(CAUSES.map(({ id }) => id)),
  operations: z.array(operation).min(1),
  /** How long the treatment must stay changed, in milliseconds. */
  settle: z.int().min(0),
  /** How long after the event the watch gives up, in milliseconds. */
  giveUpAfter: z.int().min(0),
  at: time,
});

/** When the credential was revoked, expired or signed out: a moment between two times. */
const event = z.strictObject({
  kind: z.literal('event'),
  from: time,
  to: time,
  /** The clock of these times: the site's for an expiry, otherwise this machine's. */
  clock: z.enum(['site', 'own']),
});

const probe = z.strictObject({
  kind: z.literal('probe'),
  who: z.enum(['watched', 'control']),
  /** Number of the round. Its requests are sent one after the other, and the control last if one was not accepted. */
  round: z.int().min(0),
  operation,
  /** When the request was sent, and when its answer had arrived. */
  sent: time,
  got: time,
  /** The site's own time from the `Date` header, to the second. */
  date: time.optional(),
  status: z.int(),
  treatment: z.enum(TREATMENTS),
  mark: z.enum(SIGNAL_IDS),
  loginReason: z.string().optional(),
  standIn: z.literal(true).optional(),
  /** Recorded only if the answer differs from the one before. */
  response: response.optional(),
});

/** A disturbance of the measurement. */
const trouble = z.strictObject({
  kind: z.literal('trouble'),
  what: z.enum(['no-answer', 'throttled', 'slept', 'away', 'control']),
  from: time,
  to: time,
  says: z.string(),
});

/** Why a watch ended. Without an end, it was interrupted and can be resumed. */
export const ENDINGS = [
  'settled',
  'gave-up',
  'control-failed',
  'captcha',
  'budget',
  'sent-away',
  'clock-set-back',
] as const;

/** Why a watch ended. */
export type Ending = (typeof ENDINGS)[number];

/** A reason to end a watch. */
export interface Stop {
  readonly ending: Ending;
  readonly says: string;
}

const end = z.strictObject({ kind: z.literal('end'), at: time, ending: z.enum(ENDINGS), says: z.string() });

/** Schema of a line of a measurement. */
export const lineSchema = z.discriminatedUnion('kind', [watch, event, probe, trouble, end]);

/** A line of a measurement. */
export type Line = z.infer<typeof lineSchema>;

export type WatchLine = z.infer<typeof watch>;
export type EventLine = z.infer<typeof event>;
export type ProbeLine = z.infer<typeof probe>;
export type TroubleLine = z.infer<typeof trouble>;
export type EndLine = z.infer<typeof end>;

/** A measurement: its lines by kind. */
export interface Measurement {
  readonly watch: WatchLine;
  readonly event: EventLine | undefined;
  readonly probes: readonly ProbeLine[];
  readonly troubles: readonly TroubleLine[];
  /** Undefined while the watch is running, and if it was interrupted. */
  readonly end: EndLine | undefined;
}

const ofKind = <K extends Line['kind']>(lines: readonly Line[], kind: K): Extract<Line, { kind: K }>[] =>
  lines.filter((line): line is Extract<Line, { kind: K }> => line.kind === kind);

/** Returns the measurement with these lines; undefined if its first line is missing. */
export function measurementOf(lines: readonly Line[]): Measurement | undefined {
  const [first] = ofKind(lines, 'watch');
  return (
    first && {
      watch: first,
      event: ofKind(lines, 'event').at(-1),
      probes: ofKind(lines, 'probe'),
      troubles: ofKind(lines, 'trouble'),
      end: ofKind(lines, 'end').at(-1),
    }
  );
}
