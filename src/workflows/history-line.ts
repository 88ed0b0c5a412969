import { Fault } from '../fault.ts';
import { decidedIn } from '../findings/conclusion.ts';
import type { Finding } from '../findings/finding.ts';
import { failingFindings } from '../findings/findings.ts';
import { entryOf, type Ended, type Entry, type Figures } from '../history/entry.ts';
import { appendToHistory, HISTORY_FILE, readHistory } from '../history/history.ts';
import { nightsWith } from '../history/nights.ts';
import type { CheckDocument } from '../report/documents/check/check-document.ts';
import { historyDocument } from '../report/documents/history/history-document.ts';
import { checkFindings } from '../report/documents/settled-document.ts';
import { rowCounts } from '../report/documents/summary.ts';
import { checkJournalWritable } from '../storage/writable.ts';
import { startOf } from '../run/run-name.ts';
import type { Session } from './session.ts';
import { openSite, siteHider, siteLabel, type SiteOptions } from './site.ts';

const countByLevel = (findings: readonly Finding[]): Record<string, number> =>
  Object.fromEntries(
    [...Map.groupBy(findings, ({ level }) => level)].map(([level, { length }]) => [level, length]),
  );

/**
 * Returns the line of a run in the history; without a document, that of a run that could not start.
 *
 * @param ofNight figures that only a night has
 */
export function lineOf(
  document: CheckDocument | undefined,
  ended: Omit<Ended, 'news' | 'broken' | 'figures'>,
  ofNight: Pick<Figures, 'seconds' | 'expires'> = {},
): Entry {
  if (!document) return entryOf({ ...ended, news: 0, figures: { levels: {}, ...ofNight } }, undefined);
  const { broken, knownBroken } = rowCounts(document);
  const failing = failingFindings(checkFindings(document));
  const figures = { ...decidedIn(document.run), levels: countByLevel(failing), ...ofNight };
  return entryOf({ ...ended, news: failing.length, broken: broken + knownBroken, figures }, document.run);
}

/** Returns why a run is inconclusive; undefined if it is not. */
export function reasonOf(document: CheckDocument): string | undefined {
  const { inconclusive } = checkFindings(document);
  return inconclusive.length > 0 ? inconclusive.join('; ') : undefined;
}

/** The options that decide how a check is named in the history. */
interface HistoryLineOptions extends SiteOptions {
  readonly history?: string;
}

const siteOf = ({ run: { recordings } }: CheckDocument): string =>
  recordings.origin === 'transcribed' ? recordings.name : recordings.site;

function lineOfCheck(document: CheckDocument, options: HistoryLineOptions, session: Session): Entry {
  const { recordings } = document.run;
  const { exitCode } = checkFindings(document);
  const reason = reasonOf(document);
  const hide = options.anonymise
    ? siteHider(openSite(options, session), options, session)
    : (text: string): string => text;
  return lineOf(document, {
    name: recordings.name,
    site: siteLabel(options, session) ?? siteOf(document),
    // The parts of a run may be merged long after it.
    at: startOf(recordings.name) ?? session.clock.now(),
    exitCode,
    reason: reason === undefined ? undefined : hide(reason),
    only: recordings.only,
    by: 'check',
  });
}

/**
 * Checks a history that the user named, before the site is asked. A check does not need the usual one.
 *
 * @throws Fault if it cannot be written
 */
export function checkHistoryWritable({ history = HISTORY_FILE }: Pick<HistoryLineOptions, 'history'>): void {
  if (history !== HISTORY_FILE) checkJournalWritable(history);
}

/**
 * Adds a check of a site to the history, unless it is there, because parts can be merged again. If that fails, says why on stderr:
 * it does not change the result of the check.
 *
 * @returns the document with a history that includes the run
 */
export function addCheckToHistory(
  document: CheckDocument,
  options: HistoryLineOptions,
  session: Session,
): CheckDocument {
  const { history = HISTORY_FILE } = options;
  try {
    const line = lineOfCheck(document, options, session);
    const isOfLine = ({ name, site }: Entry): boolean => name === line.name && site === line.site;
    if (!readHistory(history).some(isOfLine)) appendToHistory(line, history);
    const own = nightsWith(line, readHistory(history));
    return { ...document, history: historyDocument(own?.entries ?? [], session.recordings) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    session.stderr.write(`The run was not added to the history: ${error.message}\n`);
    return document;
  }
}
