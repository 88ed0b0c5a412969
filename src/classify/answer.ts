import type { Treatment } from '../contract/treatment.ts';
import type { Shape } from '../evidence/shape.ts';
import type { SignalId } from './signals.ts';

/**
 * What a response means. A field that is null was looked at and not there; one that is left out is not on
 * record, which only happens to transcribed exchanges.
 */
export interface Answer {
  readonly status: number;
  readonly treatment: Treatment;
  /** The mark by which the treatment was told. */
  readonly mark: SignalId;
  /** `x-seraph-loginreason`. */
  readonly loginReason?: string | null | undefined;
  /** `x-failure-category`: the reason that the gateway gives for a refusal. */
  readonly failureCategory?: string | null | undefined;
  /** The media type without its parameters. */
  readonly mediaType?: string | null | undefined;
  readonly shape?: Shape | undefined;
}

/**
 * Answers that say nothing as long as one of them stands alone, and that are a behaviour where a probe is answered so every
 * time: a status that no signal knows, or a 403 that names neither an account nor the token.
 */
const UNEXPLAINED_WHEN_STEADY: ReadonlySet<SignalId> = new Set(['unexpected', 'forbidden-to-all']);

/** A success without a sign of the account may be anything on a site that names no accounts. */
const succeeded = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** The same answer as a probe means it that was answered so every time. */
export function asSteady(answer: Answer): Answer {
  const unexplained = UNEXPLAINED_WHEN_STEADY.has(answer.mark) && !succeeded(answer);
  return unexplained ? { ...answer, mark: 'unexplained' } : answer;
}

/** Marks of an answer that says nothing of a credential, and something of Jira all the same, each with its word. */
const NEWS: ReadonlyMap<SignalId, string> = new Map([
  ['unexplained', 'unexplained'],
  ['operation-removed', 'removed'],
  ['brown-out', 'brown-out'],
  ['rolling-out', 'partly'],
]);

/** Whether an answer can be compared: by how the credential was treated, or as news of another kind. */
export function isConclusive({ treatment, mark }: Answer): boolean {
  return treatment !== 'inconclusive' || NEWS.has(mark);
}

/** What an answer shows, in two words: "refused 401", "removed 410". */
export function behaviourOf({ treatment, mark, status }: Answer): string {
  return `${(treatment === 'inconclusive' && NEWS.get(mark)) || treatment} ${status}`;
}
