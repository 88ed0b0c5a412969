import { brownOutsOf, type BrownOut } from '../../../history/brown-outs.ts';
import { currentPeriod, previousPeriod, type Timeline } from '../../../history/timeline.ts';
import { isNight, type Nights } from '../../../history/nights.ts';
import { count, groupBy, siteLabel } from '../phrases.ts';
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

/** Describes when an operation was unavailable. */
const describeAbsence = ({ from, to, times }: BrownOut): string => {
  const [first, last] = [dateOf(from), dateOf(to)];
  const repeated = times > 1 ? ` ${times} times` : '';
  return `unavailable${repeated} ${first === last ? `on ${first}` : `between ${first} and ${last}`}`;
};

/** Describes operations that were temporarily unavailable: a sentence for those that were so at the same time. */
export function describeBrownOuts({ timelines }: Pick<SiteHistory, 'timelines'>): string[] {
  return groupBy(brownOutsOf(timelines), describeAbsence).map(([words, brownOuts]) => {
    const names = brownOuts.map(({ operation }) => operation).join(', ');
    return `${names} ${brownOuts.length === 1 ? 'was' : 'were'} ${words} and came back: a brown-out, which usually precedes a removal.`;
  });
}

/** Names inconclusive nights in a row. Nights and checks that asked only a part may be newer. */
const describeStreak = (nights: number): string =>
  nights > 1
    ? `The last ${nights} nights that asked everything were`
    : 'The last night that asked everything was';

/** Summarises the runs of a site in a few sentences. */
export function describeNights({
  entries,
  whole,
  counts,
  lastConcluded,
  inconclusiveNights,
}: Nights): string[] {
  const [first, last] = [entries[0], entries.at(-1)];
  const partial = entries.length - whole.length;
  const checks = entries.filter((run) => !isNight(run)).length;
  const lastInconclusive = inconclusiveNights.at(-1);
  const parts = Object.entries(counts).flatMap(([outcome, number]) =>
    number > 0 ? [`${number} ${outcome}`] : [],
  );
  return [
    `${count(entries.length, 'run')}, ${dateOf(first?.at ?? '')} to ${dateOf(last?.at ?? '')}: ${parts.join(', ')}.`,
    ...(checks > 0
      ? [`${checks} of them ${checks === 1 ? 'was a check, not a night' : 'were checks, not nights'}.`]
      : []),
    ...(partial > 0 ? [`${partial} of them asked only a part (--only).`] : []),
    lastConcluded ? `Last conclusive run: ${dateOf(lastConcluded.at)}.` : 'No run was conclusive.',
    ...(lastInconclusive
      ? [
          `${describeStreak(inconclusiveNights.length)} inconclusive: ${(lastInconclusive.reason ?? lastInconclusive.outcome).replace(/\.$/, '')}.`,
        ]
      : []),
  ];
}

/** Counts the probes that never changed; empty if there are none. */
export function countUnchanged({ timelines }: SiteHistory): string {
  const unchanged = timelines.filter((timeline) => !hasChanged(timeline)).length;
  return unchanged === 0 ? '' : `${count(unchanged, 'probe')} never changed, as far as is known.`;
}
