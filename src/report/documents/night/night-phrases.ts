import { failingFindings, inState } from '../../../findings/findings.ts';
import { rowsWith } from '../rows.ts';
import { checkFindings } from '../settled-document.ts';
import { findingLine } from '../states.ts';
import { describeVerdict } from '../summary.ts';
import { originOfSite } from '../history/history-document.ts';
import { count, describeOnly, siteLabel } from '../phrases.ts';
import type { Night, NightOfSite, NotConcludedDocument } from './night-document.ts';

/** Number of inconclusive nights in a row from which the warning is in capitals. */
const ALARMING_STREAK = 3;

const SIGN: Readonly<Record<number, string>> = { 0: '✓', 1: 'x', 2: '!', 3: '?' };

/** Returns a line for each failing finding of a night, most severe first. */
export function failureLines({ document }: Night): string[] {
  if (!document) return [];
  return failingFindings(checkFindings(document)).map(
    (finding) => `${finding.state === 'fixed' ? 'fixed' : finding.level}: ${findingLine(finding)}`,
  );
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
  const only = describeOnly(night.entry.only);
  return [verdictLine(night, silent), ...(only === '' ? [] : [only]), ...night.expiring].join(' ');
}

function verdictLine(night: Night, silent: NightOfSite['silent']): string {
  const { exitCode, reason, document, entry } = night;
  const site = siteLabel(night.site, entry.origin);
  const sign = SIGN[exitCode] ?? '?';
  if (exitCode >= 2) {
    const problem = exitCode === 2 ? 'wrong settings' : 'not concluded';
    return `${sign} ${site}: ${problem}: ${reason ?? ''}${describeSilence(silent)}`;
  }
  const kept = document ? rowsWith(document.run.rows, 'contract', 'kept').length : 0;
  const findings = document && checkFindings(document);
  const known = findings ? inState(findings, 'known').length : 0;
  const counts = `${count(kept, 'row')} as expected${known > 0 ? `, ${count(known, 'known finding')}` : ''}.`;
  const failed = findings ? failingFindings(findings) : [];
  const [worst] = failed;
  if (!findings || !worst) return `${sign} ${site}: nothing new. ${counts}`;
  return `${sign} ${site}: ${describeVerdict(findings)} ${worst.message} ${counts}`;
}
