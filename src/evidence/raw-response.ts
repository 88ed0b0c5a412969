/** The beginning of a response, which is there before its body. */
export type ResponseHead = Pick<RawResponse, 'status' | 'headers'>;

/** A response as it came over the wire: nothing of it may be written down before it was made safe. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The decoded body; null where it was longer than the cap. */
  readonly text: string | null;
}

/** All values of a header, by its lower-case name; none where it was not there. */
export function rawHeaderValues({ headers }: ResponseHead, name: string): readonly string[] {
  return [headers[name] ?? []].flat();
}

/** The members of a header that is a list, whether they stand in one line or in several (RFC 9110, 5.3). */
export function listMembers(value: string | readonly string[] | undefined): string[] {
  return [value ?? []]
    .flat()
    .flatMap((line) => line.split(','))
    .map((member) => member.trim())
    .filter((member) => member !== '');
}

/** Headers that have one value, which may hold a comma: of several lines the first counts. */
const SINGLE = new Set([
  'content-type',
  'location',
  'date',
  'retry-after',
  'x-ratelimit-reset',
  'set-cookie',
]);

/** The value of a header. Several lines are one list, unless the header can have one value only. */
export function joinHeaderLines(name: string, value: string | readonly string[]): string {
  if (typeof value === 'string') return value;
  return SINGLE.has(name) ? (value[0] ?? '') : value.join(', ');
}

/** A header's value; null where it was not there. */
export function rawHeader({ headers }: RawResponse, name: string): string | null {
  const value = headers[name];
  return value === undefined ? null : joinHeaderLines(name, value);
}
