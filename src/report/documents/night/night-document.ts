import type { Entry } from '../../../history/entry.ts';
import type { CheckDocument } from '../check/check-document.ts';
import type { HistoryDocument } from '../history/history-document.ts';
import { settledCheck } from '../settled-document.ts';

/** What became of one site in one night. */
export interface Night {
  /** What the history calls it. */
  readonly site: string;
  readonly exitCode: number;
  /** Why it could not be concluded, or what is wrong with the settings. */
  readonly reason: string | undefined;
  /** That an own credential has expired or is about to. */
  readonly expiring: readonly string[];
  /** What the doctor found to be otherwise than it claims; nothing of it fails the night by itself. */
  readonly notes: readonly string[];
  /** Undefined where it did not come so far. */
  readonly document: CheckDocument | undefined;
  readonly entry: Entry;
}

/** A night of one site; how many in a row, this one included, came to no conclusion; and the day of the last that did. */
export interface ToldNight {
  readonly night: Night;
  readonly silent: { readonly nights: number; readonly last: string | undefined };
}

/** A night as reports tell it: of one site or several. */
export type NightDocument = readonly ToldNight[];

/** A night of a site that came to no run, as its own report tells it. */
export interface NotConcludedDocument {
  readonly site: string;
  readonly reason: string;
  /** How it was before. */
  readonly history: HistoryDocument;
}

/** A night of which is decided what its runs mean. */
export function withNightFindings(nights: NightDocument): NightDocument {
  return nights.map(({ night, silent }) => ({
    night: { ...night, document: night.document && settledCheck(night.document) },
    silent,
  }));
}
