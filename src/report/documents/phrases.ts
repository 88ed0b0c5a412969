import { findOperation } from '../../contract/operations.ts';
import type { Probe } from '../../contract/probe.ts';
import { describeCertainty } from '../../run/certainty.ts';
import type { RowResult } from '../../run/row-result.ts';
import type { SideInfo } from './diff/diff-document.ts';

export { answerWords, turnWords } from '../../findings/answer-words.ts';

/** "1 row", "2 rows". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** How old something is, as exactly as anybody wants to know: "3 days", "4 months", "4 years". */
export function formatAge(days: number): string {
  if (days < 61) return count(Math.max(0, days), 'day');
  return days < 730 ? count(Math.floor(days / 30.44), 'month') : count(Math.floor(days / 365.25), 'year');
}

/** "2022-11-30", or "2020-05-28 to 2023-03-26". */
export function formatDates({ from, to }: SideInfo['dates']): string {
  return from === to ? from : `${from} to ${to}`;
}

/** Where a side comes from, so that nobody takes a transcription for a recording. */
export function describeProvenance({ origin, dates, days }: Omit<SideInfo, 'name'>): string {
  const how = {
    transcribed: 'transcribed from public observations',
    recorded: 'recorded live',
    'stand-in': 'recorded from the stand-in, which is not Jira',
  }[origin];
  const age = days === undefined ? '' : `, ${formatAge(days)} old`;
  return `${how}, ${formatDates(dates)}${age}`;
}

/** How much older one side's newest evidence is than the other's, or undefined where that cannot be told. */
export function compareAges(base: SideInfo, head: SideInfo): string | undefined {
  const [before, after] = [Date.parse(base.dates.to), Date.parse(head.dates.to)];
  if (Number.isNaN(before) || Number.isNaN(after)) return undefined;
  const days = Math.round((after - before) / 86_400_000);
  return days > 0 ? `${count(days, 'day')} older` : 'of the same day';
}

/** Says that only a part was asked, in one sentence; empty if everything was. */
export function describeOnly(only: readonly string[] | undefined): string {
  if (!only) return '';
  const names = only.map((id) => findOperation(id)?.short ?? id);
  return `Only a part was asked (--only ${names.join(', ')}): the rest is as it was.`;
}

/** What a report is about, so that the stand-in never passes for Jira. */
export function reportTitle({ origin, name }: Pick<SideInfo, 'origin' | 'name'>): string {
  const who = origin === 'stand-in' ? 'the stand-in, which is not Jira,' : 'Jira Cloud';
  return `How ${who} treats API tokens: ${name}`;
}

/** A site by its name, so that the stand-in never passes for one. */
export function siteLabel(site: string, origin: SideInfo['origin']): string {
  return origin === 'stand-in' ? `${site} (the stand-in, which is not Jira)` : site;
}

/** The probe in the words of the matrix: name of the credential, short name of the operation. */
export function probeLabels({ credential, operation }: Probe): [string, string] {
  return [credential, findOperation(operation)?.short ?? operation];
}

/** Things in groups, none of them empty, in the order in which their keys first came. */
export function groupBy<T>(things: readonly T[], keyOf: (thing: T) => string): [string, [T, ...T[]]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const thing of things) {
    const group = groups.get(keyOf(thing));
    if (group) group.push(thing);
    else groups.set(keyOf(thing), [thing]);
  }
  return [...groups];
}

/** Why a row was not kept, and how sure that is. */
export function describeReason({ reason = 'no reason was given', certainty }: RowResult): string {
  return certainty ? `${reason}: ${describeCertainty(certainty)}` : reason;
}

/** Rows that were not decided or not asked, by reason, the commonest first. */
export function groupByReason(rows: readonly RowResult[]): [string, RowResult[]][] {
  return groupBy(rows, ({ reason }) => reason ?? 'no reason was given').toSorted(
    ([, a], [, b]) => b.length - a.length,
  );
}
