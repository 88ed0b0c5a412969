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
  /** The part of the timelines that the public observations are. */
  readonly published: readonly Timeline[];
  /** The part of the timelines that the runs of the site are. */
  readonly own: readonly Timeline[];
}

/** Returns the origin of the answers of a site: of public observations if it has no run yet. */
export function originOfSite({ nights }: Pick<SiteHistory, 'nights'>): Entry['origin'] {
  if (!nights) return 'transcribed';
  return nights.isStandIn ? 'stand-in' : 'recorded';
}

/** The data of a report on the history. */
export interface HistoryDocument {
  /** The address of the folder in which the reports are published, with a slash at its end. Only for feeds. */
  readonly url?: string | undefined;
  /** The reports or files of runs by the name of the run, as paths from the folder of the page. Only for pages, which can link to them. */
  readonly links?: Readonly<Record<string, string>> | undefined;
  readonly sites: readonly SiteHistory[];
}

/** Returns the history of each site in the entries; without entries, that of the public observations. */
export function historyDocument(entries: readonly Entry[], library: RecordingLibrary): HistoryDocument {
  const observations = publicObservations(library);
  const historyOf = (nights: Nights | undefined): SiteHistory => {
    const own = observationsOf(nights?.entries ?? []);
    return {
      nights,
      timelines: timelines([...observations, ...own]),
      published: timelines(observations),
      own: timelines(own),
    };
  };
  const sites = nightsOf(entries).map(historyOf);
  return { sites: sites.length > 0 ? sites : [historyOf(undefined)] };
}
