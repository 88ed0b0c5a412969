import { brownOutsOf } from '../../../history/brown-outs.ts';
import { currentPeriod, previousPeriod, type Timeline } from '../../../history/timeline.ts';
import type { Nights } from '../../../history/nights.ts';
import { count, siteLabel } from '../phrases.ts';
import { originOfSite, type SiteHistory } from './history-document.ts';

/** Whether a probe was ever answered differently. */
export function hasChanged({ periods }: Timeline): boolean {
  return periods.length > 1;
}

/** Returns the date of a timestamp, as precise as it is known. */
function dateOf(at: string): string {
  return at.slice(0, 10);
}

/** Returns the title of a site's history. */
export function historyTitle(site: Pick<SiteHistory, 'nights'>): string {
  const { nights } = site;
  if (!nights) return 'Jira Cloud, from public observations only';
  return siteLabel(nights.site, originOfSite(site));
}

/** Describes a timeline: "refused 401 until 2022-11-30, then ignored 200 since 2026-09-04 (seen 3×)". */
export function describeTimeline(timeline: Timeline): string {
  const now = currentPeriod(timeline);
  const before = previousPeriod(timeline);
  const changes = timeline.periods.length - 1;
  const past = before ? `${before.answer} until ${dateOf(before.to)}, then ` : '';
  const unsteady = changes > 1 ? `, ${count(changes, 'change')}` : '';
  return `${past}${now.answer} since ${dateOf(now.from)} (seen ${now.times}×${unsteady})`;
}

/** Returns a sentence for each operation that was temporarily unavailable. */
export function describeBrownOuts({ timelines }: Pick<SiteHistory, 'timelines'>): string[] {
  return brownOutsOf(timelines).map(({ operation, from, to, times }) => {
    const repeated = times > 1 ? ` ${times} times` : '';
    return `${operation} was unavailable${repeated} between ${dateOf(from)} and ${dateOf(to)} and came back: a brown-out, which usually precedes a removal.`;
  });
}

/** Summarises the runs of a site in a few sentences. */
export function describeNights({
  entries,
  whole,
  counts,
  lastConcluded,
  inconclusiveStreak,
}: Nights): string[] {
  const [first, last, lastWhole] = [entries[0], entries.at(-1), whole.at(-1)];
  const partial = entries.length - whole.length;
  const parts = Object.entries(counts).flatMap(([outcome, number]) =>
    number > 0 ? [`${number} ${outcome}`] : [],
  );
  return [
    `${count(entries.length, 'run')}, ${dateOf(first?.at ?? '')} to ${dateOf(last?.at ?? '')}: ${parts.join(', ')}.`,
    ...(partial > 0 ? [`${count(partial, 'run')} of them asked only a part (--only).`] : []),
    lastConcluded ? `Last conclusive run: ${dateOf(lastConcluded.at)}.` : 'No run was conclusive.',
    ...(inconclusiveStreak > 0 && lastWhole
      ? [
          `${inconclusiveStreak > 1 ? `The last ${inconclusiveStreak} runs were` : 'The last run was'} inconclusive: ${(lastWhole.reason ?? lastWhole.outcome).replace(/\.$/, '')}.`,
        ]
      : []),
  ];
}

/** Counts the probes that never changed; empty if there are none. */
export function countUnchanged({ timelines }: SiteHistory): string {
  const unchanged = timelines.filter((timeline) => !hasChanged(timeline)).length;
  return unchanged === 0 ? '' : `${count(unchanged, 'probe')} never changed, as far as is known.`;
}
