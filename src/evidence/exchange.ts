import type { Basis } from '../contract/basis.ts';
import type { CredentialName } from '../contract/credentials.ts';
import type { OperationId } from '../contract/operations.ts';
import type { Shape } from './shape.ts';
import { shapeOf } from './shape.ts';
import { joinHeaderLines } from './raw-response.ts';

/**
 * Where an exchange comes from: written down by hand from a public observation, kept by a run of ours on a
 * live site, or kept by a run on the stand-in, which is not Jira.
 */
export const ORIGINS = ['transcribed', 'recorded', 'stand-in'] as const;

export type Origin = (typeof ORIGINS)[number];

/** A header's value or values, by lower-case name. */
export type Headers = Readonly<Record<string, string | readonly string[]>>;

/** What is kept of a response. A transcribed one holds only what its source says. */
export interface RecordedResponse {
  readonly status: number;
  readonly headers?: Headers | undefined;
  /** Headers that the source says were not there; of the others that are missing, nothing is known. */
  readonly absent?: readonly string[] | undefined;
  /** A short text as it was, or the shape of data. Left out: nothing is known of the body. */
  readonly body?: { readonly text: string } | { readonly shape: Shape } | undefined;
}

/** One more observation that bears on an exchange, and what of the response it gives or disputes. */
export interface Corroboration extends Basis {
  readonly gives: string;
}

/** Where a transcribed exchange comes from. */
export interface TranscribedMeta extends Basis {
  readonly origin: 'transcribed';
  readonly also?: readonly Corroboration[] | undefined;
}

/** When an exchange of a run took place, and how sure it is. */
export interface RecordedMeta {
  readonly origin: 'recorded' | 'stand-in';
  /** ISO 8601, UTC. */
  readonly date: string;
  /** The statuses that one probe got in turn, where they did not agree: it proves nothing. */
  readonly flapping?: readonly number[] | undefined;
  /** Other probes flap to the same answer: a part of the replicas has changed. */
  readonly rollOut?: true | undefined;
  /** The statuses of an answer that says nothing as long as it stands alone, and that was the same every time. */
  readonly steady?: readonly number[] | undefined;
  /** How often the answer was given that was asked for again because it would raise an alarm, and that was confirmed. */
  readonly times?: number | undefined;
  /** The statuses of single other answers, where one was said often enough to be believed all the same. */
  readonly dissent?: readonly number[] | undefined;
}

/** One request and its response, made safe to keep. The credential is a name, never a value. */
export interface Exchange {
  readonly credential: CredentialName;
  readonly operation: OperationId;
  readonly response: RecordedResponse;
  readonly meta: TranscribedMeta | RecordedMeta;
}

/**
 * What is known of a header: its value (of several lines, the list that they are), null where it was not there, and
 * undefined where it is not on record.
 */
export function headerOf({ response, meta }: Exchange, name: string): string | null | undefined {
  const value = response.headers?.[name];
  if (value !== undefined) return joinHeaderLines(name, value);
  return meta.origin !== 'transcribed' || response.absent?.includes(name) ? null : undefined;
}

/** All values of a header that are on record. */
export function headerValues({ response }: Exchange, name: string): readonly string[] {
  return [response.headers?.[name] ?? []].flat();
}

/** The shape of a response's body, or undefined where nobody wrote it down. */
export function shapeOfResponse({ body }: RecordedResponse): Shape | undefined {
  if (!body) return undefined;
  return 'text' in body ? shapeOf(body.text) : body.shape;
}
