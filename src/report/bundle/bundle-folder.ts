import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { containsOnly, unknownEntryIn, type FolderKind } from '../../storage/write-folder.ts';
import { PACT_NAMES } from '../../run/pact-result.ts';
import { ticketName } from './bug-report.ts';
import { TICKET_RULE_IDS } from './ticket-rules.ts';

/** Files by which a bundle is recognised. */
const REQUIRED_NAMES = ['bug-report.md', 'reproduce.sh', 'run.json'];

/** All files that a bundle may contain. */
const BUNDLE_NAMES: ReadonlySet<string> = new Set([
  ...REQUIRED_NAMES,
  ...['bug-report', ...TICKET_RULE_IDS.map(ticketName)].flatMap((name) => [
    `${name}.md`,
    `${name}.wiki`,
    `${name}.adf.json`,
  ]),
  'evidence.har',
  'report.html',
  'matrix.svg',
  'matrix.png',
  'clients.svg',
  'clients.png',
  ...PACT_NAMES.map((name) => `${name}.pact.json`),
  'revocation.svg',
  'revocation-curve.svg',
  'revocation.json',
]);

const isKnown = (path: string, isFolder: boolean): boolean => !isFolder && BUNDLE_NAMES.has(path);

/** The folder of a bundle: written as a whole, it replaces only another bundle. */
export const BUNDLE: FolderKind = {
  noun: 'bundle',
  mismatchReason: (folder) => {
    const stranger = unknownEntryIn(folder, isKnown);
    if (stranger !== undefined) return `it contains ${stranger}`;
    const missing = REQUIRED_NAMES.find((name) => !existsSync(join(folder, name)));
    return missing === undefined ? undefined : `it has no ${missing}`;
  },
  isLeftover: (folder) => containsOnly(folder, isKnown),
  access: 'named',
};
