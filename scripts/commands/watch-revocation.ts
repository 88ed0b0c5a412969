import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { readValues, settingsOf, type Settings } from '../../src/config/settings.ts';
import { SITES } from '../../src/config/sites.ts';
import { variableOf } from '../../src/config/variables.ts';
import { briefly } from '../../src/contract/briefly.ts';
import { Fault } from '../../src/contract/fault.ts';
import { findOperation, type OperationId } from '../../src/contract/operations.ts';
import { dropEmptyFolder } from '../../src/evidence/claim-folder.ts';
import { appendToJournal, beginJournal, dropEmptyJournal, readJournal } from '../../src/evidence/journal.ts';
import { takeLock } from '../../src/evidence/lock.ts';
import { checkFileWritable } from '../../src/evidence/writable.ts';
import { WALL_CLOCK } from '../../src/exchange/clock.ts';
import { revocationDocument } from '../../src/report/documents/revocation/revocation-document.ts';
import { choicesFor, render, type FormatName } from '../../src/report/formats.ts';
import { conclude } from '../../src/revocation/conclude.ts';
import { lineSchema, measurementOf, type Line, type WatchLine } from '../../src/revocation/measurement.ts';
import { measurementPath, readMeasurements, REVOCATIONS } from '../../src/revocation/store.ts';
import { subjectOf, SUBJECTS, type SubjectId } from '../../src/revocation/subjects.ts';
import { watchRevocation } from '../../src/revocation/watch.ts';
import { AccountBook } from '../../src/run/live/account-book.ts';
import { REPORTS } from '../../src/run/side.ts';
import { siteName } from '../../src/run/live/anonymise.ts';
import { TOOL } from '../../src/run/tool.ts';
import type { MakeCommand } from '../main.ts';
import type { Streams } from '../streams.ts';
import { keeping } from './keeping.ts';
import { hint } from './hint.ts';
import { hintsOf, settingsOption, wholeNumber } from './live-options.ts';
import { deliver, layoutFor, terminalWidth, withFormat } from './options.ts';
import { displayOn } from './watch-display.ts';
import { causeFrom, checkEvent, takeEvent, type EventOptions } from './watch-event.ts';

const HELP = `
Sees that the token of JIRA_WATCHED_TOKEN works, asks you to revoke it, and then
asks politely, often at first and less often later, until it has stopped working
and stayed so. JIRA_API_TOKEN, another token of the same account, must go on
working: by it the watch tells a dead token from a site in trouble.

Each measurement is kept in reports/revocations, line by line; --list shows all
of them. What was cut off goes on with --resume.

Exit code: 0 it stopped within the documented time, 1 it took longer, or ended
as a success for nobody (200), 2 bad usage or settings, 3 it could not be
concluded.

Examples:
  npm run watch-revocation
  npm run watch-revocation -- --yes --revoked-at now
  npm run watch-revocation -- --expires-at 2026-12-01T00:00:00Z
  npm run watch-revocation -- --list --format html --out reports/revocation.html`;

type Options = EventOptions & {
  readonly credential: SubjectId;
  readonly operation?: readonly OperationId[];
  readonly settle: number;
  readonly giveUpAfter: number;
  readonly maxRequests: number;
  readonly settings: string;
  readonly anonymise: boolean;
  readonly resume?: string | true;
  readonly list: boolean;
  readonly format: FormatName;
  readonly out?: string;
};

const collect = (value: string, before: readonly OperationId[] = []): OperationId[] => {
  const operation = findOperation(value.includes(' ') ? value : `GET ${value}`);
  if (!operation) throw new InvalidArgumentError('No table of this tool has it; write it as in specs/.');
  return [...before, operation.id];
};

const nameAt = (now: number): string =>
  `revocation-${new Date(now).toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '')}`;

/** Begins the journal of a watch, one that no other watch has, and gives its name. */
function begunJournal(now: number): string {
  for (let number = 1; ; number += 1) {
    const name = `${nameAt(now)}${number === 1 ? '' : `-${number}`}`;
    if (beginJournal(measurementPath(name))) return name;
  }
}

function firstLine(options: Options, settings: Settings, now: number): Omit<WatchLine, 'name'> {
  const subject = subjectOf(options.credential);
  if (settings.identity[subject.part] === '') {
    throw new Fault(
      'bad-config',
      `${variableOf(subject.part)?.name} is not set: the watch needs a credential that goes on working beside the one that is revoked. Set it in ${options.settings}.`,
    );
  }
  if (settings.identity[subject.watched] === '') {
    throw new Fault(
      'bad-config',
      `${subject.variable} is not set: there is nothing to watch. Create a second credential beside the one that must go on working, and set it in ${options.settings}.`,
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

/** The lines of the watch that was cut off: the one that is named, or the newest. */
function cutOff(resume: string | true): Line[] {
  const open = readMeasurements().filter(({ end }) => !end);
  const found = resume === true ? open.at(-1) : open.find(({ watch }) => watch.name === resume);
  if (found) return readJournal(measurementPath(found.watch.name), lineSchema);
  const names = open.map(({ watch }) => watch.name).join(', ');
  throw new Fault(
    'usage',
    `There is no watch${resume === true ? '' : ` called ${briefly(resume)}`} in ${REVOCATIONS} that was cut off. ${names === '' ? 'None was.' : `Cut off: ${names}.`}`,
  );
}

/** Tells of the measurement of that name, or of all of them. */
function tell(name: string | undefined, options: Options, streams: Streams): void {
  const document = revocationDocument(readMeasurements(), name);
  const layout = layoutFor({ ...options, all: true }, streams);
  deliver(render('revocation', options.format, document, layout), options, streams);
}

/** The lines that a watch begins with: those of the one that was cut off, or its first. Everything is checked before a file is made. */
function linesOf(options: Options, settings: Settings, streams: Streams, now: number): Line[] {
  if (options.out !== undefined) checkFileWritable(options.out);
  if (options.resume !== undefined) {
    const lines = cutOff(options.resume);
    if (!measurementOf(lines)?.event) checkEvent(options, streams, now);
    return lines;
  }
  const first = firstLine(options, settings, now);
  checkEvent(options, streams, now);
  return [{ ...first, name: begunJournal(now) }];
}

async function measure(options: Options, streams: Streams): Promise<{ name: string; exitCode: number }> {
  const clock = streams.clock ?? WALL_CLOCK;
  const settings = settingsOf(readValues(streams.env, options.settings), options.settings);
  for (const line of hintsOf({ ...options, sites: SITES }, streams)) streams.stderr.write(line);
  const lines = linesOf(options, settings, streams, clock.now());
  const { watch: first } = measurementOf(lines) ?? broken();
  const path = measurementPath(first.name);
  const { show, done } = displayOn(streams.stderr, terminalWidth(streams));
  let release: (() => void) | undefined;
  try {
    // Two that go on with the same watch would write into each other's lines.
    release = takeLock(join(REVOCATIONS, `.${first.name}.lock`), clock.now());
    streams.stderr.write(
      `Watching ${subjectOf(first.subject).noun} at ${first.site}, ${options.maxRequests} requests at most.\n`,
    );
    const measurement = await watchRevocation({
      lines,
      settings,
      clock,
      book: streams.accounts ?? new AccountBook(),
      signal: streams.interrupted?.() ?? new AbortController().signal,
      anonymise: options.anonymise,
      maxRequests: options.maxRequests,
      keep: (line) => appendToJournal(path, [line]),
      event: () => takeEvent(options, streams, { subject: first.subject, now: clock.now }),
      progress: show,
    });
    done();
    if (!measurement.end)
      streams.stderr.write(
        `Cut off. Go on with: ${hint('watch-revocation', options, '--resume', first.name)}\n`,
      );
    return { name: first.name, exitCode: measurement.end ? conclude(measurement).exitCode : 3 };
  } finally {
    done();
    release?.();
    dropEmptyJournal(path);
    // Of a watch that could not begin nothing is left behind.
    for (const folder of [REVOCATIONS, REPORTS]) dropEmptyFolder(folder);
  }
}

function broken(): never {
  throw new Error('a watch without its first line');
}

/** `watch-revocation`: how long a revoked token goes on working. */
export const watchRevocationCommand: MakeCommand = (streams, setExitCode) =>
  withFormat(new Command('watch-revocation'), choicesFor('revocation'))
    .description('Measures how long a revoked token goes on working, and what it turns into.')
    .addOption(
      new Option('--credential <kind>', 'what is watched')
        .choices(SUBJECTS.map(({ id }) => id))
        .default('api-token'),
    )
    .option('--revoked-at <time>', 'when it was revoked, such as 14:05:30, or now')
    .option('--expires-at <time>', 'when it is going to expire')
    .option('--signed-out-at <time>', 'when the account was signed out, after it')
    .option('--sign-out', 'be led through revoking it and signing the account out', false)
    .option('--yes', 'ask nothing: for unattended use, with one of the times', false)
    .option('--resume [name]', 'go on with a watch that was cut off')
    .addOption(new Option('--operation <operation>', 'ask this, too; may be repeated').argParser(collect))
    .addOption(
      new Option('--settle <seconds>', 'how long it must have stayed dead')
        .argParser(wholeNumber('--settle', 1, 3600))
        .default(120),
    )
    .addOption(
      new Option('--give-up-after <minutes>', 'after the event')
        .argParser(wholeNumber('--give-up-after', 1, 10_080))
        .default(60),
    )
    .addOption(
      new Option('--max-requests <number>', 'the most that it may send')
        .argParser(wholeNumber('--max-requests', 60, 100_000))
        .default(1000),
    )
    .option('--list', 'show what was measured so far, and ask nobody', false)
    .addOption(settingsOption())
    .option('--anonymise', 'take the name of the site out of all that is kept', false)
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      if (options.list) {
        if (readMeasurements().length === 0) {
          throw new Fault('unknown-recordings', `There is no measurement in ${REVOCATIONS} yet.`);
        }
        return tell(undefined, options, streams);
      }
      const { name, exitCode } = await measure(options, streams);
      await keeping(measurementPath(name), streams, () => tell(name, options, streams));
      return setExitCode(exitCode);
    });
