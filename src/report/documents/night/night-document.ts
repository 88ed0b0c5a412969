import type { Expiry } from '../../../config/expiry.ts';
import type { Entry } from '../../../history/entry.ts';
import type { CheckDocument } from '../check/check-document.ts';
import type { HistoryDocument } from '../history/history-document.ts';
import { withCheckFindings } from '../settled-document.ts';

/** The result of one site in a nightly run. */
export interface Night {
  /** Its name in the history. */
  readonly site: string;
  readonly exitCode: number;
  /** Why it was inconclusive, or what is wrong with the settings. */
  readonly reason: string | undefined;
  /** A sentence for each credential of the user that has expired or is about to expire. */
  readonly expiring: readonly string[];
  /** The expiry of the credential of the user that expires next; undefined if no date is known. */
  readonly expires?: Expiry | undefined;
  /** Credentials that are not what they claim to be, according to the doctor; they do not fail the night. */
  readonly notes: readonly string[];
  /** Undefined if there was no run. */
  readonly document: CheckDocument | undefined;
  readonly entry: Entry;
}

/** A night of one site with its history. */
export interface NightOfSite {
  readonly night: Night;
  /** Its newest whole nights, oldest first, this one included. */
  readonly recent?: readonly Entry[];
  /** Number of inconclusive nights in a row, including this one, and the date of the last conclusive one. */
  readonly silent: { readonly nights: number; readonly last: string | undefined };
}

/** The data of a nightly report, on one site or several. */
export type NightDocument = readonly NightOfSite[];

/** The data of the report on a site without a run. */
export interface NotConcludedDocument {
  readonly site: string;
  readonly reason: string;
  /** 2 for wrong settings; otherwise 3. */
  readonly exitCode?: number;
  /** Its earlier runs. */
  readonly history: HistoryDocument;
}

/** Adds the findings to the runs of a night. */
export function withNightFindings(nights: NightDocument): NightDocument {
  return nights.map((one) => ({
    ...one,
    night: { ...one.night, document: one.night.document && withCheckFindings(one.night.document) },
  }));
}
