import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseRunName } from '../run/run-name.ts';
import { REPORTS } from '../run/snapshot.ts';

/** The page or file of each run by the name of the run, as paths from the working folder. */
export type RunPaths = ReadonlyMap<string, string>;

/** What a page can link to, the best first. */
const FILES = ['report.html', 'run.json'];

/**
 * Returns the runs that are on disk.
 *
 * @param reports pages that are written elsewhere, by the name of their run; they are preferred
 * @param removed runs that are about to be removed
 */
export function runPaths(reports: RunPaths = new Map(), removed: readonly string[] = []): RunPaths {
  const names = existsSync(REPORTS) ? readdirSync(REPORTS) : [];
  const isShown = (name: string): boolean => parseRunName(name) !== undefined && !removed.includes(name);
  const found = names.filter(isShown).flatMap((name): [string, string][] => {
    const path = FILES.map((file) => join(REPORTS, name, file)).find((candidate) => existsSync(candidate));
    return path === undefined ? [] : [[name, path]];
  });
  return new Map([...found, ...reports]);
}

/** Returns links to runs from a page in a folder. */
export function linksFrom(folder: string, paths: RunPaths): Record<string, string> {
  return Object.fromEntries(
    [...paths].map(([name, path]) => [name, relative(folder, path).split(sep).join('/')]),
  );
}

/** Returns the runs that a page links to. */
export function linkedRuns(page: string): string[] {
  return [...page.matchAll(/ href="(?:\.\.\/)+([^"/]+)\//g)].flatMap(([, name = '']) =>
    parseRunName(name) ? [name] : [],
  );
}
