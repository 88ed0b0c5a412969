import { Command } from 'commander';
import { ACKNOWLEDGED } from '../../src/change/acknowledged.ts';
import { checkFileWritable } from '../../src/evidence/writable.ts';
import { writeWhole } from '../../src/evidence/write-file.ts';
import { checkFolder, writeFolder } from '../../src/evidence/write-folder.ts';
import { runFingerprints } from '../../src/findings/findings.ts';
import { BUNDLE } from '../../src/report/bundle/bundle-folder.ts';
import { bundleFiles, zipBundle } from '../../src/report/bundle/bundle.ts';
import { deepPlain } from '../../src/report/deep-plain.ts';
import { render } from '../../src/report/formats.ts';
import { checkFindings, settledCheck } from '../../src/report/documents/settled-document.ts';
import { readRun } from '../../src/run/run.ts';
import { readSide, runFile, sideOfRun } from '../../src/run/side.ts';
import type { MakeCommand } from '../main.ts';
import { anonymisedName, anonymisedRun, scrubberOfRun } from './anonymise-run.ts';
import { diffDocument } from './diff.ts';
import { givenOf, refuseGiven } from './given-options.ts';
import { HISTORY } from '../../src/history/history.ts';
import { knownToday, pastOf } from './judge-subject.ts';
import { revocationsOf } from './revocations-of.ts';
import { deliver, fileOption, layoutFor, withReportOptions, type ReportOptions } from './options.ts';

const HELP = `
RUN is the folder of a run in reports/, or the path of its file; "npm run check"
makes them. The bundle holds bug-report.md and .wiki, evidence.har,
reproduce.sh, report.html, matrix.svg and .png, run.json, both pacts, and what
watch-revocation measured on the same site. The same run gives the same bytes.
A folder is written whole or not at all; one that is no bundle is not replaced.

Exit code: 0 it was written, 2 bad usage or files, 3 it would hold a secret, or
could not be printed; with --fail-on that of check: 1 for a broken contract or a
change at or above the level, 3 where the run was not concluded.

Examples:
  npm run report -- public-2026-09 --bundle reports/bundle
  npm run report -- live-2026-11-24-030507 --zip reports/bundle.zip --anonymise
  npm run report -- public-2026-09 --format html --out reports/report.html`;

type Options = ReportOptions & {
  bundle?: string;
  zip?: string;
  baseline?: string;
  revocations?: string;
  history: string;
  site?: string;
  anonymise: boolean;
};

/** `report RUN`: the reports of a run, and the bundle to attach to a bug report. */
export const reportCommand: MakeCommand = (streams, setExitCode) =>
  withReportOptions(new Command('report'), ACKNOWLEDGED)
    .description('Writes the report of a run, or the bundle to attach to a bug report.')
    .argument('<run>', 'the run')
    .option('--baseline <name>', 'what to compare with')
    .option('--bundle <folder>', 'write the bundle into a folder')
    .option('--zip <file>', 'write the bundle into a zip')
    .addOption(fileOption('history', 'the history', HISTORY))
    .option('--site <name>', 'of several sites, what the history calls this one')
    .option('--revocations <folder>', 'what watch-revocation measured')
    .option('--anonymise', 'take the name of the site out of it', false)
    .addHelpText('after', HELP)
    .action((operand: string, options: Options, command: Command) => {
      const { bundle, zip } = options;
      if (bundle !== undefined || zip !== undefined) {
        refuseGiven(command, ['format', 'out', 'all'], 'a bundle holds the report in every form');
      }
      const kept = readRun(runFile(operand));
      const scrubber = options.anonymise ? scrubberOfRun(kept, streams) : undefined;
      const run = scrubber ? anonymisedRun(kept, scrubber) : kept;
      const hidden = <T>(value: T): T =>
        scrubber ? deepPlain(value, (text) => scrubber.withoutSite(text)) : value;
      const named = options.baseline === undefined ? undefined : readSide(options.baseline);
      const baseline = named && scrubber ? { ...named, name: anonymisedName(named.name, scrubber) } : named;
      const diff = baseline
        ? diffDocument(baseline, sideOfRun(run), { ...options, also: runFingerprints(run) })
        : null;
      const revocations = hidden(revocationsOf(kept, options.revocations));
      // As of the run itself, so that it says the same whenever it is made.
      const past = hidden(pastOf(kept, baseline, { now: Date.parse(run.recordings.dates.to), ...options }));
      const ages = run.recordings.origin === 'transcribed' ? undefined : past.ages;
      const known = knownToday(options.acknowledged);
      const document = settledCheck({ run, file: 'run.json', diff, known, ...past, ages, revocations });
      // A report of a run that failed is no failure, unless somebody asks for that.
      if (givenOf(command, ['failOn']).length > 0) setExitCode(checkFindings(document).exitCode);
      if (bundle === undefined && zip === undefined) {
        deliver(render('check', options.format, document, layoutFor(options, streams)), options, streams);
        return;
      }
      const files = bundleFiles(document);
      // Both are looked at first: one alone would be half of what was asked for.
      if (bundle !== undefined) checkFolder(bundle, BUNDLE);
      if (zip !== undefined) checkFileWritable(zip);
      if (bundle !== undefined) {
        writeFolder(
          bundle,
          files.map(({ name, content }) => [name, content]),
          BUNDLE,
        );
      }
      if (zip !== undefined) writeWhole(zip, zipBundle(files), 'named');
      const where = [bundle, zip].filter((one) => one !== undefined).join(' and ');
      streams.stdout.write(`${files.map(({ name }) => name).join(', ')} are in ${where}.\n`);
    });
