import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { holdsOnly, strangerIn, type FolderKind } from '../../storage/write-folder.ts';
import { PACT_NAMES } from '../../run/pact-result.ts';

/** What every bundle has, and hardly anything else. */
const MARKS = ['bug-report.md', 'reproduce.sh', 'run.json'];

/** Every file that a bundle may have. */
export const BUNDLE_NAMES: readonly string[] = [
  ...MARKS,
  'bug-report.wiki',
  'evidence.har',
  'report.html',
  'matrix.svg',
  'matrix.png',
  ...PACT_NAMES.map((name) => `${name}.pact.json`),
  'revocation.svg',
  'revocation-curve.svg',
  'revocation.json',
];

const isKnown = (path: string, isFolder: boolean): boolean => !isFolder && BUNDLE_NAMES.includes(path);

/** A bundle as a folder, which is written as one, and replaces none but a bundle. */
export const BUNDLE: FolderKind = {
  noun: 'bundle',
  strangeness: (folder) => {
    const stranger = strangerIn(folder, isKnown);
    if (stranger !== undefined) return `it holds ${stranger}`;
    const missing = MARKS.find((mark) => !existsSync(join(folder, mark)));
    return missing === undefined ? undefined : `it has no ${missing}`;
  },
  isLeftOver: (folder) => holdsOnly(folder, isKnown),
  access: 'named',
};
