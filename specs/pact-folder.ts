import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

/** A folder for the pacts of this run, empty before it: Pact merges into what it finds. */
export function setup(project: TestProject): () => void {
  process.env['PACT_DO_NOT_TRACK'] = 'true';
  const kept = process.env['PACTS_INTO'];
  const folder = kept ?? join(import.meta.dirname, '..', 'reports', `pacts-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  project.provide('pacts', folder);
  return () => {
    if (kept === undefined) rmSync(folder, { recursive: true, force: true });
  };
}
