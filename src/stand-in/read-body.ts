import type { IncomingMessage } from 'node:http';
import { tryParseJson } from '../json.ts';

/** Longest body that the stand-in reads, in bytes. */
const MAX_BYTES = 2 ** 20;

const METHODS_WITHOUT_BODY: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a method may have a body that the stand-in reads. */
export function hasBody(method: string): boolean {
  return !METHODS_WITHOUT_BODY.has(method);
}

/** Reads a request to its end. Returns its JSON value; undefined if it is none, or longer than the stand-in reads. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length <= MAX_BYTES) chunks.push(bytes);
  }
  return length > MAX_BYTES ? undefined : tryParseJson(Buffer.concat(chunks).toString('utf8'));
}
