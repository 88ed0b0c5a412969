import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Contract } from '../src/contract/contract.ts';
import type { ContractRow } from '../src/contract/rows.ts';
import { credentialNamed, type CredentialName } from '../src/contract/credentials.ts';
import { Fault } from '../src/fault.ts';
import type { Question } from '../src/contract/question.ts';
import { useRunner } from './runner.ts';

/** Everything that the spec files declare. */
export interface Declared extends Contract {
  /** The claims of the thread that the tables test. */
  readonly claims: readonly string[];
}

const USES_VITEST = /\bfrom\s*['"]vitest['"]/;

/** Returns why a spec file cannot be read, and what to do about it. */
function whyUnreadable(path: string, error: unknown): string {
  if (USES_VITEST.test(readFileSync(path, 'utf8'))) {
    return 'contains tests written with vitest, which only npm test can run. Move them to a file that ends in .test.ts';
  }
  const why = error instanceof Error ? error.message : String(error);
  return `cannot be loaded (${why.replace(/\.$/, '')}). Correct it, or restore it`;
}

async function loadFile(file: string): Promise<void> {
  const path = join(import.meta.dirname, file);
  try {
    await import(/* @vite-ignore */ pathToFileURL(path).href);
  } catch (error) {
    throw new Fault(
      'nothing-ran',
      `The contract could not be read: specs/${file} ${whyUnreadable(path, error)}.`,
      { cause: error },
    );
  }
}

/**
 * Checks the credential names, because types are not checked when a spec file is loaded.
 *
 * @throws Fault `bad-fixture` if there is no such credential
 */
function checkKnown(credentials: readonly CredentialName[]): void {
  for (const name of credentials) credentialNamed(name);
}

function addRows(list: ContractRow[], table: readonly ContractRow[]): void {
  checkKnown(table.map(({ credential }) => credential));
  list.push(...table);
}

async function load(): Promise<Declared> {
  const rows: ContractRow[] = [];
  const wanted: ContractRow[] = [];
  const questions: Question[] = [];
  const claims: string[] = [];
  const addClaim = ({ claim }: { claim?: string }): void => void (claim && claims.push(claim));
  useRunner({
    contract: (table, note) => {
      addRows(rows, table);
      addClaim(note);
    },
    wanted: (table) => addRows(wanted, table),
    tellsApart: (credentials, { by, notBy, ...note }) => {
      checkKnown(credentials);
      questions.push(...credentials.map((credential) => ({ credential, by, notBy })));
      addClaim(note);
    },
  });
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.spec.ts'))
    .toSorted();
  for (const file of files) await loadFile(file);
  return { rows, wanted, questions, claims };
}

let loaded: Promise<Declared> | undefined;

/**
 * Returns what the spec files declare, without running a test.
 *
 * @throws Fault `nothing-ran` if a spec file cannot be loaded, or contains more than tables
 */
export function declared(): Promise<Declared> {
  // A module is evaluated once, so its tables can be collected only once.
  loaded ??= load();
  return loaded;
}
