import { tell } from '../../change/story.ts';
import { failureFingerprint, rowFingerprint } from '../../change/known-news.ts';
import { shortFingerprint } from '../../change/fingerprint.ts';
import { probeKey } from '../../contract/probe.ts';
import { failingChanges, findings, rowsWith } from '../verdict.ts';
import { interactionName } from '../pact-words.ts';
import { plainLine } from '../plain.ts';
import { count, namedSite, shortProbe, turnWords } from '../words.ts';
import type { Night } from './night-document.ts';

/** So many nights in a row without a conclusion are no bad luck any more. */
const LOUD = 3;

/** So many pieces of news are told one by one. */
const TOLD = 10;

const SIGN: Readonly<Record<number, string>> = { 0: '✓', 1: 'x', 2: '!', 3: '?' };

/** What is new in a night, a line each, the worst first. What a site answered is made plain. */
export function newsLines({ document }: Night): string[] {
  if (!document) return [];
  const { broken, fixed, failures, pacts } = findings(document);
  const changes = document.diff ? failingChanges(document.diff) : [];
  // What changed is told as a change; that it breaks a row, too, is no further news.
  const told = new Set(changes.map(probeKey));
  return [
    ...changes.map(
      (change) =>
        `${change.level}: ${shortProbe(change).join(' ')}: ${turnWords(change)} (${change.rule}, ${shortFingerprint(change)})`,
    ),
    ...broken
      .filter((row) => !told.has(probeKey(row)))
      .map(
        (row) =>
          `broken: ${shortProbe(row).join(' ')}: ${row.reason ?? ''} (contract-broken, ${rowFingerprint(row).slice(0, 8)})`,
      ),
    ...fixed.map(
      (row) =>
        `fixed: ${shortProbe(row).join(' ')}: move it from wanted to the contract (wanted-fixed, ${rowFingerprint(row).slice(0, 8)})`,
    ),
    ...pacts.map((one) => `pact: ${interactionName(one)}`),
    ...failures.map((one) => `${one} (failure, ${failureFingerprint(one).slice(0, 8)})`),
  ].map(plainLine);
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
  const known = document?.diff?.changes.filter(({ acknowledged }) => acknowledged).length ?? 0;
  const tail = `${count(kept, 'row')} of the contract kept${known > 0 ? `, ${count(known, 'known change')}` : ''}.`;
  const news = newsLines(night);
  if (news.length === 0) return `${sign} ${site}: nothing new. ${tail}`;
  const [worst] = document?.diff ? failingChanges(document.diff) : [];
  const story = worst && tell(worst);
  return `${sign} ${site}: ${news.length} new: ${story?.plain ?? news[0]} ${tail}`;
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
    ...(night.document ? [`  The run is kept in ${night.document.file}.`] : []),
  ];
}
