import { describe, expect, it } from 'vitest';
import {
  attack,
  describeAttack,
  FORMS,
  seedOf,
  testDocuments,
} from '../src/secrets/redaction-fuzz.fixture.ts';
import { LIMITS } from '../src/secrets/secret-forms.fixture.ts';

const seed = seedOf(process.env);
const CASES = 50_000;
const DOCUMENTS = 10_000;

describe(`the choke point under a long attack, with FUZZ_SEED=${seed}`, { timeout: 1_200_000 }, () => {
  it(`gives nothing away in ${FORMS.length} forms and ${CASES} cases`, () => {
    const ended = attack(seed, CASES);
    expect(ended.cases).toBe(CASES);
    expect([...ended.leaks.keys(), ...ended.errors.keys()], describeAttack(seed, ended)).toEqual([]);
  });

  testDocuments(seed, DOCUMENTS);

  // A form that is found after all is no limit, and goes to the others.
  it.each(Object.entries(LIMITS))('knows its limit: %s', (...limit) => {
    expect(attack(seed, 200, limit).leaks.size).toBe(1);
  });
});
