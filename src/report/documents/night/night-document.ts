import type { Entry } from '../../../history/entry.ts';
import type { CheckDocument } from '../document.ts';

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
