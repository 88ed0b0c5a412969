import { behaviourOf, isConclusive } from '../../classify/answer.ts';
import type { Entry } from '../../history/entry.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { count, describeProvenance, formatDates } from '../documents/phrases.ts';
import type { Line } from '../blocks/line.ts';
import type { Event } from './events.ts';
import type { EventState } from './states.ts';
import { formatTime } from './times.ts';

/** The nights before a change. */
interface LastSeen {
  /** When one of the probes was last answered otherwise. */
  readonly at: string;
  /** Number of nights in a row, up to then, with that answer. */
  readonly nights: number;
  /** Number of earlier nights with the new answer. */
  readonly since: number;
}

/** Returns the earlier conclusive runs of the site, oldest first. */
function earlierRuns({ run, history }: CheckDocument): readonly Entry[] {
  const entries = history?.sites[0]?.nights?.entries ?? [];
  return entries.filter(({ name }) => name !== run.recordings.name);
}

/** Returns when the probe of an event was last answered otherwise; undefined if the history does not show it. */
function lastSeenOf({ finding: { probe }, after }: Event, runs: readonly Entry[]): LastSeen | undefined {
  if (!probe || !after || !isConclusive(after)) return undefined;
  const now = behaviourOf(after);
  const seen = runs.flatMap(({ at, answers }) => {
    const answer = answers[probe.credential]?.[probe.operation];
    return answer === undefined ? [] : [{ at, answer }];
  });
  const last = seen.findLastIndex(({ answer }) => answer !== now);
  const other = seen[last];
  if (!other) return undefined;
  const first = seen.slice(0, last).findLastIndex(({ answer }) => answer !== other.answer);
  return { at: other.at, nights: last - first, since: seen.length - 1 - last };
}

/** Returns the latest time at which a probe of the events was answered otherwise. */
function lastSeen(document: CheckDocument, told: readonly Event[]): LastSeen | undefined {
  const runs = earlierRuns(document);
  const found = told.flatMap((event) => lastSeenOf(event, runs) ?? []);
  return found.toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : b.nights - a.nights))[0];
}

function baselineSentence({ diff }: CheckDocument): string {
  return diff
    ? `Baseline: ${diff.base.name}, ${describeProvenance(diff.base)}.`
    : 'There is no baseline to compare with.';
}

function answersSentence({ run: { recordings } }: CheckDocument): string {
  const noun = recordings.origin === 'transcribed' ? 'Recordings' : 'Answers';
  return `${noun}: ${recordings.name}, ${formatDates(recordings.dates)}.`;
}

/** Says when the answers were last different, for events. */
function eventsSentence(document: CheckDocument, told: readonly Event[]): string {
  const seen = lastSeen(document, told);
  if (seen) {
    const alike = seen.nights > 1 ? ` (${seen.nights} runs alike)` : '';
    const since =
      seen.since > 0
        ? ` The new answer has come ${seen.since === 1 ? 'once' : `${seen.since} times`} before.`
        : '';
    return `Last seen otherwise ${formatTime(seen.at)}${alike}.${since}`;
  }
  const { diff } = document;
  return diff && told.some(({ before }) => before)
    ? `Last seen otherwise in the baseline, ${formatTime(diff.base.dates.to)}.`
    : 'Not known: no earlier answer is on record.';
}

/** Says how long nothing has changed. */
function quietSentence(document: CheckDocument): string {
  const runs = earlierRuns(document).filter(({ only }) => only === undefined);
  const changed = runs.findLastIndex(({ outcome }) => outcome !== 'kept');
  const quiet = runs.length - 1 - changed;
  const last = runs.at(-1);
  if (!last) return 'No earlier run of this site is on record.';
  return quiet === 0
    ? `The run before, of ${formatTime(last.at)}, ended otherwise: ${runs[changed]?.outcome}.`
    : `Nothing new in the last ${count(quiet, 'run')}, since ${formatTime(runs[changed + 1]?.at ?? last.at)}.`;
}

/** Says when the site last gave a conclusion. */
function concludedSentence(document: CheckDocument): string {
  const last = earlierRuns(document).findLast(
    ({ outcome, only }) => only === undefined && (outcome === 'kept' || outcome === 'changed'),
  );
  return last
    ? `The last conclusive run was on ${formatTime(last.at)}.`
    : 'No earlier conclusive run is on record.';
}

/** Answers since when, with the dates of the baseline and of the evidence. */
export function sinceWhen(document: CheckDocument, state: EventState, told: readonly Event[]): Line {
  const isPublic = document.run.recordings.origin === 'transcribed';
  const first =
    state === 'undecided' || state === 'settings'
      ? concludedSentence(document)
      : state === 'quiet'
        ? quietSentence(document)
        : eventsSentence(document, told);
  // Public recordings have no earlier runs.
  const isUseless = isPublic && (state === 'quiet' || state === 'undecided');
  return [[...(isUseless ? [] : [first]), baselineSentence(document), answersSentence(document)].join(' ')];
}
