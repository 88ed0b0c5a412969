import { z } from 'zod';
import { SIGNAL_IDS } from '../classify/signals.ts';
import { findOperation, type OperationId } from '../contract/operations.ts';
import { TREATMENTS } from '../contract/treatment.ts';
import type { RecordedResponse } from '../evidence/exchange.ts';
import { known } from '../evidence/known.ts';
import { folderNameSchema, responseSchema } from '../evidence/recording-schema.ts';
import { CAUSES } from './causes.ts';
import { SUBJECTS } from './subjects.ts';

// A measurement is a journal: a line as it begins, then one for each thing that happened. What it comes to is worked out
// from the lines, whenever somebody asks: nothing is stored twice. Times are milliseconds since 1970, by this machine.

const time = z.int();

const response: z.ZodType<RecordedResponse> = responseSchema;

const operation: z.ZodType<OperationId> = known('operation', (id) => findOperation(id)?.id);

const watch = z.strictObject({
  kind: z.literal('watch'),
  schema: z.literal('jira-token-contract/revocation/1'),
  /** That of its file, without the ending. */
  name: folderNameSchema,
  tool: z.string(),
  site: z.string(),
  subject: z.enum(SUBJECTS.map(({ id }) => id)),
  cause: z.enum(CAUSES.map(({ id }) => id)),
  operations: z.array(operation).min(1),
  /** How long the treatment must have stayed changed. */
  settle: z.int().min(0),
  /** How long after the event the watch gives up. */
  giveUpAfter: z.int().min(0),
  at: time,
});

/** When the credential was revoked, expired or signed out: some moment from one time to another. */
const event = z.strictObject({
  kind: z.literal('event'),
  from: time,
  to: time,
  /** Whose clock says so: the site's, for a moment of expiry, or this machine's. */
  clock: z.enum(['site', 'own']),
});

const probe = z.strictObject({
  kind: z.literal('probe'),
  who: z.enum(['watched', 'control']),
  /** Those of one round were asked one after the other; the control last, where one of them was not accepted. */
  round: z.int().min(0),
  operation,
  /** When it was sent, and when its answer had come. */
  sent: time,
  got: time,
  /** The site's own time, to the second, as its answer gives it. */
  date: time.optional(),
  status: z.int(),
  treatment: z.enum(TREATMENTS),
  mark: z.enum(SIGNAL_IDS),
  loginReason: z.string().optional(),
  standIn: z.literal(true).optional(),
  /** Kept where the answer differs from the one before. */
  response: response.optional(),
});

/** What got into the way for a time. */
const trouble = z.strictObject({
  kind: z.literal('trouble'),
  what: z.enum(['no-answer', 'throttled', 'slept', 'away', 'control']),
  from: time,
  to: time,
  says: z.string(),
});

/** Why a watch came to its end. Without such a line it was cut off, and can be resumed. */
export const ENDINGS = [
  'settled',
  'gave-up',
  'control-failed',
  'captcha',
  'budget',
  'sent-away',
  'clock-set-back',
] as const;

export type Ending = (typeof ENDINGS)[number];

/** That a watch comes to its end, and why. */
export interface Stop {
  readonly ending: Ending;
  readonly says: string;
}

const end = z.strictObject({ kind: z.literal('end'), at: time, ending: z.enum(ENDINGS), says: z.string() });

/** One line of a measurement. */
export const lineSchema = z.discriminatedUnion('kind', [watch, event, probe, trouble, end]);

export type Line = z.infer<typeof lineSchema>;

export type WatchLine = z.infer<typeof watch>;
export type EventLine = z.infer<typeof event>;
export type ProbeLine = z.infer<typeof probe>;
export type TroubleLine = z.infer<typeof trouble>;
export type EndLine = z.infer<typeof end>;

/** A measurement, its lines by kind. */
export interface Measurement {
  readonly watch: WatchLine;
  readonly event: EventLine | undefined;
  readonly probes: readonly ProbeLine[];
  readonly troubles: readonly TroubleLine[];
  /** Undefined while it goes on, and where it was cut off. */
  readonly end: EndLine | undefined;
}

const ofKind = <K extends Line['kind']>(lines: readonly Line[], kind: K): Extract<Line, { kind: K }>[] =>
  lines.filter((line): line is Extract<Line, { kind: K }> => line.kind === kind);

/** The measurement that lines make; undefined where its first line is missing. */
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
