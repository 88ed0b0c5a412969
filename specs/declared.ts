import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ContractRow } from '../src/contract/contract-row.ts';
import { useRunner } from './runner.ts';

/** All that the spec files say. */
export interface Declared {
  readonly rows: readonly ContractRow[];
  readonly wanted: readonly ContractRow[];
  /** The claims of the thread that tables put to the test. */
  readonly claims: readonly string[];
}

async function load(): Promise<Declared> {
  const rows: ContractRow[] = [];
  const wanted: ContractRow[] = [];
  const claims: string[] = [];
  const claimed = ({ claim }: { claim?: string }): void => void (claim && claims.push(claim));
  useRunner({
    contract: (table, note) => {
      rows.push(...table);
      claimed(note);
    },
    wanted: (table) => void wanted.push(...table),
    tellsApart: (_credentials, question) => claimed(question),
  });
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.spec.ts'));
  for (const file of files.toSorted()) {
    await import(/* @vite-ignore */ pathToFileURL(join(import.meta.dirname, file)).href);
  }
  return { rows, wanted, claims };
}

let loaded: Promise<Declared> | undefined;

/** What the spec files say, without running them: a live run plans its probes by it. */
export function declared(): Promise<Declared> {
  // A module is evaluated once, so its tables can be taken once.
  loaded ??= load();
  return loaded;
}
