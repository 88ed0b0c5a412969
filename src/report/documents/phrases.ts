import { findOperation } from '../../contract/operations.ts';
import type { Probe } from '../../contract/probe.ts';
import { describeCertainty } from '../../run/certainty.ts';
import type { RowResult } from '../../run/row-result.ts';
import type { SnapshotInfo } from './diff/diff-document.ts';

export {
  describeAnswer as answerWords,
  describeTransition as turnWords,
} from '../../findings/answer-words.ts';

/** Returns a number with its noun: "1 row", "2 rows". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Formats a range of dates: "2022-11-30", or "2020-05-28 to 2023-03-26". */
export function formatDates({ from, to }: SnapshotInfo['dates']): string {
  return from === to ? from : `${from} to ${to}`;
}

/** Describes where a snapshot comes from, so that a transcription is not mistaken for a recording. */
export function describeProvenance({ origin, dates }: Omit<SnapshotInfo, 'name'>): string {
  const source = {
    transcribed: 'transcribed from public observations',
    recorded: 'recorded live',
    'stand-in': 'recorded from the stand-in, which is not Jira',
  }[origin];
  return `${source}, ${formatDates(dates)}`;
}

/** Describes how much older the newest evidence of `base` is than that of `head`; undefined if a date is not exact. */
export function compareAges(base: SnapshotInfo, head: SnapshotInfo): string | undefined {
  const [before, after] = [Date.parse(base.dates.to), Date.parse(head.dates.to)];
  if (Number.isNaN(before) || Number.isNaN(after)) return undefined;
  const days = Math.round((after - before) / 86_400_000);
  return days > 0 ? `${count(days, 'day')} older` : 'from the same day';
}

/** Says in one sentence that only a part was asked; empty if everything was. */
export function describeOnly(only: readonly string[] | undefined): string {
  if (!only) return '';
  const names = only.map((id) => findOperation(id)?.short ?? id);
  return `Only a part was asked (--only ${names.join(', ')}); nothing is known about the rest.`;
}

/** Returns the title of a report; it distinguishes the stand-in from Jira. */
export function reportTitle({ origin, name }: Pick<SnapshotInfo, 'origin' | 'name'>): string {
  const server = origin === 'stand-in' ? 'the stand-in, which is not Jira,' : 'Jira Cloud';
  return `How ${server} treats API tokens: ${name}`;
}

/** Returns the name of a site; it distinguishes the stand-in from a real site. */
export function siteLabel(site: string, origin: SnapshotInfo['origin']): string {
  return origin === 'stand-in' ? `${site} (the stand-in, which is not Jira)` : site;
}

/** Says that the stand-in answered, in a sentence for formats without a title; empty if it did not. */
export function standInSentence(...origins: readonly SnapshotInfo['origin'][]): string {
  return origins.includes('stand-in') ? 'The stand-in, which is not Jira, answered.' : '';
}

/** Returns the labels of a probe in the matrix: credential name and short operation name. */
export function probeLabels({ credential, operation }: Probe): [string, string] {
  return [credential, findOperation(operation)?.short ?? operation];
}

/** Number of items that are listed by name. */
const MAX_NAMED = 3;

/** Lists items: "revoked, mistyped", or "revoked, mistyped, expired and 4 more". */
export function someOf(items: readonly string[]): string {
  const rest = items.length - MAX_NAMED;
  return `${items.slice(0, MAX_NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** Returns operations as the matrix labels them. */
export function operationLabels(ids: readonly string[]): string[] {
  return ids.map((id) => findOperation(id)?.short ?? id);
}

/** Groups items by key, in the order in which the keys first occur. No group is empty. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): [string, [T, ...T[]]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups];
}

const NO_REASON = 'no reason given';

/** Returns why a row was not kept, and how certain that is. */
export function describeReason({ reason = NO_REASON, certainty }: RowResult): string {
  return certainty ? `${reason}: ${describeCertainty(certainty)}` : reason;
}

/** Groups undecided or skipped rows by reason, the most common reason first. */
export function groupByReason(rows: readonly RowResult[]): [string, RowResult[]][] {
  return groupBy(rows, ({ reason }) => reason ?? NO_REASON).toSorted(([, a], [, b]) => b.length - a.length);
}
