import type { Duplex, Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { listMembers, type ResponseHead, type RawResponse } from '../evidence/raw-response.ts';
import type { PlannedRequest } from './planned-request.ts';

const USER_AGENT = 'jira-token-contract (+https://jira.atlassian.com/browse/JRACLOUD-93811)';

/** What bounds the reading of one answer, beside the timeouts of the dispatcher. */
export interface Reading {
  /** Bytes of the decoded body that are read; a longer one is left unread and counts as unknown. */
  readonly maxBody: number;
  /** Milliseconds from the request to the last byte: a body that drips runs into no other timeout. */
  readonly total: number;
  /** Takes status and headers as soon as they are there: the body may never come. */
  readonly begun?: (head: ResponseHead) => void;
}

const WHOLE: Reading = { maxBody: Number.POSITIVE_INFINITY, total: Number.POSITIVE_INFINITY };

/** The codings that are asked for. */
const ASKED = { gzip: createGunzip, br: createBrotliDecompress, zstd: createZstdDecompress } as const;

/** The codings that are understood; `x-gzip` is another name of gzip (RFC 9110, 8.4.1.3). */
const DECODERS: Readonly<Record<string, () => Duplex>> = {
  ...ASKED,
  'x-gzip': createGunzip,
  deflate: createInflate,
};

/** The codings of a body in the order in which they were applied. Their names have no case (RFC 9110, 8.4.1). */
const codingsOf = ({ headers }: Pick<RawResponse, 'headers'>): string[] =>
  listMembers(headers['content-encoding'])
    .map((name) => name.toLowerCase())
    .filter((name) => name !== 'identity');

/** What every request says of itself. */
export const HEADERS: Readonly<Record<string, string>> = {
  accept: 'application/json',
  'accept-encoding': Object.keys(ASKED).join(', '),
  'user-agent': USER_AGENT,
};

/** The body as text, or null where it is longer than the cap: the rest is not waited for. */
function read(body: Readable, source: Readable, { maxBody }: Reading): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    body.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBody) {
        resolve(null);
        source.destroy();
      } else {
        chunks.push(chunk);
      }
    });
    body.on('end', () => resolve(Buffer.concat(chunks, size).toString('utf8')));
    body.on('error', reject);
    if (source !== body) source.on('error', reject);
  });
}

/** The body without its codings, or undefined where one of them is unknown: then nothing is known of the body either. */
function decode(body: Readable, codings: readonly string[]): Readable | undefined {
  return codings.reduceRight<Readable | undefined>((coded, name) => {
    const open = Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined;
    if (!coded || !open) return undefined;
    const decoder = open();
    // The error of an inner coding is that of the whole.
    if (coded !== body) coded.on('error', (error) => decoder.destroy(error));
    return coded.pipe(decoder);
  }, body);
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
): Promise<RawResponse> {
  const { statusCode, headers, body } = await dispatcher.request({
    ...request,
    // A timer of its own: of a compressed body that drips, a decoder may give out nothing at all.
    ...(Number.isFinite(reading.total) && { signal: AbortSignal.timeout(reading.total) }),
  });
  reading.begun?.({ status: statusCode, headers });
  const decoded = decode(body, codingsOf({ headers }));
  if (!decoded) {
    body.on('error', () => undefined).destroy();
    return { status: statusCode, headers, text: null };
  }
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
): Promise<RawResponse> {
  const { origin, authorization } = planned;
  const headers = authorization === null ? HEADERS : { ...HEADERS, authorization };
  return exchangeOver(dispatcher, { origin, path: pathOf(planned), method: 'GET', headers }, reading);
}
