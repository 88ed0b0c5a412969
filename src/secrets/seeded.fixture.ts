import { createHash } from 'node:crypto';

// For tests: bytes and numbers that cannot be guessed from the code, and are the same in every run.
let drawn = 0;

/**
 * Returns bytes that look random, so that no file has to contain a token that looks real.
 *
 * @param seed a name, if the bytes must not depend on what was drawn before
 */
export function seededBytes(length: number, seed?: string): Buffer {
  if (seed === undefined) drawn += 1;
  return createHash('shake256', { outputLength: length })
    .update(`jira-token-contract ${seed ?? drawn}`)
    .digest();
}

/** Returns a number from 0 up to 1. */
export function seededRandom(): number {
  return seededBytes(6).readUIntBE(0, 6) / 2 ** 48;
}

/** Returns an integer from 0 up to a bound, excluding the bound. */
export function seededInt(bound: number): number {
  return Math.floor(seededRandom() * bound);
}
