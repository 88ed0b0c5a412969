import type { Behaviour } from '../behaviours.ts';
import type { View } from './view.ts';

/** The status and body of an answer, before it is serialised. A body of undefined is an empty one. */
export interface StatusAndBody {
  readonly status: number;
  readonly body?: unknown;
}

/** What an operation learns of a request that reached it. */
export interface Call {
  readonly view: View;
  readonly behaviour: Behaviour;
  /** The values in the path, by the names of the template. */
  readonly path: Readonly<Record<string, string>>;
  /** A value of the query, or of the JSON body. */
  readonly parameter: (name: string) => unknown;
}

/** Answers a request that was not refused. What the caller sees is in its view. */
export type Operation = (call: Call) => StatusAndBody;

/** Returns an answer with status 200. */
export function ok(body: unknown): StatusAndBody {
  return { status: 200, body };
}

/** Returns an error in the form of Jira. */
export function failure(status: number, ...errorMessages: readonly string[]): StatusAndBody {
  return { status, body: { errorMessages, errors: {} } };
}

/** Returns a parameter that may be a list, or a text with commas. */
export function listIn(value: unknown): string[] | undefined {
  if (Array.isArray(value))
    return value.filter((item) => typeof item === 'string').flatMap((item) => item.split(','));
  return typeof value === 'string' && value !== '' ? value.split(',').map((item) => item.trim()) : undefined;
}

/** Returns a parameter as text; the empty text if it has none. */
export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
