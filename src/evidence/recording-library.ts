import { readRecordings, readSetInfo, RECORDINGS, type RecordingSet } from './recordings.ts';
import type { RecordingSetInfo } from './recording-schema.ts';
import { setsIn } from './set-folder.ts';

/** The recording sets of a folder, as one command sees them. */
export interface RecordingLibrary {
  /** Returns the names of the sets, in order. */
  readonly names: () => readonly string[];
  /** Returns the description of a set. Throws as `readSetInfo` does. */
  readonly info: (name: string) => RecordingSetInfo;
  /** Returns a set with its exchanges. Throws as `readRecordings` does. */
  readonly read: (name: string) => RecordingSet;
}

/** Opens a folder of recordings: it is listed once, and each file of a set is read once, at first use. */
export function openLibrary(folder = RECORDINGS): RecordingLibrary {
  let names: readonly string[] | undefined;
  const sets = new Map<string, RecordingSet>();
  const infos = new Map<string, RecordingSetInfo>();
  const list = (): readonly string[] => {
    const found = setsIn(folder);
    for (const { name, info } of found) if (info) infos.set(name, info);
    return found.map(({ name }) => name);
  };
  const infoOf = (name: string): RecordingSetInfo => {
    const info = infos.get(name) ?? readSetInfo(name, folder);
    infos.set(name, info);
    return info;
  };
  return {
    names: () => (names ??= list()),
    info: infoOf,
    read: (name) => {
      const set = sets.get(name) ?? readRecordings(name, folder, infoOf(name));
      sets.set(name, set);
      return set;
    },
  };
}
