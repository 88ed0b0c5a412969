import { acknowledgementsInForce } from '../change/acknowledge.ts';
import { figuresOf } from '../clients/figures.ts';
import { readMeasured } from '../clients/measured.ts';
import { checkFileWritable } from '../storage/writable.ts';
import { writeFileAtomically } from '../storage/write-file.ts';
import { checkFolder, writeFolder } from '../storage/write-folder.ts';
import { runFingerprints } from '../findings/findings.ts';
import { BUNDLE } from '../report/bundle/bundle-folder.ts';
import { bundleFiles, zipBundle } from '../report/bundle/bundle.ts';
import { mapTexts } from '../report/deep-plain.ts';
import { baselineAnswers } from '../report/documents/check/baseline-answers.ts';
import type { CheckDocument } from '../report/documents/check/check-document.ts';
import { render } from '../report/formats.ts';
import { checkFindings, withCheckFindings } from '../report/documents/settled-document.ts';
import { readRun } from '../run/run.ts';
import { readBaseline, runFile, snapshotOfRun } from '../run/snapshot.ts';
import { anonymisedName, anonymisedRun, anonymiserOfRun } from './anonymise-run.ts';
import { diffDocument } from './diff.ts';
import { pastOf } from './judge-subject.ts';
import { deliver, layoutFor, type ReportOptions } from './output.ts';
import { revocationsOf } from './revocations-of.ts';
import { showExchanges, type ExchangesOption } from './show-exchanges.ts';
import type { Session } from './session.ts';

/** The options of `report`. */
export type ReportRunOptions = ReportOptions &
  Partial<ExchangesOption> & {
    readonly bundle?: string;
    readonly zip?: string;
    readonly baseline?: string;
    readonly revocations?: string;
    readonly history: string;
    readonly site?: string;
    readonly anonymise: boolean;
  };

/** Returns the document of a stored run, without the name of its site if that is asked for. */
export function documentOfRun(
  operand: string,
  options: Omit<ReportRunOptions, 'format' | 'all'>,
  session: Pick<Session, 'env' | 'settingsFile' | 'recordings' | 'acknowledgements'>,
): CheckDocument {
  const stored = readRun(runFile(operand));
  // Judged as of the run, so that the report does not depend on when it is made: an acknowledgement that has ended since was
  // in force then.
  const today = stored.recordings.dates.to;
  const anonymiser = options.anonymise ? anonymiserOfRun(stored, session) : undefined;
  const run = anonymiser ? anonymisedRun(stored, anonymiser) : stored;
  const anonymised = <T>(value: T): T =>
    anonymiser ? mapTexts(value, (text) => anonymiser.anonymiseSite(text)) : value;
  const named =
    options.baseline === undefined ? undefined : readBaseline(options.baseline, session.recordings);
  const baseline = named && anonymiser ? { ...named, name: anonymisedName(named.name, anonymiser) } : named;
  const { failOn } = options;
  const known = session.acknowledgements(options.acknowledged);
  const diff = baseline
    ? diffDocument(baseline, snapshotOfRun(run), { failOn, known, today, also: runFingerprints(run) })
    : null;
  const revocations = anonymised(revocationsOf(stored, options.revocations));
  const past = anonymised(pastOf(stored, baseline, options, session));
  const ages = run.recordings.origin === 'transcribed' ? undefined : past.ages;
  return withCheckFindings({
    run,
    file: 'run.json',
    diff,
    before: baseline && anonymised(baselineAnswers(baseline)),
    known: acknowledgementsInForce(known, today),
    ...past,
    ages,
    revocations,
  });
}

/** Writes the bundle into a folder, a zip, or both, and returns a sentence that says what was written where. */
function writeBundle(
  document: CheckDocument,
  { bundle, zip }: Pick<ReportRunOptions, 'bundle' | 'zip'>,
): string {
  const files = bundleFiles({ ...document, clients: figuresOf(readMeasured()) });
  // Both are checked before either is written.
  if (bundle !== undefined) checkFolder(bundle, BUNDLE);
  if (zip !== undefined) checkFileWritable(zip);
  if (bundle !== undefined) {
    writeFolder(
      bundle,
      files.map(({ name, content }) => [name, content]),
      BUNDLE,
    );
  }
  if (zip !== undefined) writeFileAtomically(zip, zipBundle(files), 'named');
  const where = [bundle, zip].filter((path) => path !== undefined).join(' and ');
  return `${files.map(({ name }) => name).join(', ')} are in ${where}.\n`;
}

/**
 * Writes the report of a run, or the bundle to attach to a bug report.
 *
 * @param operand the folder of the run in `reports/`, or the path of its file
 * @returns the exit code of the findings of the run, which the caller may ignore
 * @throws Fault if there is no such run, or something cannot be written
 */
export function reportRun(operand: string, options: ReportRunOptions, session: Session): number {
  const document = documentOfRun(operand, options, session);
  const { exitCode } = checkFindings(document);
  if (options.bundle === undefined && options.zip === undefined) {
    const { format } = options;
    deliver(render('check', format, document, layoutFor(options, session)), options, session);
    showExchanges(document, options, session);
  } else {
    session.stdout.write(writeBundle(document, options));
  }
  return exitCode;
}
