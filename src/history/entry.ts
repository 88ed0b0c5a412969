import { z } from 'zod';
import { behaviourOf, isConclusive } from '../classify/answer.ts';
import { ORIGINS } from '../evidence/exchange.ts';
import type { Run } from '../run/run.ts';
import { TOOL } from '../run/tool-version.ts';

/** How a run ended: as its exit code says. */
export const OUTCOMES = ['kept', 'changed', 'misconfigured', 'inconclusive'] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** One run in the history: a line of its file. */
export const entrySchema = z.strictObject({
  schema: z.literal('jira-token-contract/history/1'),
  /** The name of the run. */
  name: z.string().min(1),
  /** The site, as its reports call it; of several sites, the name that it was given. */
  site: z.string().min(1),
  origin: z.enum(ORIGINS),
  /** When it began, ISO 8601, UTC. */
  at: z.iso.datetime(),
  tool: z.string(),
  outcome: z.enum(OUTCOMES),
  /** The filter, if only a part was asked. */
  only: z.array(z.string().min(1)).min(1).optional(),
  /** Why it could not be concluded, where it could not. */
  reason: z.string().optional(),
  broken: z.int().min(0),
  /** Findings that fail the run. */
  news: z.int().min(0),
  /**
   * "refused 401" for each operation of each credential, "removed 410" or the like for news of another kind. What shows
   * nothing is left out.
   */
  answers: z.record(z.string(), z.record(z.string(), z.string())),
});

export type Entry = z.infer<typeof entrySchema>;

/** What the exit code of a run means. */
export function outcomeOf(exitCode: number): Outcome {
  return OUTCOMES[exitCode] ?? 'inconclusive';
}

/** The answers of a run that say something about their credential, or are news of another kind. */
export function answersOf({ rows }: Pick<Run, 'rows'>): Entry['answers'] {
  const answers: Record<string, Record<string, string>> = {};
  for (const { kind, credential, operation, answer } of rows) {
    if (kind !== 'contract' || !answer || !isConclusive(answer)) continue;
    (answers[credential] ??= {})[operation] = behaviourOf(answer);
  }
  return answers;
}

/** What an entry is made of, beside the run itself. */
export interface Ended {
  readonly name: string;
  readonly site: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly exitCode: number;
  readonly news: number;
  /** Rows of the contract that are broken, where those that a fix broke do not count. */
  readonly broken?: number;
  readonly reason?: string | undefined;
  /** The filter, if only a part was asked. */
  readonly only?: readonly string[] | undefined;
}

const brokenRows = (run: Run | undefined): number =>
  run?.rows.filter(({ kind, verdict }) => kind === 'contract' && verdict === 'broken').length ?? 0;

/** The entry of a run that ended; without the run, of one that could not begin. */
export function entryOf(ended: Ended, run: Run | undefined): Entry {
  const { name, site, at, exitCode, news, broken = brokenRows(run), reason, only } = ended;
  return {
    schema: 'jira-token-contract/history/1',
    name,
    site,
    origin: run?.recordings.origin ?? 'recorded',
    at: new Date(at).toISOString(),
    tool: TOOL,
    outcome: outcomeOf(exitCode),
    ...(only && { only: [...only] }),
    ...(reason !== undefined && { reason }),
    broken,
    news,
    answers: run ? answersOf(run) : {},
  };
}
