import { failingFindings } from '../../../findings/findings.ts';
import { checkFindings } from '../settled-document.ts';
import { failureLine } from '../states.ts';
import { originOfSite } from '../history/history-document.ts';
import { signedLine } from '../../headline/headline-line.ts';
import { headlineOfSite } from '../../headline/night-headline.ts';
import { describeOnly, siteLabel } from '../phrases.ts';
import type { Night, NightOfSite, NotConcludedDocument } from './night-document.ts';

/** Number of inconclusive nights in a row from which the warning is in capitals. */
const ALARMING_STREAK = 3;

/** Returns the name of a site in a table, whose cells must not be empty. */
export function nameInTable({ site }: Pick<Night, 'site'>): string {
  return site.trim() === '' ? 'an unnamed site' : site;
}

/** Returns a line for each failing finding of a night, most severe first. */
export function failureLines({ document }: Night): string[] {
  if (!document) return [];
  return failingFindings(checkFindings(document)).map(failureLine);
}

/** Warns about inconclusive nights in a row, in capitals from the third on. Empty if there is only one. */
export function describeSilence({ nights, last }: NightOfSite['silent']): string {
  if (nights < 2) return '';
  const since =
    last === undefined ? 'no earlier night was conclusive' : `the last conclusive night was ${last}`;
  return nights >= ALARMING_STREAK
    ? ` NOT CONCLUDED FOR ${nights} NIGHTS: ${since}. Changes go unnoticed.`
    : ` The night before was not concluded either; ${since}.`;
}

/** Returns the name of a site without a run; it distinguishes the stand-in, if earlier runs show that it is one. */
export function notConcludedLabel({ site, history }: NotConcludedDocument): string {
  const [past] = history.sites;
  return past ? siteLabel(site, originOfSite(past)) : site;
}

/** Summarises a night of one site in one line, for a chat message. */
export function summaryLine(night: Night, silent: NightOfSite['silent']): string {
  // The headline of a run says so itself.
  const only = describeOnly(night.entry.only);
  return [
    `${signedLine(headlineOfSite(night))}.${describeSilence(silent)}`,
    ...(night.document || only === '' ? [] : [only]),
    ...night.expiring,
  ].join(' ');
}
