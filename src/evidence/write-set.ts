import type { Exchange } from './exchange.ts';
import { jsonText } from './json-text.ts';
import type { RecordingSetInfo } from './recording-schema.ts';
import { isLeftOverSet, SET_FILE, setInfoIn } from './set-folder.ts';
import { checkFolder, strangerIn, writeFolder, type FolderKind } from './write-folder.ts';

/** The files of a set, and what macOS puts into every folder that somebody looks at. */
const KNOWN = /^(?:[a-z0-9-]+\.json|\.DS_Store)$/;

const SET: FolderKind = {
  noun: 'set of recordings',
  strangeness: (folder) => {
    if (!setInfoIn(folder)) return `it has no valid ${SET_FILE}`;
    const stranger = strangerIn(folder, (path, isFolder) => !isFolder && KNOWN.test(path));
    return stranger === undefined ? undefined : `it holds ${stranger}, too`;
  },
  isLeftOver: isLeftOverSet,
  access: 'private',
};

/**
 * Makes sure that a set can be written, and replaces nothing but a set of ours. Changes nothing.
 *
 * @throws Fault `usage` or `unreadable-file`
 */
export function checkSetFolder(folder: string): void {
  checkFolder(folder, SET);
}

/**
 * Writes a set of recordings as one (`writeFolder`).
 *
 * @param folder the set's own folder
 * @throws Fault as `writeFolder` does
 */
export function writeSet(folder: string, info: RecordingSetInfo, exchanges: readonly Exchange[]): void {
  const byCredential = Map.groupBy(exchanges, ({ credential }) => credential);
  const files = [...byCredential].map(([credential, group]) => {
    const list = group.map(({ operation, response, meta }) => ({ operation, response, meta }));
    return [`${credential}.json`, jsonText(list)] as const;
  });
  writeFolder(folder, [[SET_FILE, jsonText(info)], ...files], SET);
}
