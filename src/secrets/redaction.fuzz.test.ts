import { describe, expect, it } from 'vitest';
import { attack, describeAttack, FORMS, seedOf, testDocuments } from './redaction-fuzz.fixture.ts';

// The short run of every change; scripts/redaction-fuzz.slow.test.ts is the long one. FUZZ_SEED repeats a failure.
const seed = seedOf(process.env);
const CASES = 350;
const DOCUMENTS = 25;
/** Each secret is written in one form out of this many: not a divisor of the number of kinds, so that the pairs vary. */
const EVERY = 8;

describe(`the choke point under attack, with FUZZ_SEED=${seed}`, { timeout: 60_000 }, () => {
  it('reveals nothing in any form', () => {
    const ended = attack(seed, CASES, undefined, EVERY);
    expect(FORMS.length).toBeGreaterThanOrEqual(60);
    expect(ended.forms).toEqual(new Set(FORMS));
    expect(ended.cases).toBe(CASES);
    expect([...ended.leaks.keys(), ...ended.errors.keys()], describeAttack(seed, ended)).toEqual([]);
  });

  testDocuments(seed, DOCUMENTS);
});
