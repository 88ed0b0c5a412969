import { bodyOf, type GivenResponse } from './explain-response.ts';

const STATUS_LINE = /^HTTP\/[\d.]+ (\d{3})(?: .*)?$/;

/** A header field (RFC 9110, 5.1): a name of token characters, a colon and a value. */
const FIELD = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)$/;

/** Returns a header field as a name in lower case and a value; undefined if it is none. */
export function parseField(line: string): readonly [string, string] | undefined {
  const [, name, value] = FIELD.exec(line) ?? [];
  return name === undefined || value === undefined ? undefined : [name.toLowerCase(), value.trim()];
}

/** Returns header fields by their names. */
export function headersOf(fields: readonly (readonly [string, string])[]): Record<string, string[]> {
  const groups = Map.groupBy(fields, ([name]) => name);
  // Without a prototype, because names come from outside.
  const headers: Record<string, string[]> = Object.create(null);
  for (const [name, group] of groups) headers[name] = group.map(([, value]) => value);
  return headers;
}

/** Whether a text begins as `curl -i` prints a response. */
export function looksLikeResponse(text: string): boolean {
  return STATUS_LINE.test(text.slice(0, 200).trimStart().split(/\r?\n/)[0] ?? '');
}

/**
 * Returns the response in a text as `curl -i` prints it: a status line, headers, an empty line and the body. Of several (an
 * interim 100, a proxy's answer to CONNECT, redirects that were followed), the last one counts.
 *
 * @returns undefined if it is none
 */
export function parseRawResponse(text: string): GivenResponse | undefined {
  let rest = text.trimStart();
  let last: GivenResponse | undefined;
  for (;;) {
    const end = /\r?\n\r?\n/.exec(rest);
    const head = end ? rest.slice(0, end.index) : rest;
    const [first = '', ...lines] = head.split(/\r?\n/);
    const status = STATUS_LINE.exec(first.trimEnd())?.[1];
    if (status === undefined) return last;
    const fields = lines.flatMap((line) => {
      const field = parseField(line);
      return field ? [field] : [];
    });
    const body = end ? rest.slice(end.index + end[0].length) : '';
    last = {
      status: Number(status),
      headers: headersOf(fields),
      // A transcript without a body may have been cut off after the headers.
      ...bodyOf(end ? body : undefined),
      complete: true,
    };
    rest = body.trimStart();
  }
}
