import { z } from 'zod';
import { behaviourOf, isConclusive } from '../classify/answer.ts';
import { ORIGINS } from '../evidence/exchange.ts';
import type { Run } from '../run/run.ts';
import { TOOL } from '../run/tool-version.ts';

/** How a run ended, by exit code. */
export const OUTCOMES = ['kept', 'changed', 'misconfigured', 'inconclusive'] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** Figures of a run that only metrics need. */
const figuresSchema = z.strictObject({
  /** Duration in seconds; known of nights alone. */
  seconds: z.number().min(0).optional(),
  /** Number of rows of the contract that were asked, and of those that stayed undecided; absent without a run. */
  asked: z.int().min(0).optional(),
  undecided: z.int().min(0).optional(),
  /** Number of findings that fail the run, by level. */
  levels: z.record(z.string(), z.int().min(0)),
  /** The last day on which each of the user's credentials works, as far as it is set, by its variable; known of nights alone. */
  expires: z.record(z.string(), z.iso.date()).optional(),
});

export type Figures = z.infer<typeof figuresSchema>;

/** A run in the history: one line of the file. */
export const entrySchema = z.strictObject({
  schema: z.literal('jira-token-contract/history/1'),
  /** The name of the run. */
  name: z.string().min(1),
  /** The site as its reports name it; if there are several sites, its name in the list. */
  site: z.string().min(1),
  origin: z.enum(ORIGINS),
  /** Start of the run, ISO 8601, UTC. */
  at: z.iso.datetime(),
  tool: z.string(),
  outcome: z.enum(OUTCOMES),
  /** The command that made the run, unless it is `nightly`. */
  by: z.literal('check').optional(),
  /** The filter, if only a part was asked. */
  only: z.array(z.string().min(1)).min(1).optional(),
  /** Why the run is inconclusive, if it is. */
  reason: z.string().optional(),
  broken: z.int().min(0),
  /** Findings that fail the run. */
  news: z.int().min(0),
  /**
   * The behaviour of each operation by credential: "refused 401", or "removed 410" and the like if the operation itself
   * changed. Inconclusive answers are left out.
   */
  answers: z.record(z.string(), z.record(z.string(), z.string())),
  /** Absent in the lines of earlier versions. */
  figures: figuresSchema.optional(),
});

export type Entry = z.infer<typeof entrySchema>;

/** Returns the outcome that an exit code stands for. */
export function outcomeOf(exitCode: number): Outcome {
  return OUTCOMES[exitCode] ?? 'inconclusive';
}

/** Returns the conclusive answers of a run. */
export function answersOf({ rows }: Pick<Run, 'rows'>): Entry['answers'] {
  const answers: Record<string, Record<string, string>> = {};
  for (const { kind, credential, operation, answer } of rows) {
    if (kind !== 'contract' || !answer || !isConclusive(answer)) continue;
    (answers[credential] ??= {})[operation] = behaviourOf(answer);
  }
  return answers;
}

/** The facts of an entry that are not part of the run itself. */
export interface Ended {
  readonly name: string;
  readonly site: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly exitCode: number;
  readonly news: number;
  /** Number of broken rows of the contract, without those that a fix broke. */
  readonly broken?: number;
  readonly reason?: string | undefined;
  /** The filter, if only a part was asked. */
  readonly only?: readonly string[] | undefined;
  readonly figures?: Figures;
  /** The origin of the answers, if there is no run that says it. */
  readonly origin?: Entry['origin'] | undefined;
  /** The command that made the run, unless it is `nightly`. */
  readonly by?: Entry['by'];
}

const brokenRows = (run: Run | undefined): number =>
  run?.rows.filter(({ kind, verdict }) => kind === 'contract' && verdict === 'broken').length ?? 0;

/** Returns the entry of a run that ended, or, without a run, of one that could not start. */
export function entryOf(ended: Ended, run: Run | undefined): Entry {
  const {
    name,
    site,
    at,
    exitCode,
    news,
    broken = brokenRows(run),
    reason,
    only,
    by,
    figures,
    origin,
  } = ended;
  return {
    schema: 'jira-token-contract/history/1',
    name,
    site,
    origin: run?.recordings.origin ?? origin ?? 'recorded',
    at: new Date(at).toISOString(),
    tool: TOOL,
    outcome: outcomeOf(exitCode),
    ...(by && { by }),
    ...(only && { only: [...only] }),
    ...(reason !== undefined && { reason }),
    broken,
    news,
    answers: run ? answersOf(run) : {},
    ...(figures && { figures }),
  };
}
