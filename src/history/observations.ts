import { behaviourOf, isConclusive } from '../classify/answer.ts';
import type { Probe } from '../contract/probe.ts';
import { findCredential } from '../contract/credentials.ts';
import { findOperation } from '../contract/operations.ts';
import { openLibrary, type RecordingLibrary } from '../evidence/recording-library.ts';
import { snapshotOfRecordings } from '../run/snapshot.ts';
import type { Entry } from './entry.ts';

/** What a probe was answered at some time. */
export interface Observation extends Probe {
  /** `YYYY-MM-DD`, less of it, or an ISO 8601 time. */
  readonly at: string;
  /** "refused 401", "removed 410". */
  readonly answer: string;
  /** The run or the public set that saw it. */
  readonly seenBy: string;
}

/** What the public sets show: they are the beginning of every history. */
export function publicObservations(library: RecordingLibrary = openLibrary()): Observation[] {
  const sets = library.names().filter((name) => library.info(name).origin === 'transcribed');
  return sets.flatMap((name) => {
    const set = library.read(name);
    return snapshotOfRecordings(set).answers.flatMap(({ credential, operation, answer, sources }) =>
      !isConclusive(answer)
        ? []
        : [
            {
              credential,
              operation,
              at: sources[0]?.date ?? set.info.dates.to,
              answer: behaviourOf(answer),
              seenBy: name,
            },
          ],
    );
  });
}

/** What the runs of a history saw. Probes that the tables do not have any more are left out. */
export function observationsOf(entries: readonly Entry[]): Observation[] {
  return entries.flatMap(({ at, name, answers }) =>
    Object.entries(answers).flatMap(([credentialName, operations]) => {
      const credential = findCredential(credentialName)?.name;
      if (!credential) return [];
      return Object.entries(operations).flatMap(([id, answer]) => {
        const operation = findOperation(id)?.id;
        return operation ? [{ credential, operation, at, answer, seenBy: name }] : [];
      });
    }),
  );
}
