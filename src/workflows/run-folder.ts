import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isFileOfSet, setInfoIn } from '../evidence/set-folder.ts';
import type { RecordingSetInfo } from '../evidence/recording-schema.ts';
import { FORMATS } from '../report/formats.ts';
import { readJson } from '../storage/read-json.ts';
import type { RemovableKind } from '../storage/remove-folder.ts';
import { finalNameOf } from '../storage/temporary-name.ts';
import { unknownEntryIn } from '../storage/write-folder.ts';

/** Files that may be in the folder of a run: the run, its reports, and what the system or a lock leaves there. */
const OWN_FILES: ReadonlySet<string> = new Set([
  'run.json',
  '.exchanges.lock',
  '.DS_Store',
  ...[...Object.values(FORMATS).map(({ extension }) => extension), 'png'].map((ending) => `report.${ending}`),
]);

/** Whether an entry of the folder of a run is written by a run. */
function isOfRun(path: string, isFolder: boolean): boolean {
  const [name = '', file, ...deeper] = path.split('/');
  const isExchanges = finalNameOf(name) === 'exchanges';
  if (file === undefined) return isFolder ? isExchanges : OWN_FILES.has(name);
  return isExchanges && deeper.length === 0 && !isFolder && isFileOfSet(file);
}

const runSchema = z.looseObject({
  schema: z.string().startsWith('jira-token-contract/run/'),
  recordings: z.looseObject({ name: z.string() }),
});

/** Returns the name of the run in a file of any version of the tool; undefined if it is not the file of a run. */
function nameIn(file: string): string | undefined {
  try {
    return runSchema.parse(readJson(file)).recordings.name;
  } catch {
    return undefined;
  }
}

/** Returns the description of the exchanges in the folder of a live run; undefined for any other folder. */
export function liveInfoIn(folder: string): RecordingSetInfo | undefined {
  const info = setInfoIn(join(folder, 'exchanges'));
  return info && info.name === 'exchanges' && info.origin !== 'transcribed' ? info : undefined;
}

/** Whether a live run has been judged; otherwise it may still be under way. */
export function isJudged(folder: string): boolean {
  return existsSync(join(folder, 'run.json'));
}

/** Returns the kind of the folder of a live run of that name, which excludes copies of other runs and folders with other files. */
export function liveRunCalled(name: string): RemovableKind {
  return {
    mismatchReason: (folder) => {
      if (!liveInfoIn(folder)) return 'it has no exchanges of a live run';
      if (isJudged(folder) && nameIn(join(folder, 'run.json')) !== name) return 'its run has another name';
      const stranger = unknownEntryIn(folder, isOfRun);
      return stranger === undefined ? undefined : `it also contains ${stranger}`;
    },
    isLeftover: (folder) => unknownEntryIn(folder, isOfRun) === undefined,
  };
}
