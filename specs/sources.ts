import { beforeAll, describe, inject } from 'vitest';
import type { CredentialName } from '../src/contract/credentials.ts';
import type { EraId } from '../src/contract/eras.ts';
import { readRecordings, type RecordingSet } from '../src/evidence/recordings.ts';
import { openReplay, type Replay } from '../src/http/replay.ts';
import { sourceOfRecordings, type AnswerSource } from '../src/run/answers.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Names of the recording sets that answer. */
    recordings: readonly string[];
  }
}

/** A recording set that is being replayed, ready for requests. */
export interface OpenSet {
  readonly set: RecordingSet;
  readonly replay: Replay;
  readonly source: AnswerSource;
}

/** The title, era and credentials of a group of tests. */
export interface Group {
  readonly title: string;
  readonly era: EraId | undefined;
  readonly credentials: readonly CredentialName[];
}

const read = new Map<string, RecordingSet>();

/** Returns a recording set, read once for all tables of a worker. */
function setNamed(name: string): RecordingSet {
  const set = read.get(name) ?? readRecordings(name);
  read.set(name, set);
  return set;
}

/** Runs a group of tests once for each recording set of its era. */
export function describeForSets(
  { title, era, credentials }: Group,
  body: (open: () => OpenSet) => void,
): void {
  const sets = inject('recordings').map(setNamed);
  for (const set of sets.filter(({ info }) => info.era === era)) {
    describe(`${title} (${set.info.name})`, () => {
      let open: OpenSet;
      beforeAll(() => {
        open = { set, replay: openReplay(set, credentials), source: sourceOfRecordings(set) };
        return () => open.replay.close();
      });
      body(() => open);
    });
  }
}
