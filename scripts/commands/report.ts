import { join } from 'node:path';
import { Command } from 'commander';
import { ACKNOWLEDGED, readAcknowledged } from '../../src/change/acknowledged.ts';
import { knownNews } from '../../src/change/known-news.ts';
import { writeWhole } from '../../src/evidence/write-file.ts';
import { REPLAY_TARGET } from '../../src/exchange/replay-target.ts';
import { bundleFiles, zipBundle } from '../../src/report/bundle/bundle.ts';
import { deepPlain } from '../../src/report/deep-plain.ts';
import type { CheckDocument } from '../../src/report/document.ts';
import { FORMATS } from '../../src/report/formats.ts';
import { readRun } from '../../src/run/run.ts';
import { readSide, runFile, sideOfRun } from '../../src/run/side.ts';
import type { MakeCommand } from '../main.ts';
import { diffDocument } from './diff.ts';
import { HISTORY } from '../../src/history/history.ts';
import { pastOf } from './judge-subject.ts';
import { revocationsOf } from './revocations-of.ts';
import { deliver, fileOption, layoutFor, today, withReportOptions, type ReportOptions } from './options.ts';

const HELP = `
RUN is the folder of a run in reports/, or the path of its file; "npm run check"
makes them. The bundle holds bug-report.md and .wiki, evidence.har,
reproduce.sh, report.html, matrix.svg and .png, run.json, both pacts, and what
watch-revocation measured on the same site. The same run gives the same bytes.

Exit code: 0 it was written, 2 bad usage or files, 3 it would hold a secret.

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

/** The document without the name of its site. */
function anonymised(document: CheckDocument): CheckDocument {
  const { recordings } = document.run;
  if (recordings.origin === 'transcribed') return document;
  const host = URL.parse(recordings.site)?.host ?? recordings.site;
  const nobody = new URL(REPLAY_TARGET.site).host;
  return deepPlain(document, (text) =>
    text.replaceAll(host, nobody).replaceAll(encodeURIComponent(host), nobody),
  );
}

/** `report RUN`: the reports of a run, and the bundle to attach to a bug report. */
export const reportCommand: MakeCommand = (streams) =>
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
    .action((operand: string, options: Options) => {
      const run = readRun(runFile(operand));
      const baseline = options.baseline === undefined ? undefined : readSide(options.baseline);
      const diff = baseline ? diffDocument(baseline, sideOfRun(run), options) : null;
      const revocations = revocationsOf(run, options.revocations);
      // As of the run itself, so that it says the same whenever it is made.
      const past = pastOf(run, baseline, { now: Date.parse(run.recordings.dates.to), ...options });
      const ages = run.recordings.origin === 'transcribed' ? undefined : past.ages;
      const acknowledged = readAcknowledged(options.acknowledged);
      const known = knownNews(run, diff?.changes ?? [], acknowledged, today());
      const whole = { run, file: 'run.json', diff, known, ...past, ages, revocations };
      const document = options.anonymise ? anonymised(whole) : whole;
      const { bundle, zip } = options;
      if (bundle === undefined && zip === undefined) {
        deliver(FORMATS[options.format].check(document, layoutFor(options, streams)), options, streams);
        return;
      }
      const files = bundleFiles(document);
      if (bundle !== undefined)
        for (const { name, content } of files) writeWhole(join(bundle, name), content);
      if (zip !== undefined) writeWhole(zip, zipBundle(files));
      const where = [bundle, zip].filter((one) => one !== undefined).join(' and ');
      streams.stdout.write(`${files.map(({ name }) => name).join(', ')} are in ${where}.\n`);
    });
