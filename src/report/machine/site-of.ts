import type { CheckDocument } from '../documents/check/check-document.ts';

/** Returns the name of the site of a run: that in the list of sites, or its address. For a public set, the name of the set. */
export function siteOf({ run: { recordings }, askedWith }: CheckDocument): string {
  return askedWith?.site ?? (recordings.origin === 'transcribed' ? recordings.name : recordings.site);
}
