/** The start of a response, available before its body. */
export type ResponseHead = Pick<RawResponse, 'status' | 'headers'>;

/** A response as received: nothing of it may be stored before it is sanitised. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The decoded body; null if it exceeded the size limit. */
  readonly text: string | null;
}

/** Returns all values of a header, by its lower-case name; empty if it was absent. */
export function rawHeaderValues({ headers }: ResponseHead, name: string): readonly string[] {
  return [headers[name] ?? []].flat();
}

/** Returns the members of a list header, whether they are on one line or on several (RFC 9110, 5.3). */
export function listMembers(value: string | readonly string[] | undefined): string[] {
  return [value ?? []]
    .flat()
    .flatMap((line) => line.split(','))
    .map((member) => member.trim())
    .filter((member) => member !== '');
}

/** Headers with a single value, which may contain a comma: of several lines only the first counts. */
const SINGLE_VALUED = new Set([
  'content-type',
  'location',
  'date',
  'retry-after',
  'x-ratelimit-reset',
  'set-cookie',
]);

/** Returns the value of a header. Several lines are one list, unless the header can only have one value. */
export function joinHeaderLines(name: string, value: string | readonly string[]): string {
  if (typeof value === 'string') return value;
  return SINGLE_VALUED.has(name) ? (value[0] ?? '') : value.join(', ');
}

/** Returns a header's value; null if it was absent. */
export function rawHeader({ headers }: RawResponse, name: string): string | null {
  const value = headers[name];
  return value === undefined ? null : joinHeaderLines(name, value);
}
