import { basename, resolve } from 'node:path';
import type { Exchange } from './exchange.ts';
import { jsonText } from '../json.ts';
import type { RecordingSetInfo } from './recording-schema.ts';
import { isFileOfSet, isLeftoverSet, SET_FILE, setInfoIn } from './set-folder.ts';
import { SCHEMA_OF } from '../storage/schema-key.ts';
import { checkFolder, unknownEntryIn, writeFolder, type FolderKind } from '../storage/write-folder.ts';

/**
 * The kind of folder that is the set of that name. A link or a copy may contain another set, which must not be
 * replaced.
 */
const setCalled = (name: string): FolderKind => ({
  noun: `set of recordings called ${name}`,
  mismatchReason: (folder) => {
    const info = setInfoIn(folder);
    if (!info) return `it has no valid ${SET_FILE}`;
    if (info.name !== name) return `its ${SET_FILE} has the name ${info.name}`;
    const stranger = unknownEntryIn(folder, (path, isFolder) => !isFolder && isFileOfSet(path));
    return stranger === undefined ? undefined : `it also contains ${stranger}`;
  },
  isLeftover: isLeftoverSet,
  access: 'private',
});

/**
 * Checks that a set can be written, without replacing anything but the set of that name. Changes nothing.
 *
 * @throws Fault `usage` or `unreadable-file`
 */
export function checkSetFolder(folder: string): void {
  checkFolder(folder, setCalled(basename(resolve(folder))));
}

/**
 * Writes a recording set as a unit (`writeFolder`).
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
  writeFolder(
    folder,
    [[SET_FILE, jsonText({ $schema: SCHEMA_OF.set, ...info })], ...files],
    setCalled(info.name),
  );
}
