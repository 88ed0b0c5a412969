import type { Entry } from '../../../history/entry.ts';
import { daysSince } from '../../../history/nights.ts';
import type { RecordingSetInfo } from '../../../evidence/recording-schema.ts';
import type { Snapshot } from '../../../run/snapshot.ts';
import { formatAge, count } from '../phrases.ts';

/** The age of evidence that a report relies on. */
export interface Age {
  readonly what: 'recordings' | 'baseline' | 'live run';
  readonly name: string;
  /** Undefined if there is no such evidence. */
  readonly date: string | undefined;
  /** Undefined if the date is less precise than a day. */
  readonly days: number | undefined;
}

/** Returns the ages of the recordings, of the baseline if there is one, and of the last conclusive live run. */
export function evidenceAges(
  recordings: RecordingSetInfo,
  base: Pick<Snapshot, 'name' | 'dates'> | undefined,
  lastConcluded: Entry | undefined,
  now: number,
): Age[] {
  const age = (what: Age['what'], name: string, date: string | undefined): Age => ({
    what,
    name,
    date,
    days: date === undefined ? undefined : daysSince(date, now),
  });
  return [
    age('recordings', recordings.name, recordings.dates.to),
    ...(base ? [age('baseline', base.name, base.dates.to)] : []),
    age('live run', lastConcluded?.name ?? 'none on record', lastConcluded?.at.slice(0, 10)),
  ];
}

/** Describes the ages in one sentence. */
export function describeAges(ages: readonly Age[]): string {
  const parts = ages.map(({ what, name, date, days }) => {
    const label = {
      recordings: `recordings ${name}`,
      baseline: `baseline ${name}`,
      'live run': 'last conclusive live run',
    }[what];
    if (date === undefined) return `${label}: none on record`;
    return `${label}: ${date}${days === undefined ? '' : `, ${formatAge(days)} old`}`;
  });
  return `Age of the evidence: ${parts.join('; ')}.`;
}

/** Returns a sentence for each recording set or baseline that is older than `bound` days or of unknown age. */
export function outdatedEvidence(ages: readonly Age[], bound: number): string[] {
  return ages
    .filter(({ what, days }) => what !== 'live run' && (days === undefined || days > bound))
    .map(
      ({ what, name, days }) =>
        `The ${what} ${name} is ${days === undefined ? 'of unknown age' : `${count(days, 'day')} old`}; --max-age allows ${count(bound, 'day')}.`,
    );
}
