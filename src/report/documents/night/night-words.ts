import { failing, inState } from '../../../findings/findings.ts';
import { rowsWith } from '../rows.ts';
import { checkFindings } from '../settled-document.ts';
import { findingLine } from '../states.ts';
import { verdictWords } from '../summary.ts';
import { nextCommandLines } from '../check/next-commands.ts';
import { plainLine } from '../../plain.ts';
import { count, namedSite } from '../words.ts';
import type { Night } from './night-document.ts';

/** So many nights in a row without a conclusion are no bad luck any more. */
const LOUD = 3;

/** So many pieces of news are told one by one. */
const TOLD = 10;

const SIGN: Readonly<Record<number, string>> = { 0: '✓', 1: 'x', 2: '!', 3: '?' };

/** What fails a night, a line each, the worst first. What a site answered is made plain. */
export function newsLines({ document }: Night): string[] {
  if (!document) return [];
  return failing(checkFindings(document)).map((finding) =>
    plainLine(`${finding.state === 'fixed' ? 'fixed' : finding.level}: ${findingLine(finding)}`),
  );
}

/** How long nothing was concluded; louder from the third night on. */
export function silenceWords({ nights, last }: { nights: number; last: string | undefined }): string {
  if (nights < 2) return '';
  const since = last === undefined ? 'and no night before them was' : `the last one that was is of ${last}`;
  return nights >= LOUD
    ? ` NOTHING WAS CONCLUDED FOR ${nights} NIGHTS: ${since}. Nobody is watching.`
    : ` The night before was not concluded either: ${since}.`;
}

/** One line on a night, for a chat. */
export function summaryLine(night: Night, silent: { nights: number; last: string | undefined }): string {
  return plainLine([verdictLine(night, silent), ...night.expiring].join(' '));
}

function verdictLine(night: Night, silent: { nights: number; last: string | undefined }): string {
  const { exitCode, reason, document, entry } = night;
  const site = namedSite(night.site, entry.origin);
  const sign = SIGN[exitCode] ?? '?';
  if (exitCode >= 2) {
    const what = exitCode === 2 ? 'the settings are wrong' : 'not concluded';
    return `${sign} ${site}: ${what}: ${reason ?? ''}${silenceWords(silent)}`;
  }
  const kept = document ? rowsWith(document.run.rows, 'contract', 'kept').length : 0;
  const findings = document && checkFindings(document);
  const known = findings ? inState(findings, 'known').length : 0;
  const tail = `${count(kept, 'row')} of the contract kept${known > 0 ? `, ${known} known` : ''}.`;
  const failed = findings ? failing(findings) : [];
  const [worst] = failed;
  if (!findings || !worst) return `${sign} ${site}: nothing new. ${tail}`;
  return `${sign} ${site}: ${verdictWords(findings)} ${worst.message} ${tail}`;
}

/** What there is to say of a night on one screen. */
export function nightLines(night: Night, silent: { nights: number; last: string | undefined }): string[] {
  const news = newsLines(night);
  const rest = news.length - TOLD;
  return [
    summaryLine(night, silent),
    ...news.slice(0, TOLD).map((one) => `  ${one}`),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
    ...night.notes.map((one) => `  note: ${plainLine(one)}`),
    ...(night.document?.file !== undefined ? [`  The run is kept in ${night.document.file}.`] : []),
  ];
}

/** The commands that make the next night green, and what each is for. */
export function commandLines({ document }: Night): string[] {
  return document ? nextCommandLines(document).map((one) => `  ${plainLine(one)}`) : [];
}
