import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';

const CODINGS = [
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
] as const;

/** A body below this is not worth it. */
const WORTH = 60;

/**
 * A body in one of the codings that the client takes, by turns, so that all of them are met.
 *
 * @param turn which one, counted on for ever
 */
export function compress(
  body: string,
  accepts: string | undefined,
  turn: number,
): { readonly bytes: Buffer; readonly coding?: string } {
  const usable = CODINGS.filter(([name]) => accepts?.includes(name) ?? false);
  const chosen = usable[turn % Math.max(usable.length, 1)];
  if (!chosen || body.length < WORTH) return { bytes: Buffer.from(body) };
  return { bytes: chosen[1](body), coding: chosen[0] };
}
