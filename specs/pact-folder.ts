import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

/** Provides an empty folder for the pacts of this run: Pact merges into existing files. */
export function setup(project: TestProject): () => void {
  process.env['PACT_DO_NOT_TRACK'] = 'true';
  const givenFolder = process.env['PACTS_INTO'];
  const folder = givenFolder ?? join(import.meta.dirname, '..', 'reports', `pacts-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  project.provide('pacts', folder);
  return () => {
    if (givenFolder === undefined) rmSync(folder, { recursive: true, force: true });
  };
}
