import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ContractRow } from '../src/contract/contract-row.ts';
import { Fault } from '../src/contract/fault.ts';
import type { Probe } from '../src/contract/probe.ts';
import { useRunner } from './runner.ts';

/** All that the spec files say. */
export interface Declared {
  readonly rows: readonly ContractRow[];
  readonly wanted: readonly ContractRow[];
  /** The claims of the thread that tables put to the test. */
  readonly claims: readonly string[];
  /** The probes whose answers each spec file looks at, by the file's name. */
  readonly looksAt: ReadonlyMap<string, readonly Probe[]>;
}

async function load(): Promise<Declared> {
  const rows: ContractRow[] = [];
  const wanted: ContractRow[] = [];
  const claims: string[] = [];
  const looksAt = new Map<string, Probe[]>();
  let probes: Probe[] = [];
  const claimed = ({ claim }: { claim?: string }): void => void (claim && claims.push(claim));
  useRunner({
    contract: (table, note) => {
      rows.push(...table);
      probes.push(...table);
      claimed(note);
    },
    wanted: (table) => {
      wanted.push(...table);
      probes.push(...table);
    },
    tellsApart: (credentials, question) => {
      for (const credential of ['valid', ...credentials] as const) {
        for (const operation of [question.by, question.notBy]) probes.push({ credential, operation });
      }
      claimed(question);
    },
  });
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.spec.ts'));
  for (const file of files.toSorted()) {
    probes = [];
    await import(/* @vite-ignore */ pathToFileURL(join(import.meta.dirname, file)).href).catch(
      (error: unknown) => {
        if (error instanceof Fault) throw error;
        const why = error instanceof Error ? error.message : String(error);
        throw new Fault(
          'nothing-ran',
          `The contract could not be read: specs/${file} does not load (${why}). Correct it, or restore it.`,
          { cause: error },
        );
      },
    );
    looksAt.set(file, probes);
  }
  return { rows, wanted, claims, looksAt };
}

let loaded: Promise<Declared> | undefined;

/** What the spec files say, without running them: a live run plans its probes by it. */
export function declared(): Promise<Declared> {
  // A module is evaluated once, so its tables can be taken once.
  loaded ??= load();
  return loaded;
}
