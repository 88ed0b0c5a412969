import type { Duplex, Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { listMembers, type ResponseHead, type RawResponse } from '../evidence/raw-response.ts';
import type { PlannedRequest } from './planned-request.ts';

const USER_AGENT = 'jira-token-contract (+https://jira.atlassian.com/browse/JRACLOUD-93811)';

/** Limits on reading one response, in addition to the timeouts of the dispatcher. */
export interface ReadLimits {
  /** Maximum size of the decoded body in bytes. A longer body is not read and counts as unknown. */
  readonly maxBody: number;
  /** Milliseconds from the request to the last byte: a body that drips hits no other timeout. */
  readonly total: number;
  /** Receives status and headers as soon as they arrive: the body may never come. */
  readonly onHead?: (head: ResponseHead) => void;
}

const UNLIMITED: ReadLimits = { maxBody: Number.POSITIVE_INFINITY, total: Number.POSITIVE_INFINITY };

/** The content codings that requests accept. */
const ACCEPTED = { gzip: createGunzip, br: createBrotliDecompress, zstd: createZstdDecompress } as const;

/** The content codings that can be decoded; `x-gzip` is an alias of gzip (RFC 9110, 8.4.1.3). */
const DECODERS: Readonly<Record<string, () => Duplex>> = {
  ...ACCEPTED,
  'x-gzip': createGunzip,
  deflate: createInflate,
};

/** Returns the codings of a body in the order they were applied. Names are case-insensitive (RFC 9110, 8.4.1). */
const codingsOf = ({ headers }: Pick<RawResponse, 'headers'>): string[] =>
  listMembers(headers['content-encoding'])
    .map((name) => name.toLowerCase())
    .filter((name) => name !== 'identity');

/** The headers of every request, apart from `Authorization`. */
export const HEADERS: Readonly<Record<string, string>> = {
  accept: 'application/json',
  'accept-encoding': Object.keys(ACCEPTED).join(', '),
  'user-agent': USER_AGENT,
};

/** Reads the body as text. Returns null as soon as it exceeds `maxBody`, without waiting for the rest. */
function read(body: Readable, source: Readable, { maxBody }: ReadLimits): Promise<string | null> {
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

/** Decodes the body; returns undefined if a coding is unknown, because then the body cannot be read. */
function decode(body: Readable, codings: readonly string[]): Readable | undefined {
  return codings.reduceRight<Readable | undefined>((coded, name) => {
    const open = Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined;
    if (!coded || !open) return undefined;
    const decoder = open();
    // An error of an inner decoder must fail the outer one too.
    if (coded !== body) coded.on('error', (error) => decoder.destroy(error));
    return coded.pipe(decoder);
  }, body);
}

const pathOf = ({ path, query }: PlannedRequest): string => {
  const search = new URLSearchParams(query).toString();
  return search === '' ? path : `${path}?${search}`;
};

/**
 * Sends an undici request and reads the response. Redirects are returned, never followed.
 *
 * @param dispatcher an undici dispatcher that includes the host lock
 * @throws errors of undici, zlib and the dispatcher
 */
export async function exchangeOver(
  dispatcher: Dispatcher,
  request: Dispatcher.RequestOptions,
  limits: ReadLimits,
): Promise<RawResponse> {
  const { statusCode, headers, body } = await dispatcher.request({
    ...request,
    // A separate timer: from a compressed body that drips, a decoder may emit nothing at all.
    ...(Number.isFinite(limits.total) && { signal: AbortSignal.timeout(limits.total) }),
  });
  limits.onHead?.({ status: statusCode, headers });
  const decoded = decode(body, codingsOf({ headers }));
  if (!decoded) {
    body.on('error', () => undefined).destroy();
    return { status: statusCode, headers, text: null };
  }
  return { status: statusCode, headers, text: await read(decoded, body, limits) };
}

/**
 * Sends a planned request and reads the response.
 *
 * @throws as `exchangeOver` does
 */
export async function send(
  planned: PlannedRequest,
  dispatcher: Dispatcher,
  limits: ReadLimits = UNLIMITED,
): Promise<RawResponse> {
  const { origin, authorization } = planned;
  const headers = authorization === null ? HEADERS : { ...HEADERS, authorization };
  return exchangeOver(dispatcher, { origin, path: pathOf(planned), method: 'GET', headers }, limits);
}
