import { readRecordings, readSetInfo, RECORDINGS, recordingSets, type RecordingSet } from './recordings.ts';
import type { RecordingSetInfo } from './recording-schema.ts';

/** The recording sets of a folder, as one command sees them. */
export interface RecordingLibrary {
  /** Returns the names of the sets, in order. */
  readonly names: () => readonly string[];
  /** Returns the description of a set. Throws as `readSetInfo` does. */
  readonly info: (name: string) => RecordingSetInfo;
  /** Returns a set with its exchanges. Throws as `readRecordings` does. */
  readonly read: (name: string) => RecordingSet;
}

/** Opens a folder of recordings: it is listed once, and each set is read once, at first use. */
export function openLibrary(folder = RECORDINGS): RecordingLibrary {
  let names: readonly string[] | undefined;
  const sets = new Map<string, RecordingSet>();
  const infos = new Map<string, RecordingSetInfo>();
  return {
    names: () => (names ??= recordingSets(folder)),
    info: (name) => {
      const info = sets.get(name)?.info ?? infos.get(name) ?? readSetInfo(name, folder);
      infos.set(name, info);
      return info;
    },
    read: (name) => {
      const set = sets.get(name) ?? readRecordings(name, folder);
      sets.set(name, set);
      return set;
    },
  };
}
