/** The beginning of a response, which is there before its body. */
export type Head = Pick<Wire, 'status' | 'headers'>;

/** A response as it came over the wire: nothing of it may be written down before it was made safe. */
export interface Wire {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The decoded body; null where it was longer than the cap. */
  readonly text: string | null;
}

/** All values of a header, by its lower-case name; none where it was not there. */
export function wireValues({ headers }: Head, name: string): readonly string[] {
  return [headers[name] ?? []].flat();
}

/** A header's value, the first where it came twice; null where it was not there. */
export function wireHeader({ headers }: Wire, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' ? value : (value?.[0] ?? null);
}
