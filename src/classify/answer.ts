import { TREATMENTS, type Treatment } from '../contract/treatment.ts';
import type { Shape } from '../evidence/shape.ts';
import type { SignalId } from './signals.ts';

/**
 * What a response means. A field that is null was looked for and absent; an undefined field is not on record, which
 * only happens with transcribed exchanges.
 */
export interface Answer {
  readonly status: number;
  readonly treatment: Treatment;
  /** The signal that decided the treatment. */
  readonly mark: SignalId;
  /** `x-seraph-loginreason`. */
  readonly loginReason?: string | null | undefined;
  /** `x-failure-category`: the gateway's reason for a refusal. */
  readonly failureCategory?: string | null | undefined;
  /** The media type without its parameters. */
  readonly mediaType?: string | null | undefined;
  readonly shape?: Shape | undefined;
}

/**
 * Signals that show nothing in a single answer, but are behaviour if every answer to the probe carries them: an
 * unknown status, or a 403 that names neither an account nor the token.
 */
const UNEXPLAINED_WHEN_STEADY: ReadonlySet<SignalId> = new Set(['unexpected', 'forbidden-to-all']);

/**
 * A success without a sign of the account can mean anything on a site that names no accounts, so it stays
 * unexplained.
 */
const succeeded = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** Returns the answer as it counts if the probe got it every time. */
export function countedAsSteady(answer: Answer): Answer {
  const unexplained = UNEXPLAINED_WHEN_STEADY.has(answer.mark) && !succeeded(answer);
  return unexplained ? { ...answer, mark: 'unexplained' } : answer;
}

/** Signals that show nothing about the credential, but a change in Jira, each with the word for it. */
const CHANGES_IN_JIRA: ReadonlyMap<SignalId, string> = new Map([
  ['unexplained', 'unexplained'],
  ['operation-removed', 'removed'],
  ['brown-out', 'brown-out'],
  ['rolling-out', 'partly'],
]);

/** All words that `behaviourOf` begins with. */
export const BEHAVIOURS: readonly string[] = [...TREATMENTS, ...CHANGES_IN_JIRA.values()];

/** Whether an answer can be compared: by the treatment of the credential, or as another change in Jira. */
export function isConclusive({ treatment, mark }: Answer): boolean {
  return treatment !== 'inconclusive' || CHANGES_IN_JIRA.has(mark);
}

/** Returns what an answer shows, in two words: "refused 401", "removed 410". */
export function behaviourOf({ treatment, mark, status }: Answer): string {
  return `${(treatment === 'inconclusive' && CHANGES_IN_JIRA.get(mark)) || treatment} ${status}`;
}
