import type { Entry } from '../../../history/entry.ts';
import { daysSince } from '../../../history/nights.ts';
import type { RecordingSetInfo } from '../../../evidence/recording-schema.ts';
import type { Snapshot } from '../../../run/snapshot.ts';
import { formatAge, count } from '../phrases.ts';

/** How old a piece of evidence is that a report relies on. */
export interface Age {
  readonly what: 'recordings' | 'baseline' | 'live run';
  readonly name: string;
  /** Undefined: there is none. */
  readonly date: string | undefined;
  /** Undefined where the date says less than a day. */
  readonly days: number | undefined;
}

/** What of a run has an age: its recordings unless it is live, the baseline, the last live run that was concluded. */
export function agesOf(
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

/** How old the evidence is, in one sentence. */
export function describeAges(ages: readonly Age[]): string {
  const parts = ages.map(({ what, name, date, days }) => {
    const label = {
      recordings: `recordings ${name}`,
      baseline: `baseline ${name}`,
      'live run': 'last concluded live run',
    }[what];
    if (date === undefined) return `${label}: none on record`;
    return `${label}: ${date}${days === undefined ? '' : `, ${formatAge(days)} old`}`;
  });
  return `How old it is: ${parts.join('; ')}.`;
}

/** What a run relies on that is older than a bound in days, a sentence each; nothing where nothing is. */
export function tooOld(ages: readonly Age[], bound: number): string[] {
  return ages
    .filter(({ what, days }) => what !== 'live run' && (days === undefined || days > bound))
    .map(
      ({ what, name, days }) =>
        `The ${what} ${name} is ${days === undefined ? 'of an unknown age' : `${count(days, 'day')} old`}, more than the ${count(bound, 'day')} of --max-age.`,
    );
}
