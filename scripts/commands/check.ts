import { dirname } from 'node:path';
import { Command, Option } from 'commander';
import { ACKNOWLEDGED } from '../../src/change/acknowledged.ts';
import { Fault } from '../../src/contract/fault.ts';
import { jsonText } from '../../src/evidence/json-text.ts';
import { checkJsonSchema } from '../../src/report/machine/check-schema.ts';
import { render } from '../../src/report/formats.ts';
import { checkFindings } from '../../src/report/documents/settled-document.ts';
import type { CheckDocument } from '../../src/report/documents/check/check-document.ts';
import { checkPartWritable, mergeParts, writePart } from '../../src/run/blobs.ts';
import { judgeSpecs } from '../../src/run/run-specs.ts';
import { shardOf, type Shard } from '../../src/run/shard.ts';
import { exchangesPath } from '../../src/run/side.ts';
import { writeSet } from '../../src/evidence/write-set.ts';
import { declared } from '../../specs/declared.ts';
import { PLAIN } from '../../src/report/layout.ts';
import type { MakeCommand } from '../main.ts';
import type { Streams } from '../streams.ts';
import { acceptedBaseline } from './baselines.ts';
import { checkDestinations } from './destinations.ts';
import { documentOf, judgeSubject } from './judge-subject.ts';
import { hint } from './hint.ts';
import { LIVE_ONLY, refuseGiven } from './given-options.ts';
import { keeping } from './keeping.ts';
import { withLiveOptions, withMaxAge, type LiveCliOptions } from './live-options.ts';
import { deliver, layoutFor, summarise, withReportOptions, type ReportOptions } from './options.ts';
import { baselineOf, liveSubject, recordedSubject, setBefore, type Subject } from './subject.ts';
import { withWrittenReports, writeReports, type ReportName } from './written-reports.ts';

const DEFAULT_SET = 'public-2026-09';

const HELP = `
SET is a set in fixtures/recordings. It is held against the contract of its own
date. The baseline is, unless --baseline names a set or a run, the public set of
the era before; "none" compares with nothing.

With --live your site is asked instead, as .env says (npm run doctor). The
baseline is then the set that "npm run accept" made, if there is one. What was
seen is kept in reports/<run>/.

Exit code: 0 the contract is kept and nothing is new, 1 it is broken, a wanted
row came true or a change is new, 2 bad usage, settings or files, 3 it could not
be concluded: the site does not answer, throttles, or failed the controls.

Examples:
  npm run check
  npm run check -- public-2019-12 --format markdown --out report.md
  npm run check -- --live --core`;

type CheckOptions = ReportOptions &
  LiveCliOptions & {
    baseline?: string;
    live: boolean;
    pacts: boolean;
    maxAge?: number;
    shard?: Shard;
    blob: string;
    merge?: string;
    report?: ReportName[];
    schema?: boolean;
  };

const subjectOf = (set: string | undefined, options: CheckOptions, streams: Streams): Promise<Subject> =>
  options.live
    ? liveSubject(options, streams)
    : Promise.resolve(recordedSubject(set ?? DEFAULT_SET, options, streams));

/** A part of a run, kept for the one who merges: what it means is told there. */
async function checkPart(
  shard: Shard,
  set: string | undefined,
  options: CheckOptions,
  streams: Streams,
): Promise<void> {
  const files = (await declared()).looksAt.size;
  if (shard.count > files) {
    throw new Fault(
      'usage',
      `There are ${files} spec files: no more than ${files} parts can be made of them.`,
    );
  }
  checkPartWritable(options.blob, shard);
  const { answers } = await subjectOf(set, options, streams);
  const judged = await judgeSpecs(answers, shard);
  const { info } = 'seen' in answers ? answers.seen : answers.recordings;
  writePart(options.blob, shard, judged, info, 'seen' in answers ? answers.seen.exchanges : undefined);
  streams.stderr.write(
    `Part ${shard.index} of ${shard.count}, ${judged.rows.length} rows, is in ${options.blob}. Put all together: ${hint('check', options.live ? options : {}, '--merge', options.blob)}\n`,
  );
}

/** The run that parts make, compared as one runner would have compared it. */
function mergedDocument(folder: string, options: CheckOptions, now: number): CheckDocument {
  const { run, exchanges } = mergeParts(folder);
  const { recordings } = run;
  const { name } = recordings;
  if (exchanges) writeSet(exchangesPath(name), { ...recordings, name: 'exchanges' }, exchanges);
  const usual = exchanges ? acceptedBaseline(options.site) : setBefore(recordings);
  return documentOf(run, name, baselineOf(options.baseline, usual), { ...options, now });
}

async function checked(
  set: string | undefined,
  options: CheckOptions,
  streams: Streams,
): Promise<CheckDocument> {
  const now = (streams.clock ?? Date).now();
  if (options.merge !== undefined) return mergedDocument(options.merge, options, now);
  const subject = await subjectOf(set, options, streams);
  // Recordings can be judged again at any time, also from a folder that is read-only; a report beside the run cannot.
  const onNotKept = ({ message }: Fault): void =>
    void streams.stderr.write(
      `${message} The run is not kept; --format json with --out FILE writes it elsewhere.\n`,
    );
  const mayBeLost = !options.live && (options.report ?? []).length === 0;
  const judge = (): Promise<CheckDocument> =>
    judgeSubject(subject, { ...options, now, ...(mayBeLost && { onNotKept }) });
  return options.live ? keeping(exchangesPath(subject.name), streams, judge) : judge();
}

/** Refuses what would be ignored beside the rest. */
function checkTogether(set: string | undefined, options: CheckOptions, command: Command): void {
  const { live, merge, shard } = options;
  if (merge !== undefined) {
    refuseGiven(command, ['live', 'shard', 'blob', 'pacts'], '--merge puts together what was run before');
    if (set !== undefined) throw new Fault('usage', `--merge and recordings ("${set}") exclude each other.`);
  }
  // What is put together may be of one of several sites, and its settings hold what must not be printed.
  const ofMerge = new Set(['settings', 'site', 'sites']);
  const ignored = LIVE_ONLY.filter((name) => merge === undefined || !ofMerge.has(name));
  if (!live) refuseGiven(command, ignored, 'recordings are judged, and no site is asked without --live');
  if (shard) refuseGiven(command, ['out', 'report', 'pacts'], 'a part is judged by --merge');
  else refuseGiven(command, ['blob'], 'it says where --shard keeps a part');
}

/** `check [SET]`: the main job. */
export const checkCommand: MakeCommand = (streams, setExitCode) =>
  withMaxAge(withLiveOptions(withWrittenReports(withReportOptions(new Command('check'), ACKNOWLEDGED))))
    .description('Holds Jira against the contract, and says what changed since the baseline.')
    .argument('[set]', `the recordings (default: "${DEFAULT_SET}")`)
    .option('--live', 'ask your site instead of recordings', false)
    .option('--baseline <name>', 'what to compare with')
    .option('--pacts', "let Pact's own verifier judge, too", false)
    .addOption(new Option('--shard <part>', 'run a part of the spec files, such as 1/3').argParser(shardOf))
    .option('--blob <folder>', 'where a part is kept, to be merged', 'blobs')
    .option('--merge <folder>', 'put parts together instead of running')
    .option('--schema', 'print the JSON Schema of --format json, and nothing else')
    .addHelpText('after', HELP)
    .action(async (set: string | undefined, options: CheckOptions, command: Command) => {
      if (options.schema) {
        deliver(jsonText(checkJsonSchema()), options, streams);
        return;
      }
      if (options.live && set !== undefined) {
        throw new Fault('usage', `check asks either your site (--live) or recordings ("${set}"), not both.`);
      }
      checkTogether(set, options, command);
      checkDestinations(options, streams);
      if (options.shard) return checkPart(options.shard, set, options, streams);
      const document = await checked(set, options, streams);
      const folder = document.file === undefined ? undefined : dirname(document.file);
      const also = await keeping(folder, streams, () => {
        deliver(render('check', options.format, document, layoutFor(options, streams)), options, streams);
        summarise(() => render('check', 'markdown', document, PLAIN), options, streams);
        return folder === undefined ? [] : writeReports(folder, options.report ?? [], document, PLAIN);
      });
      if (also.length > 0) streams.stderr.write(`Also written: ${also.join(', ')}.\n`);
      for (const one of document.old ?? []) streams.stderr.write(`${one}\n`);
      setExitCode(checkFindings(document).exitCode);
    });
