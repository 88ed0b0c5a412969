import { join } from 'node:path';
import type { Settings } from '../config/settings.ts';
import { SITES_FILE } from '../config/sites.ts';
import { variableOf } from '../config/variables.ts';
import { briefly } from '../contract/briefly.ts';
import { Fault } from '../fault.ts';
import type { OperationId } from '../contract/operations.ts';
import { removeEmptyFolder } from '../storage/claim-folder.ts';
import { appendToJournal, createJournal, removeEmptyJournal, readJournal } from '../storage/journal.ts';
import { takeLock } from '../storage/lock.ts';
import { checkFileWritable } from '../storage/writable.ts';
import { revocationDocument } from '../report/documents/revocation/revocation-document.ts';
import { render, type FormatName } from '../report/formats.ts';
import { watchDisplay } from '../report/documents/revocation/watch-display.ts';
import { conclude } from '../revocation/conclude.ts';
import { lineSchema, measurementOf, type Line, type WatchLine } from '../revocation/measurement.ts';
import { measurementPath, readMeasurements, REVOCATIONS } from '../revocation/store.ts';
import { subjectOf, type SubjectId } from '../revocation/subjects.ts';
import { watchRevocation } from '../revocation/watch.ts';
import { siteName } from '../live/site-anonymiser.ts';
import { REPORTS } from '../run/snapshot.ts';
import { TOOL } from '../run/tool-version.ts';
import { hint } from './hint.ts';
import { deliver, withStorageHint, layoutFor, terminalWidth } from './output.ts';
import type { Session } from './session.ts';
import { hintsOf, openSite, settingsFor } from './site.ts';
import { causeFrom, checkEvent, takeEvent, type EventOptions } from './watch-event.ts';

/** The options of `watch-revocation`. Times are in seconds, `giveUpAfter` in minutes. */
export type WatchOptions = EventOptions & {
  readonly credential: SubjectId;
  readonly operation?: readonly OperationId[];
  readonly settle: number;
  readonly giveUpAfter: number;
  readonly maxRequests: number;
  readonly settings: string;
  readonly anonymise: boolean;
  readonly resume?: string | true;
  readonly list: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly format: FormatName;
  readonly out?: string;
};

const nameAt = (now: number): string =>
  `revocation-${new Date(now).toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '')}`;

/** Starts a journal under a name that no other watch has, and returns the name. */
function begunJournal(now: number): string {
  for (let number = 1; ; number += 1) {
    const name = `${nameAt(now)}${number === 1 ? '' : `-${number}`}`;
    if (createJournal(measurementPath(name))) return name;
  }
}

function firstLine(options: WatchOptions, settings: Settings, now: number): Omit<WatchLine, 'name'> {
  const subject = subjectOf(options.credential);
  if (settings.identity[subject.part] === '') {
    throw new Fault(
      'bad-config',
      `${variableOf(subject.part)?.name} is not set: the watch needs a credential that keeps working, besides the one that is revoked. Set it in ${options.settings}.`,
    );
  }
  if (settings.identity[subject.watched] === '') {
    throw new Fault(
      'bad-config',
      `${subject.variable} is not set: there is nothing to watch. Create a second credential besides the one that must keep working, and set it in ${options.settings}.`,
    );
  }
  return {
    kind: 'watch',
    schema: 'jira-token-contract/revocation/1',
    tool: TOOL,
    site: siteName(settings, options.anonymise),
    subject: options.credential,
    cause: causeFrom(options),
    operations: [...new Set([...subject.operations, ...(options.operation ?? [])])],
    settle: options.settle * 1000,
    giveUpAfter: options.giveUpAfter * 60_000,
    at: now,
  };
}

/**
 * Returns the lines of an interrupted watch: of the named one, or of the newest.
 *
 * @throws Fault `usage` if there is none
 */
function interruptedWatch(resume: string | true): Line[] {
  const open = readMeasurements().filter(({ end }) => !end);
  const found = resume === true ? open.at(-1) : open.find(({ watch }) => watch.name === resume);
  if (found) return readJournal(measurementPath(found.watch.name), lineSchema);
  const names = open.map(({ watch }) => watch.name).join(', ');
  throw new Fault(
    'usage',
    `There is no watch${resume === true ? '' : ` named ${briefly(resume)}`} in ${REVOCATIONS} that was cut off. ${names === '' ? 'Start a new one without --resume.' : `Cut off: ${names}.`}`,
  );
}

/** Reports the measurement with a name, or all of them. */
function report(name: string | undefined, options: WatchOptions, session: Session): void {
  const document = revocationDocument(readMeasurements(), name);
  const layout = layoutFor({ ...options, all: true }, session);
  deliver(render('revocation', options.format, document, layout), options, session);
}

/** Returns the initial lines of a watch: those of an interrupted one, or a first line. Checks everything before a file is created. */
function linesOf(options: WatchOptions, settings: Settings, session: Session, now: number): Line[] {
  if (options.out !== undefined) checkFileWritable(options.out);
  if (options.resume !== undefined) {
    const lines = interruptedWatch(options.resume);
    if (!measurementOf(lines)?.event) checkEvent(options, session, now);
    return lines;
  }
  const first = firstLine(options, settings, now);
  checkEvent(options, session, now);
  return [{ ...first, name: begunJournal(now) }];
}

async function measure(options: WatchOptions, session: Session): Promise<{ name: string; exitCode: number }> {
  const { clock } = session;
  const site = openSite({ ...options, sites: SITES_FILE }, session);
  const settings = settingsFor(site);
  for (const line of hintsOf(site)) session.stderr.write(line);
  const lines = linesOf(options, settings, session, clock.now());
  const { watch: first } = measurementOf(lines) ?? broken();
  const path = measurementPath(first.name);
  const { show, done } = watchDisplay(session.progress, terminalWidth(session), options.verbose);
  let release: (() => void) | undefined;
  try {
    // Two commands that resume the same watch would mix up their lines.
    release = takeLock(join(REVOCATIONS, `.${first.name}.lock`), clock.now());
    session.progress.write(
      `Watching ${subjectOf(first.subject).noun} at ${first.site}, ${options.maxRequests} requests at most.\n`,
    );
    const measurement = await watchRevocation({
      lines,
      settings,
      clock,
      book: session.accounts,
      signal: session.interrupted(),
      anonymise: options.anonymise,
      maxRequests: options.maxRequests,
      record: (line) => appendToJournal(path, [line]),
      event: () => takeEvent(options, session, { subject: first.subject, now: clock.now }),
      progress: show,
    });
    done(measurement);
    if (!measurement.end)
      session.stderr.write(
        `Interrupted. Continue with: ${hint('watch-revocation', options, '--resume', first.name)}\n`,
      );
    return { name: first.name, exitCode: measurement.end ? conclude(measurement).exitCode : 3 };
  } finally {
    done();
    release?.();
    removeEmptyJournal(path);
    // A watch that could not start leaves nothing behind.
    for (const folder of [REVOCATIONS, REPORTS]) removeEmptyFolder(folder);
  }
}

function broken(): never {
  throw new Error('a watch without its first line');
}

/**
 * Measures how long a revoked credential still works, or lists all measurements.
 *
 * @returns the exit code of the measurement
 * @throws Fault if the watch cannot start, or its result cannot be printed
 */
export async function runWatch(options: WatchOptions, session: Session): Promise<number> {
  if (options.list) {
    if (readMeasurements().length === 0) {
      throw new Fault(
        'unknown-recordings',
        `There is no measurement in ${REVOCATIONS} yet. Make one: npm run watch-revocation`,
      );
    }
    report(undefined, options, session);
    return 0;
  }
  const { name, exitCode } = await measure(options, session);
  await withStorageHint(measurementPath(name), session, () => report(name, options, session));
  return exitCode;
}
