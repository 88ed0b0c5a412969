import type { RecordingLibrary } from '../../../evidence/recording-library.ts';
import type { Entry } from '../../../history/entry.ts';
import { nightsOf, type Nights } from '../../../history/nights.ts';
import { observationsOf, publicObservations } from '../../../history/observations.ts';
import { timelines, type Timeline } from '../../../history/timeline.ts';

/** The history of one site: what is public comes first, then its own runs. */
export interface SiteHistory {
  /** Undefined: there is no run yet, only what is public. */
  readonly nights: Nights | undefined;
  readonly timelines: readonly Timeline[];
}

/** A history as reports tell it. */
export interface HistoryDocument {
  readonly sites: readonly SiteHistory[];
}

/** The document of a history; without entries it holds what is public alone. */
export function historyDocument(entries: readonly Entry[], library?: RecordingLibrary): HistoryDocument {
  const common = publicObservations(library);
  const sites = nightsOf(entries).map((nights) => ({
    nights,
    timelines: timelines([...common, ...observationsOf(nights.entries)]),
  }));
  return { sites: sites.length > 0 ? sites : [{ nights: undefined, timelines: timelines(common) }] };
}
