import { failing, inState } from '../../../findings/findings.ts';
import { rowsWith } from '../rows.ts';
import { checkFindings } from '../settled-document.ts';
import { findingLine } from '../states.ts';
import { describeVerdict } from '../summary.ts';
import { count, describeOnly, siteLabel } from '../phrases.ts';
import type { Night, ToldNight } from './night-document.ts';

/** So many nights in a row without a conclusion are no bad luck any more. */
const LOUD = 3;

const SIGN: Readonly<Record<number, string>> = { 0: '✓', 1: 'x', 2: '!', 3: '?' };

/** What fails a night, a line each, the worst first. */
export function failureLines({ document }: Night): string[] {
  if (!document) return [];
  return failing(checkFindings(document)).map(
    (finding) => `${finding.state === 'fixed' ? 'fixed' : finding.level}: ${findingLine(finding)}`,
  );
}

/** How long nothing was concluded; louder from the third night on. */
export function describeSilence({ nights, last }: ToldNight['silent']): string {
  if (nights < 2) return '';
  const since = last === undefined ? 'and no night before them was' : `the last one that was is of ${last}`;
  return nights >= LOUD
    ? ` NOTHING WAS CONCLUDED FOR ${nights} NIGHTS: ${since}. Nobody is watching.`
    : ` The night before was not concluded either: ${since}.`;
}

/** One line on a night, for a chat. */
export function summaryLine(night: Night, silent: ToldNight['silent']): string {
  const only = describeOnly(night.entry.only);
  return [verdictLine(night, silent), ...(only === '' ? [] : [only]), ...night.expiring].join(' ');
}

function verdictLine(night: Night, silent: ToldNight['silent']): string {
  const { exitCode, reason, document, entry } = night;
  const site = siteLabel(night.site, entry.origin);
  const sign = SIGN[exitCode] ?? '?';
  if (exitCode >= 2) {
    const what = exitCode === 2 ? 'the settings are wrong' : 'not concluded';
    return `${sign} ${site}: ${what}: ${reason ?? ''}${describeSilence(silent)}`;
  }
  const kept = document ? rowsWith(document.run.rows, 'contract', 'kept').length : 0;
  const findings = document && checkFindings(document);
  const known = findings ? inState(findings, 'known').length : 0;
  const tail = `${count(kept, 'row')} of the contract kept${known > 0 ? `, ${known} known` : ''}.`;
  const failed = findings ? failing(findings) : [];
  const [worst] = failed;
  if (!findings || !worst) return `${sign} ${site}: nothing new. ${tail}`;
  return `${sign} ${site}: ${describeVerdict(findings)} ${worst.message} ${tail}`;
}
