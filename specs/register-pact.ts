import { describe, expect, inject, it } from 'vitest';
import type { ContractRow } from '../src/contract/rows.ts';
import { PRESENT } from '../src/contract/eras.ts';
import { operationOf } from '../src/contract/operations.ts';
import { interact, openPact } from '../src/pact/interact.ts';
import type { PactName } from '../src/run/pact-result.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder into which the pacts are written. */
    pacts: string;
  }
}

const isCore = ({ era, operation }: ContractRow): boolean => {
  const { core, admin } = operationOf(operation);
  return era === PRESENT && (core === true || admin === true);
};

/** Turns rows into interactions of a pact: Pact's mock server answers as the row says. */
export function registerInteractions(name: PactName, rows: readonly ContractRow[]): void {
  const core = rows.filter(isCore);
  if (core.length === 0) return;
  const pact = openPact(name, inject('pacts'));
  describe(`pact: ${name}`, () => {
    for (const row of core) {
      it(`${row.credential} on ${row.operation}`, async ({ skip }) => {
        skip(row.expected.statuses.length === 0, 'no status is on record, so there is none to agree on');
        const answer = await interact(pact, row);
        expect(answer).toMatchObject({ treatment: row.expected.treatment, status: row.expected.statuses[0] });
      });
    }
  });
}
