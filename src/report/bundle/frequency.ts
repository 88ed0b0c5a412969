import { probeKey } from '../../contract/probe.ts';
import { currentPeriod } from '../../history/timeline.ts';
import { confirmationCount } from '../../run/certainty.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { count, formatDates, siteLabel } from '../documents/phrases.ts';
import type { ReportedProbe } from './reported-probe.ts';
import type { Ticket } from './tickets.ts';

/** How often a probe was asked in a run, and how often it got the reported answer. */
function attemptsOf({ row: { certainty = {} } }: ReportedProbe): { times: number; of: number } {
  const { flapping, dissent = [] } = certainty;
  if (flapping)
    return { times: flapping.filter((status, _, all) => status === all.at(-1)).length, of: flapping.length };
  const times = confirmationCount(certainty) ?? 1;
  return { times, of: times + dissent.length };
}

/** Describes how often the requests of a run got the reported answer. */
function inTheRun({ run }: CheckDocument, { probes }: Ticket): string {
  const { recordings } = run;
  if (recordings.origin === 'transcribed') {
    const dates = probes.flatMap(({ row }) => row.sources.map(({ date }) => date)).toSorted();
    const [from, to] = [dates[0], dates.at(-1)];
    const when = from === undefined || to === undefined ? recordings.dates : { from, to };
    return `${count(probes.length, 'public observation')}, ${formatDates(when)}. How often each was repeated is not on record.`;
  }
  const attempts = probes.map(attemptsOf);
  const [times, of] = (['times', 'of'] as const).map((key) =>
    attempts.reduce((sum, attempt) => sum + attempt[key], 0),
  );
  const steady = attempts.filter((attempt) => attempt.times === attempt.of).length;
  const always = steady === probes.length ? '' : `; ${steady} of ${count(probes.length, 'probe')} every time`;
  const where = siteLabel(recordings.site, recordings.origin);
  return `${times} of ${count(of ?? 0, 'request')} in this run got the reported answer (${count(probes.length, 'probe')}${always}). One site was asked: ${where}.`;
}

/** Describes since when the history of the site has shown the answers; undefined without a history of its own. */
function inTheHistory({ history }: CheckDocument, { probes }: Ticket): string | undefined {
  const [site] = history?.sites ?? [];
  if (!site?.nights) return undefined;
  const keys = new Set(probes.map(({ row }) => probeKey(row)));
  const periods = site.timelines.filter((timeline) => keys.has(probeKey(timeline))).map(currentPeriod);
  const from = periods.map((period) => period.from.slice(0, 10)).toSorted()[0];
  if (from === undefined) return undefined;
  const times = periods.map((period) => period.times);
  const [least, most] = [Math.min(...times), Math.max(...times)];
  return `In the history of the site: since ${from} at the earliest, seen ${least === most ? least : `${least} to ${most}`} times in a row (${count(site.nights.entries.length, 'run')} on record).`;
}

/** Returns sentences about how often, since when and on how many sites the answers of a ticket were seen. */
export function frequencyOf(document: CheckDocument, ticket: Ticket): string[] {
  const { diff } = document;
  const changed = diff && ticket.probes.some(({ change }) => change);
  const history = inTheHistory(document, ticket);
  return [
    inTheRun(document, ticket),
    ...(history === undefined ? [] : [history]),
    changed
      ? `Jira last behaved differently in ${diff.base.name}, ${formatDates(diff.base.dates)}.`
      : 'This run does not show when Jira last behaved differently.',
  ];
}
