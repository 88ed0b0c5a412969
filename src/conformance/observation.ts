import type { SeenRequest } from '../stand-in/stand-in.ts';
import type { Drive } from './drive-names.ts';
import type { Ended } from './client-process.ts';

/** Where a credential was seen that should be nowhere. */
export type Leak = 'stdout' | 'stderr' | 'another host';

/** What was observed of one run of a program. */
export interface Observation extends Ended {
  readonly drive: Drive;
  /** Whether it reported success: by its exit code, or by its answer if it is a server. */
  readonly succeeded: boolean;
  /** What is compared and searched: what its user sees, without what differs from run to run. */
  readonly text: string;
  readonly requests: readonly SeenRequest[];
  /** Other hosts that it asked for, all of which were refused. */
  readonly refusedHosts: readonly string[];
  readonly leaks: readonly Leak[];
  readonly milliseconds: number;
}

/** What differs from run to run although the program does the same. */
const VARIABLE: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?/g, '{time}'],
  [/\b\d\d:\d\d:\d\d(?:[.,]\d+)?\b/g, '{time}'],
  [/\b\d+(?:\.\d+)? ?m?s\b/g, '{duration}'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '{id}'],
  [/\(node:\d+\)/g, '(node)'],
];

/** Returns an output without what differs from run to run: addresses, folders, times. */
export function comparableText(output: string, own: Readonly<Record<string, string>>): string {
  let text = output;
  for (const [value, name] of Object.entries(own)) if (value !== '') text = text.replaceAll(value, name);
  for (const [pattern, name] of VARIABLE) text = text.replaceAll(pattern, name);
  return text;
}

/** Returns a request as a line, without its answer. */
export const requestText = ({
  method,
  path,
  query,
}: Pick<SeenRequest, 'method' | 'path' | 'query'>): string =>
  `${method} ${path}${query === '' ? '' : `?${query}`}`;

/** Returns the requests of a run in a form that can be compared with those of another one. Some programs ask side by side. */
export function requestLines({ requests }: Pick<Observation, 'requests'>): string[] {
  return requests.map(requestText).toSorted();
}
