import { jsonText } from '../../json.ts';
import { brownOutsOf } from '../../history/brown-outs.ts';
import { currentPeriod } from '../../history/timeline.ts';
import { originOfSite, type HistoryDocument } from '../documents/history/history-document.ts';

/** Renders a history as JSON. */
export function historyJson({ sites }: HistoryDocument): string {
  return jsonText({
    schema: 'jira-token-contract/histories/1',
    sites: sites.map(({ nights, timelines }) => ({
      site: nights?.site ?? null,
      origin: originOfSite({ nights }),
      runs:
        nights?.entries.map(({ name, origin, at, by, only, outcome, reason, broken, news }) => ({
          name,
          origin,
          at,
          ...(by && { by }),
          ...(only && { only }),
          outcome,
          reason: reason ?? null,
          broken,
          news,
        })) ?? [],
      counts: nights?.counts ?? null,
      lastConcluded: nights?.lastConcluded?.at ?? null,
      inconclusiveInARow: nights?.inconclusiveNights.length ?? 0,
      brownOuts: brownOutsOf(timelines),
      probes: timelines.map((timeline) => ({
        credential: timeline.credential,
        operation: timeline.operation,
        now: currentPeriod(timeline).answer,
        since: currentPeriod(timeline).from,
        spells: timeline.periods.map(({ answer, from, to, times }) => ({ answer, from, to, times })),
      })),
    })),
  });
}
