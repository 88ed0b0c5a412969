import type { RecordingLibrary } from '../../../evidence/recording-library.ts';
import type { Entry } from '../../../history/entry.ts';
import { nightsOf, type Nights } from '../../../history/nights.ts';
import { observationsOf, publicObservations } from '../../../history/observations.ts';
import { timelines, type Timeline } from '../../../history/timeline.ts';

/** The history of one site: public observations first, then its own runs. */
export interface SiteHistory {
  /** Undefined if there are only public observations yet. */
  readonly nights: Nights | undefined;
  readonly timelines: readonly Timeline[];
}

/** Returns the origin of the answers of a site: that of the stand-in if any of its runs was made there. */
export function originOfSite({ nights }: Pick<SiteHistory, 'nights'>): Entry['origin'] {
  if (!nights) return 'transcribed';
  return nights.entries.some(({ origin }) => origin === 'stand-in') ? 'stand-in' : 'recorded';
}

/** The data of a report on the history. */
export interface HistoryDocument {
  readonly sites: readonly SiteHistory[];
}

/** Returns the history of each site in the entries; without entries, that of the public observations. */
export function historyDocument(entries: readonly Entry[], library: RecordingLibrary): HistoryDocument {
  const observations = publicObservations(library);
  const sites = nightsOf(entries).map((nights) => ({
    nights,
    timelines: timelines([...observations, ...observationsOf(nights.entries)]),
  }));
  return { sites: sites.length > 0 ? sites : [{ nights: undefined, timelines: timelines(observations) }] };
}
