import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';

const CODINGS = [
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
] as const;

/** Minimum length of a body to be compressed. */
const MIN_LENGTH = 60;

/**
 * Compresses a body with one of the codings that the client accepts, taking turns so that all of them are used.
 *
 * @param accepts the `Accept-Encoding` header
 * @param turn a counter that selects the coding
 */
export function compress(
  body: string,
  accepts: string | undefined,
  turn: number,
): { readonly bytes: Buffer; readonly coding?: string } {
  const usable = CODINGS.filter(([name]) => accepts?.includes(name) ?? false);
  const chosen = usable[turn % Math.max(usable.length, 1)];
  if (!chosen || body.length < MIN_LENGTH) return { bytes: Buffer.from(body) };
  return { bytes: chosen[1](body), coding: chosen[0] };
}
