import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createZstdDecompress } from 'node:zlib';
import { request, type Dispatcher } from 'undici';
import type { Wire } from '../evidence/wire.ts';
import type { PlannedRequest } from './target.ts';

const USER_AGENT = 'jira-token-contract (+https://jira.atlassian.com/browse/JRACLOUD-93811)';

/** What bounds one request, beside the timeouts of the dispatcher. */
export interface Reading {
  /** Characters of a body that are read; a longer one is left unread and counts as unknown. */
  readonly maxBody: number;
  readonly signal?: AbortSignal | undefined;
}

const WHOLE: Reading = { maxBody: Number.POSITIVE_INFINITY };

const DECODERS = { gzip: createGunzip, br: createBrotliDecompress, zstd: createZstdDecompress } as const;

const isCoding = (name: unknown): name is keyof typeof DECODERS =>
  typeof name === 'string' && Object.hasOwn(DECODERS, name);

/** The body as text, or null where it is longer than the cap: the rest is not waited for. */
async function read(body: AsyncIterable<Uint8Array>, cap: number): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > cap) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size).toString('utf8');
}

/**
 * Sends one request and reads its answer. Redirects are answers: they are never followed.
 *
 * @param dispatcher undici's, with the host lock in it
 * @throws undici's and zlib's errors, and whatever a dispatcher throws
 */
export async function send(
  { origin, path, query, authorization }: PlannedRequest,
  dispatcher: Dispatcher,
  { maxBody, signal }: Reading = WHOLE,
): Promise<Wire> {
  const response = await request(origin + path, {
    dispatcher,
    method: 'GET',
    query: { ...query },
    ...(signal && { signal }),
    headers: {
      accept: 'application/json',
      'accept-encoding': Object.keys(DECODERS).join(', '),
      'user-agent': USER_AGENT,
      ...(authorization === null ? {} : { authorization }),
    },
  });
  const coding = response.headers['content-encoding'];
  const text = isCoding(coding)
    ? await pipeline(response.body, DECODERS[coding](), async (body) => read(body, maxBody))
    : await read(response.body, maxBody);
  const headers = Object.entries(response.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return {
    status: response.statusCode,
    headers: Object.fromEntries(headers),
    text,
  };
}
