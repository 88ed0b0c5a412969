import { join } from 'node:path';
import type { PactName } from '../run/pact-result.ts';

/** The two pacts that are published. */
export const PACTS = {
  /** What Jira does. */
  'as-it-is': { consumer: 'jira-token-contract', provider: 'Jira Cloud' },
  /** What Jira should do: 401 for every invalid credential. */
  wanted: { consumer: 'jira-token-contract (wanted)', provider: 'Jira Cloud' },
} as const satisfies Record<PactName, { readonly consumer: string; readonly provider: string }>;

/** The folder of the published pacts. */
export const PACTS_FOLDER = join(import.meta.dirname, '..', '..', 'fixtures', 'pacts');

/** Returns the name that Pact gives the file of a pact. */
export function pactFile(name: PactName): string {
  const { consumer, provider } = PACTS[name];
  return `${consumer}-${provider}.json`;
}
