import { basename, resolve } from 'node:path';
import type { Exchange } from './exchange.ts';
import { jsonText } from '../json.ts';
import type { RecordingSetInfo } from './recording-schema.ts';
import { isFileOfSet, isLeftOverSet, SET_FILE, setInfoIn } from './set-folder.ts';
import { checkFolder, strangerIn, writeFolder, type FolderKind } from '../storage/write-folder.ts';

/** A set of a name. Under a link, or in a copy, another set may stand in its place: that one is not to be replaced. */
const setCalled = (name: string): FolderKind => ({
  noun: `set of recordings called ${name}`,
  strangeness: (folder) => {
    const info = setInfoIn(folder);
    if (!info) return `it has no valid ${SET_FILE}`;
    if (info.name !== name) return `its ${SET_FILE} says that it is ${info.name}`;
    const stranger = strangerIn(folder, (path, isFolder) => !isFolder && isFileOfSet(path));
    return stranger === undefined ? undefined : `it holds ${stranger}, too`;
  },
  isLeftOver: isLeftOverSet,
  access: 'private',
});

/**
 * Makes sure that a set can be written, and replaces nothing but the set of that name. Changes nothing.
 *
 * @throws Fault `usage` or `unreadable-file`
 */
export function checkSetFolder(folder: string): void {
  checkFolder(folder, setCalled(basename(resolve(folder))));
}

/**
 * Writes a set of recordings as one (`writeFolder`).
 *
 * @param folder the set's own folder
 * @throws Fault as `writeFolder` does
 */
export function writeRecordings(
  folder: string,
  info: RecordingSetInfo,
  exchanges: readonly Exchange[],
): void {
  const byCredential = Map.groupBy(exchanges, ({ credential }) => credential);
  const files = [...byCredential].map(([credential, group]) => {
    const list = group.map(({ operation, response, meta }) => ({ operation, response, meta }));
    return [`${credential}.json`, jsonText(list)] as const;
  });
  writeFolder(folder, [[SET_FILE, jsonText(info)], ...files], setCalled(info.name));
}
