import type { IncomingMessage } from 'node:http';
import { tryParseJson } from '../json.ts';

/** Longest body that the stand-in reads, in bytes. */
const MAX_BYTES = 2 ** 20;

const METHODS_WITHOUT_BODY: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a method may have a body that the stand-in reads. */
export function hasBody(method: string): boolean {
  return !METHODS_WITHOUT_BODY.has(method);
}

/** The body of a request. */
export interface Body {
  /** Its JSON value; undefined if it is none, or longer than the stand-in reads. */
  readonly value: unknown;
  /** Whether its media type is none that Jira takes. */
  readonly isWrongType: boolean;
}

/** The body of a request that has none. */
export const NO_BODY: Body = { value: undefined, isWrongType: false };

/** JSON, and what uploads are sent as. */
const TAKEN =
  /^\s*(?:application\/(?:[\w.-]+\+)?json|multipart\/form-data|application\/octet-stream|image\/|text\/plain)/i;

/** Reads the body of a request to its end, and returns the start of it that the stand-in reads. */
async function readBytes(request: IncomingMessage): Promise<{ start: Buffer; length: number }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length <= MAX_BYTES) chunks.push(bytes);
  }
  return { start: Buffer.concat(chunks), length };
}

/** Reads the body of a request to its end, and returns its start as text. */
export async function readText(request: IncomingMessage): Promise<string> {
  return (await readBytes(request)).start.toString('utf8');
}

/** Reads the body of a request to its end. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  const { start, length } = await readBytes(request);
  const text = length > MAX_BYTES ? '' : start.toString('utf8');
  const isWrongType = length > 0 && !TAKEN.test(request.headers['content-type'] ?? '');
  return { value: tryParseJson(text), isWrongType };
}
