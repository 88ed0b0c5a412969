import type { Entry, Outcome } from '../../history/entry.ts';
import { isNight } from '../../history/nights.ts';
import { jsonText } from '../../json.ts';
import type { HistoryDocument } from '../documents/history/history-document.ts';

/** How the outcome of a night looks, the most urgent first. */
const LOOKS: readonly {
  readonly outcome: Outcome;
  readonly color: string;
  readonly says: (nights: readonly Entry[]) => string;
}[] = [
  {
    outcome: 'changed',
    color: 'red',
    says: (nights) => `${nights.reduce((sum, { news }) => sum + news, 0)} new`,
  },
  { outcome: 'misconfigured', color: 'orange', says: () => 'wrong settings' },
  { outcome: 'inconclusive', color: 'yellow', says: () => 'not concluded' },
  { outcome: 'kept', color: 'brightgreen', says: () => 'all quiet' },
];

/** Returns the newest night of each site that asked everything: of Jira, or of the stand-in if nothing else was asked. */
function lastNights({ sites }: HistoryDocument): Entry[] {
  const own = sites.flatMap(({ nights }) => nights ?? []);
  const jira = own.filter(({ isStandIn }) => !isStandIn);
  return (jira.length > 0 ? jira : own).flatMap(({ whole }) => whole.findLast(isNight) ?? []);
}

/**
 * Renders the last night as a badge, for https://shields.io/badges/endpoint-badge. It has the date of the night, because a badge that
 * nothing renews would stay green.
 */
export function historyBadge(document: HistoryDocument): string {
  const last = lastNights(document);
  const look = LOOKS.find(({ outcome }) => last.some((night) => night.outcome === outcome));
  const alike = last.filter(({ outcome }) => outcome === look?.outcome);
  const places =
    last.length > 1 && look?.outcome !== 'kept' ? `, ${alike.length} of ${last.length} sites` : '';
  // The oldest: of several sites none is shown as newer than it is.
  const [date] = last.map(({ at }) => at.slice(0, 10)).toSorted();
  const isStandIn = last.some(({ origin }) => origin === 'stand-in');
  return jsonText({
    schemaVersion: 1,
    label: [
      'Jira API tokens',
      ...(isStandIn ? ['the stand-in, not Jira'] : []),
      ...(date ? [date] : []),
    ].join(', '),
    message: look ? `${look.says(alike)}${places}` : 'no night yet',
    color: look?.color ?? 'lightgrey',
    isError: look !== undefined && look.outcome !== 'kept',
  });
}
