import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Probe } from '../../contract/probe.ts';

/** The folder of the spec files, and its path from the project's root. */
const FOLDER = join(import.meta.dirname, '..', '..', '..', 'specs');
const NAME = 'specs';

interface SpecFile {
  readonly path: string;
  readonly lines: readonly string[];
}

let cache: readonly SpecFile[] | undefined;

function specFiles(): readonly SpecFile[] {
  cache ??= readdirSync(FOLDER)
    .filter((name) => name.endsWith('.spec.ts') && name !== 'wanted.spec.ts')
    .toSorted()
    .map((name) => ({
      path: `${NAME}/${name}`,
      lines: readFileSync(join(FOLDER, name), 'utf8').split('\n'),
    }));
  return cache;
}

/** Location of a row in the spec files. */
export interface SpecRow {
  /** Path from the project's root, with slashes. */
  readonly path: string;
  /** Line number, from 1. */
  readonly line: number;
}

/** The location of findings that belong to no row. */
export const RUNNER: SpecRow = { path: `${NAME}/contract.ts`, line: 1 };

/** Returns the index of the line on which a credential's table starts; the name may be on the line after it. */
const startOfTable = (lines: readonly string[], credential: string): number =>
  lines.findIndex(
    (line, i) =>
      line.startsWith('contract(') &&
      `${line}${lines[i + 1]?.trim() ?? ''}`.startsWith(`contract('${credential}'`),
  );

/** Returns the location of a probe in the current contract: its own line, or the start of its table. */
export function specRow({ credential, operation }: Probe): SpecRow {
  for (const { path, lines } of specFiles()) {
    const from = startOfTable(lines, credential);
    if (from < 0) continue;
    const end = lines.findIndex((line, i) => i > from && /^\S/.test(line) && !/^[})\]]/.test(line));
    const table = lines.slice(from, end < 0 ? undefined : end);
    const own = table.findIndex((line) => line.includes(`'${operation}'`));
    return { path, line: from + Math.max(own, 0) + 1 };
  }
  return RUNNER;
}
