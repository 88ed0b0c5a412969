import { dirname } from 'node:path';
import type { Fault } from '../fault.ts';
import type { CheckDocument } from '../report/documents/check/check-document.ts';
import { render } from '../report/formats.ts';
import { FILE_LAYOUT } from '../report/layout.ts';
import { checkFindings } from '../report/documents/settled-document.ts';
import type { Shard } from '../run/shard.ts';
import { startOf } from '../run/run-name.ts';
import { exchangesPath } from '../run/snapshot.ts';
import { judgeSubject } from './judge-subject.ts';
import {
  deliver,
  withStorageHint,
  layoutFor,
  summarise,
  writeReports,
  type ReportName,
  type ReportOptions,
} from './output.ts';
import type { Session } from './session.ts';
import type { ExchangesOption } from './show-exchanges.ts';
import type { LiveOptions } from './site.ts';
import { recordedSubject, type Subject } from './subject.ts';

// Modules that only some checks need are loaded on demand, because a check spends most of its time loading modules.

/** The options of `check`. */
export type CheckOptions = ReportOptions &
  LiveOptions &
  Partial<ExchangesOption> & {
    readonly baseline?: string;
    readonly live: boolean;
    readonly pacts: boolean;
    readonly maxAge?: number;
    readonly shard?: Shard;
    readonly blob: string;
    readonly merge?: string;
    /** Number of live runs that are kept of each site; 0 for all. */
    readonly keep?: number;
    readonly report?: readonly ReportName[];
    /** The file of the history, to which a check of a site adds a line. */
    readonly history?: string;
  };

async function subjectOf(set: string, options: CheckOptions, session: Session): Promise<Subject> {
  if (!options.live) {
    const subject = recordedSubject(set, options, session);
    if (!options.only) return subject;
    const { filteredRecordings } = await import('./only.ts');
    return filteredRecordings(subject, options.only);
  }
  const { liveSubject } = await import('./live-subject.ts');
  const { checkHistoryWritable } = await import('./history-line.ts');
  checkHistoryWritable(options);
  return liveSubject(options, session);
}

/** Returns the options with the site as the history names it. */
async function withSiteLabel(options: CheckOptions, session: Session): Promise<CheckOptions> {
  if (options.site === undefined) return options;
  const { siteLabel } = await import('./site.ts');
  return { ...options, site: siteLabel(options, session) };
}

/** Adds the run to the history if a site was asked: recordings are no news. */
async function addedToHistory(
  document: CheckDocument,
  options: CheckOptions,
  session: Session,
): Promise<CheckDocument> {
  const isOfSite = options.live || startOf(document.run.recordings.name) !== undefined;
  if (!isOfSite) return document;
  const { addCheckToHistory } = await import('./history-line.ts');
  return addCheckToHistory(document, options, session);
}

async function documentOf(set: string, options: CheckOptions, session: Session): Promise<CheckDocument> {
  const now = session.clock.now();
  if (options.merge !== undefined) {
    const { mergedDocument } = await import('./run-in-parts.ts');
    return mergedDocument(options.merge, { ...options, now }, session);
  }
  const subject = await subjectOf(set, options, session);
  // Recordings can be judged again at any time, also in a read-only folder. Reports next to the run file need the folder.
  const onNotKept = ({ message }: Fault): void =>
    void session.stderr.write(
      `${message} The run is not stored; --format json with --out FILE writes it elsewhere.\n`,
    );
  const mayBeLost = !options.live && (options.report ?? []).length === 0;
  const named = await withSiteLabel(options, session);
  const judge = (): Promise<CheckDocument> =>
    judgeSubject(subject, { ...named, now, ...(mayBeLost && { onNotKept }) }, session);
  return options.live ? withStorageHint(exchangesPath(subject.name), session, judge) : judge();
}

/**
 * Judges recordings, a live site or the parts of a run by the contract, and reports the findings. A part of a run is only
 * stored.
 *
 * @param set the recordings to judge, unless the options name something else
 * @returns the exit code of the findings
 */
export async function check(set: string, options: CheckOptions, session: Session): Promise<number> {
  if (options.shard) {
    const { checkPart } = await import('./run-in-parts.ts');
    await checkPart(options.shard, () => subjectOf(set, options, session), options, session);
    return 0;
  }
  const judged = await documentOf(set, options, session);
  const document = await addedToHistory(judged, options, session);
  const folder = document.file === undefined ? undefined : dirname(document.file);
  const shown = options.exchanges || options.verbose ? await import('./show-exchanges.ts') : undefined;
  const also = await withStorageHint(folder, session, () => {
    deliver(render('check', options.format, document, layoutFor(options, session)), options, session);
    summarise((layout) => render('check', 'markdown', document, layout), options, session);
    if (shown) shown.showExchanges(document, options, session);
    return folder === undefined ? [] : writeReports(folder, options.report ?? [], document, FILE_LAYOUT);
  });
  if (also.length > 0) session.progress.write(`Also written: ${also.join(', ')}.\n`);
  for (const sentence of document.outdated ?? []) session.stderr.write(`${sentence}\n`);
  if (document.run.recordings.origin !== 'transcribed' && options.keep) {
    const { retain } = await import('./retention.ts');
    await retain(options, [document.run.recordings.name], session);
  }
  return checkFindings(document).exitCode;
}
