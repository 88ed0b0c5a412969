import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Probe } from '../../contract/probe.ts';

/** The folder of the spec files, and its name from the project's root. */
const FOLDER = join(import.meta.dirname, '..', '..', '..', 'specs');
const NAME = 'specs';

interface SpecFile {
  readonly path: string;
  readonly lines: readonly string[];
}

let read: readonly SpecFile[] | undefined;

function specFiles(): readonly SpecFile[] {
  read ??= readdirSync(FOLDER)
    .filter((name) => name.endsWith('.spec.ts') && name !== 'wanted.spec.ts')
    .toSorted()
    .map((name) => ({
      path: `${NAME}/${name}`,
      lines: readFileSync(join(FOLDER, name), 'utf8').split('\n'),
    }));
  return read;
}

/** Where the contract says something of a probe. */
export interface SpecRow {
  /** From the project's root, with slashes. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
}

/** The line on which a credential's table begins; its name may stand on the next one. */
const beginning = (lines: readonly string[], credential: string): number =>
  lines.findIndex(
    (line, i) =>
      line.startsWith('contract(') &&
      `${line}${lines[i + 1]?.trim() ?? ''}`.startsWith(`contract('${credential}'`),
  );

/** The row of the present contract that speaks of a probe: its own line, or else the table that it is in. */
export function specRow({ credential, operation }: Probe): SpecRow {
  for (const { path, lines } of specFiles()) {
    const from = beginning(lines, credential);
    if (from < 0) continue;
    const end = lines.findIndex((line, i) => i > from && /^\S/.test(line) && !/^[})\]]/.test(line));
    const table = lines.slice(from, end < 0 ? undefined : end);
    const own = table.findIndex((line) => line.includes(`'${operation}'`));
    return { path, line: from + Math.max(own, 0) + 1 };
  }
  return { path: `${NAME}/contract.ts`, line: 1 };
}
