import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createZstdDecompress } from 'node:zlib';
import type { Dispatcher } from 'undici';
import type { Head, Wire } from '../evidence/wire.ts';
import type { PlannedRequest } from './target.ts';

const USER_AGENT = 'jira-token-contract (+https://jira.atlassian.com/browse/JRACLOUD-93811)';

/** What bounds the reading of one answer, beside the timeouts of the dispatcher. */
export interface Reading {
  /** Bytes of the decoded body that are read; a longer one is left unread and counts as unknown. */
  readonly maxBody: number;
  /** Milliseconds from the request to the last byte: a body that drips runs into no other timeout. */
  readonly total: number;
  /** Takes status and headers as soon as they are there: the body may never come. */
  readonly begun?: (head: Head) => void;
}

const WHOLE: Reading = { maxBody: Number.POSITIVE_INFINITY, total: Number.POSITIVE_INFINITY };

const DECODERS = { gzip: createGunzip, br: createBrotliDecompress, zstd: createZstdDecompress } as const;

const isCoding = (name: unknown): name is keyof typeof DECODERS =>
  typeof name === 'string' && Object.hasOwn(DECODERS, name);

/** What every request says of itself. */
export const HEADERS: Readonly<Record<string, string>> = {
  accept: 'application/json',
  'accept-encoding': Object.keys(DECODERS).join(', '),
  'user-agent': USER_AGENT,
};

class TooSlow extends Error {
  override readonly name = 'TimeoutError';
}

/** The body as text, or null where it is longer than the cap: the rest is not waited for. */
function read(body: Readable, source: Readable, { maxBody, total }: Reading): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const until = performance.now() + total;
    const chunks: Buffer[] = [];
    let size = 0;
    // Looked at with each chunk: where none comes at all, the dispatcher's timeout strikes.
    body.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBody) {
        resolve(null);
        source.destroy();
      } else if (performance.now() > until) {
        source.destroy(new TooSlow());
      } else {
        chunks.push(chunk);
      }
    });
    body.on('end', () => resolve(Buffer.concat(chunks, size).toString('utf8')));
    body.on('error', reject);
    if (source !== body) source.on('error', reject);
  });
}

const pathOf = ({ path, query }: PlannedRequest): string => {
  const search = new URLSearchParams(query).toString();
  return search === '' ? path : `${path}?${search}`;
};

/**
 * Sends a request as undici takes it, and reads the answer. Redirects are answers: they are never followed.
 *
 * @param dispatcher undici's, with the host lock in it
 * @throws undici's and zlib's errors, and whatever a dispatcher throws
 */
export async function exchangeOver(
  dispatcher: Dispatcher,
  request: Dispatcher.RequestOptions,
  reading: Reading,
): Promise<Wire> {
  const { statusCode, headers, body } = await dispatcher.request(request);
  reading.begun?.({ status: statusCode, headers });
  const coding = headers['content-encoding'];
  const decoded = isCoding(coding) ? body.pipe(DECODERS[coding]()) : body;
  return { status: statusCode, headers, text: await read(decoded, body, reading) };
}

/**
 * Sends one planned request and reads its answer.
 *
 * @throws as `exchangeOver` does
 */
export async function send(
  planned: PlannedRequest,
  dispatcher: Dispatcher,
  reading: Reading = WHOLE,
): Promise<Wire> {
  const { origin, authorization } = planned;
  const headers = authorization === null ? HEADERS : { ...HEADERS, authorization };
  return exchangeOver(dispatcher, { origin, path: pathOf(planned), method: 'GET', headers }, reading);
}
