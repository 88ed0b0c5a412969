import type { Entry } from '../../../history/entry.ts';
import { daysSince } from '../../../history/nights.ts';
import type { RecordingSetInfo } from '../../../evidence/recording-schema.ts';
import type { Snapshot } from '../../../run/snapshot.ts';
import { count } from '../phrases.ts';

/** The age of evidence that a report relies on. */
export interface Age {
  readonly what: 'recordings' | 'baseline' | 'live run';
  readonly name: string;
  /** Undefined if there is no such evidence. */
  readonly date: string | undefined;
  /**
   * Days by which it is older than the answers of the run itself, never than the day on which a report is printed: the same
   * run gives the same report in every year. Undefined for the run itself and for transcribed answers, which have no day of
   * their own.
   */
  readonly days: number | undefined;
}

/** Returns the ages of the recordings, of the baseline if there is one, and of the last conclusive live run. */
export function evidenceAges(
  recordings: RecordingSetInfo,
  base: Pick<Snapshot, 'name' | 'dates'> | undefined,
  lastConcluded: Entry | undefined,
): Age[] {
  const asked = recordings.origin === 'transcribed' ? Number.NaN : Date.parse(recordings.dates.to);
  const daysBefore = (date: string): number | undefined => {
    const days = daysSince(date, asked);
    return days !== undefined && days >= 0 ? days : undefined;
  };
  const last = lastConcluded?.at.slice(0, 10);
  return [
    { what: 'recordings', name: recordings.name, date: recordings.dates.to, days: undefined },
    ...(base
      ? [{ what: 'baseline', name: base.name, date: base.dates.to, days: daysBefore(base.dates.to) } as const]
      : []),
    {
      what: 'live run',
      name: lastConcluded?.name ?? 'none on record',
      date: last,
      days: last === undefined ? undefined : daysBefore(last),
    },
  ];
}

/** Formats an age of whole days in a suitable unit: "3 days", "4 months", "4 years". */
function formatAge(days: number): string {
  if (days < 61) return count(days, 'day');
  return days < 730 ? count(Math.floor(days / 30.44), 'month') : count(Math.floor(days / 365.25), 'year');
}

/** Describes the dates in one sentence, with the ages that are known. */
export function describeAges(ages: readonly Age[]): string {
  const parts = ages.map(({ what, name, date, days }) => {
    const label = {
      recordings: `recordings ${name}`,
      baseline: `baseline ${name}`,
      'live run': 'last conclusive live run',
    }[what];
    if (date === undefined) return `${label}: none on record`;
    return `${label}: ${date}${days === undefined ? '' : days === 0 ? ', the same day' : `, ${formatAge(days)} earlier`}`;
  });
  return `Dates of the evidence: ${parts.join('; ')}.`;
}

/**
 * Returns a sentence for each recording set or baseline that was older than a bound, or of unknown age, when it was judged.
 *
 * @param bound in days
 * @param now the time of the judgement, in milliseconds since 1970. The sentences do not contain it.
 */
export function outdatedEvidence(ages: readonly Age[], bound: number, now: number): string[] {
  return ages.flatMap(({ what, name, date = '' }) => {
    const days = what === 'live run' ? 0 : daysSince(date, now);
    if (days !== undefined && days <= bound) return [];
    const why =
      days === undefined
        ? `which is no exact date, so that its age cannot be compared with --max-age (${count(bound, 'day')})`
        : `more than the ${count(bound, 'day')} ago that --max-age allows`;
    return [`The newest answer of the ${what} ${name} is dated ${date}, ${why}.`];
  });
}
