import { beforeAll, describe, inject } from 'vitest';
import { traitsOf, type Traits } from '../src/answer/traits.ts';
import type { CredentialName } from '../src/contract/credentials.ts';
import type { EraId } from '../src/contract/eras.ts';
import { readRecordings, type RecordingSet } from '../src/evidence/recordings.ts';
import type { Answerer } from '../src/exchange/answerer.ts';
import { openReplay } from '../src/exchange/replay.ts';
import { openSeen, type SeenAnswers } from '../src/exchange/seen.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Names of the sets of recordings that answer. */
    recordings: readonly string[];
    /** What a live run saw; null where none answers. */
    seen: SeenAnswers | null;
  }
}

/** A source of answers, ready to be asked. */
export interface Open {
  readonly answerer: Answerer;
  readonly traits: Traits;
}

/** What a group of tests is about. */
export interface Group {
  readonly title: string;
  readonly era: EraId | undefined;
  readonly credentials: readonly CredentialName[];
}

const read = new Map<string, RecordingSet>();

/** A set of recordings, read once for all tables of a worker. */
function setNamed(name: string): RecordingSet {
  const set = read.get(name) ?? readRecordings(name);
  read.set(name, set);
  return set;
}

/** Who can answer: what it is called, of which era it is, and how it is asked. */
interface Source extends Pick<SeenAnswers, 'info' | 'exchanges'> {
  readonly open: (credentials: readonly CredentialName[]) => Answerer;
}

function sources(): Source[] {
  const seen = inject('seen');
  const live = seen ? [{ ...seen, open: () => openSeen(seen) }] : [];
  const sets = inject('recordings').map(setNamed);
  return [
    ...sets.map((set) => ({
      ...set,
      open: (credentials: readonly CredentialName[]) => openReplay(set, credentials),
    })),
    ...live,
  ];
}

/** Runs a body of tests once for each source of answers that belongs to the group's era. */
export function onAnswers({ title, era, credentials }: Group, body: (open: () => Open) => void): void {
  for (const source of sources().filter(({ info }) => info.era === era)) {
    describe(`${title} (${source.info.name})`, () => {
      let open: Open;
      beforeAll(() => {
        open = { answerer: source.open(credentials), traits: traitsOf(source.exchanges) };
        return () => open.answerer.close();
      });
      body(() => open);
    });
  }
}
