import { brownOutsOf } from '../../../history/brown-outs.ts';
import { currentPeriod, previousPeriod, type Timeline } from '../../../history/timeline.ts';
import type { Nights } from '../../../history/nights.ts';
import { count, siteLabel } from '../phrases.ts';
import type { SiteHistory } from './history-document.ts';

/** Whether there is more to say of a probe than how it behaves: it once behaved otherwise. */
export function hasChanged({ periods: spells }: Timeline): boolean {
  return spells.length > 1;
}

/** The day of a time, or as much of it as is known. */
function dayWords(at: string): string {
  return at.slice(0, 10);
}

/** What the history is of. */
export function historyTitle({ nights }: Pick<SiteHistory, 'nights'>): string {
  if (!nights) return 'Jira Cloud, by public observations alone';
  const isStandIn = nights.entries.some(({ origin }) => origin === 'stand-in');
  return siteLabel(nights.site, isStandIn ? 'stand-in' : 'recorded');
}

/** The story of a probe: "refused 401 until 2022-11-30, then ignored 200 since 2026-09-04 (seen 3×)". */
export function describeTimeline(timeline: Timeline): string {
  const now = currentPeriod(timeline);
  const before = previousPeriod(timeline);
  const changes = timeline.periods.length - 1;
  const past = before ? `${before.answer} until ${dayWords(before.to)}, then ` : '';
  const unsteady = changes > 1 ? `, ${count(changes, 'change')}` : '';
  return `${past}${now.answer} since ${dayWords(now.from)} (seen ${now.times}×${unsteady})`;
}

/** The operations that were gone for a time and came back, a sentence each. */
export function describeBrownOuts({ timelines }: Pick<SiteHistory, 'timelines'>): string[] {
  return brownOutsOf(timelines).map(({ operation, from, to, times }) => {
    const often = times > 1 ? `, ${times} times,` : '';
    return `${operation} was gone${often} between ${dayWords(from)} and ${dayWords(to)} and came back: a brown-out, as there is before a removal.`;
  });
}

/** How the runs of a site went, in a sentence or two. */
export function describeNights({
  entries,
  whole,
  counts,
  lastConcluded,
  inconclusiveStreak: inARow,
}: Nights): string[] {
  const [first, last, lastWhole] = [entries[0], entries.at(-1), whole.at(-1)];
  const partial = entries.length - whole.length;
  const parts = Object.entries(counts).flatMap(([outcome, number]) =>
    number > 0 ? [`${number} ${outcome}`] : [],
  );
  return [
    `${count(entries.length, 'run')}, ${dayWords(first?.at ?? '')} to ${dayWords(last?.at ?? '')}: ${parts.join(', ')}.`,
    ...(partial > 0 ? [`${count(partial, 'run')} of them asked only a part (--only).`] : []),
    lastConcluded
      ? `The last one that came to a conclusion is of ${dayWords(lastConcluded.at)}.`
      : 'None of them came to a conclusion.',
    ...(inARow > 0 && lastWhole
      ? [
          `${inARow > 1 ? `The last ${inARow} came` : 'The last one came'} to none: ${(lastWhole.reason ?? lastWhole.outcome).replace(/\.$/, '')}.`,
        ]
      : []),
  ];
}

/** How many probes always behaved alike; empty where there are none. */
export function countUnchanged({ timelines }: SiteHistory): string {
  const steady = timelines.filter((one) => !hasChanged(one)).length;
  return steady === 0 ? '' : `${count(steady, 'probe')} always behaved alike, as far as is known.`;
}
