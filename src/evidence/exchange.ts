import type { Basis } from '../contract/basis.ts';
import type { CredentialName } from '../contract/credentials.ts';
import type { OperationId } from '../contract/operations.ts';
import type { Shape } from './shape.ts';
import { shapeOf } from './shape.ts';
import { joinHeaderLines } from './raw-response.ts';

/**
 * Where an exchange comes from: transcribed by hand from a public observation, recorded by a run on a live site, or
 * recorded by a run on the stand-in, which is not Jira.
 */
export const ORIGINS = ['transcribed', 'recorded', 'stand-in'] as const;

export type Origin = (typeof ORIGINS)[number];

/** A header's value or values, by lower-case name. */
export type Headers = Readonly<Record<string, string | readonly string[]>>;

/** What is stored of a response. A transcribed one holds only what its source states. */
export interface RecordedResponse {
  readonly status: number;
  readonly headers?: Headers | undefined;
  /** Headers that the source states were absent; nothing is known about other missing headers. */
  readonly absent?: readonly string[] | undefined;
  /** A short text as it was, or the shape of the data. Undefined if nothing is known about the body. */
  readonly body?: { readonly text: string } | { readonly shape: Shape } | undefined;
}

/** Another observation of the same exchange, and what it confirms or disputes about the response. */
export interface Corroboration extends Basis {
  readonly gives: string;
}

/** The source of a transcribed exchange. */
export interface TranscribedMeta extends Basis {
  readonly origin: 'transcribed';
  readonly also?: readonly Corroboration[] | undefined;
}

/** When a run observed an exchange, and how certain it is. */
export interface RecordedMeta {
  readonly origin: 'recorded' | 'stand-in';
  /** ISO 8601, UTC. */
  readonly date: string;
  /** The statuses of a probe in order, if they differed: the answer proves nothing. */
  readonly flapping?: readonly number[] | undefined;
  /** Set if other probes flap to the same answer: some of the replicas have changed. */
  readonly rollOut?: true | undefined;
  /** The statuses of an answer that was the same every time, and would show nothing if it had come once. */
  readonly steady?: readonly number[] | undefined;
  /** How many times the answer was given, if it would raise an alarm and repeated requests confirmed it. */
  readonly times?: number | undefined;
  /** The statuses of isolated other answers, if one answer was given often enough to count all the same. */
  readonly dissent?: readonly number[] | undefined;
}

/** A request and its response, safe to store. The credential is a name, never a value. */
export interface Exchange {
  readonly credential: CredentialName;
  readonly operation: OperationId;
  readonly response: RecordedResponse;
  readonly meta: TranscribedMeta | RecordedMeta;
}

/**
 * Returns a header's value (several lines as one list), null if it was absent, or undefined if it is not on record.
 */
export function headerOf({ response, meta }: Exchange, name: string): string | null | undefined {
  const value = response.headers?.[name];
  if (value !== undefined) return joinHeaderLines(name, value);
  return meta.origin !== 'transcribed' || response.absent?.includes(name) ? null : undefined;
}

/** Returns all values of a header that are on record. */
export function headerValues({ response }: Exchange, name: string): readonly string[] {
  return [response.headers?.[name] ?? []].flat();
}

/** Returns the shape of a response's body, or undefined if it is not on record. */
export function shapeOfResponse({ body }: RecordedResponse): Shape | undefined {
  if (!body) return undefined;
  return 'text' in body ? shapeOf(body.text) : body.shape;
}
