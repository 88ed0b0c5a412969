import { createHash } from 'node:crypto';

// For tests: numbers that nobody can guess from the code, and that are the same in every run.
let drawn = 0;

/**
 * Bytes that look random: so that no real-looking token has to stand in a file.
 *
 * @param seed a name, where they must be the same whatever was drawn before
 */
export function seededBytes(length: number, seed?: string): Buffer {
  if (seed === undefined) drawn += 1;
  return createHash('shake256', { outputLength: length })
    .update(`jira-token-contract ${seed ?? drawn}`)
    .digest();
}

/** A number from 0 up to 1. */
export function seededRandom(): number {
  return seededBytes(6).readUIntBE(0, 6) / 2 ** 48;
}

/** A whole number from 0 up to a bound, the bound excluded. */
export function seededInt(bound: number): number {
  return Math.floor(seededRandom() * bound);
}
