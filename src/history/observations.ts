import { behaviourOf, isConclusive } from '../classify/answer.ts';
import type { Probe } from '../contract/probe.ts';
import { findCredential } from '../contract/credentials.ts';
import { findOperation } from '../contract/operations.ts';
import type { RecordingLibrary } from '../evidence/recording-library.ts';
import { snapshotOfRecordings } from '../run/snapshot.ts';
import type { Entry } from './entry.ts';

/** The answer to a probe at some time. */
export interface Observation extends Probe {
  /** `YYYY-MM-DD`, a less precise date, or an ISO 8601 time. */
  readonly at: string;
  /** "refused 401", "removed 410". */
  readonly answer: string;
  /** The run or public set that has the answer. */
  readonly seenBy: string;
}

/** Returns the observations of the public sets, which are the start of every history. */
export function publicObservations(library: RecordingLibrary): Observation[] {
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

/** Returns the observations of the runs of a history. Probes that are no longer in the tables are left out. */
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
