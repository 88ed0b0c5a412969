import { dirname } from 'node:path';
import { Command } from 'commander';
import { ACKNOWLEDGED } from '../../src/change/acknowledged.ts';
import { Fault } from '../../src/contract/fault.ts';
import { writeWhole } from '../../src/evidence/write-file.ts';
import { writeSet } from '../../src/evidence/write-set.ts';
import {
  readRecordings,
  readSetInfo,
  recordingSets,
  type RecordingSet,
} from '../../src/evidence/recordings.ts';
import { jsonText } from '../../src/evidence/json-text.ts';
import { answersOfRecordings, answersOfSeen, holdPact } from '../../src/pact/hold.ts';
import { PACT_NAMES, type PactResult } from '../../src/run/pact-result.ts';
import { checkJsonSchema } from '../../src/report/check-schema.ts';
import { FORMATS } from '../../src/report/formats.ts';
import { checkExitCode } from '../../src/report/verdict.ts';
import { runText } from '../../src/run/run.ts';
import { runSpecs, type Answers } from '../../src/run/run-specs.ts';
import { exchangesPath, readSide, runPath, sideOfRun, type Side } from '../../src/run/side.ts';
import type { MakeCommand } from '../main.ts';
import type { Streams } from '../streams.ts';
import { acceptedBaseline } from './baselines.ts';
import { diffDocument } from './diff.ts';
import { withLiveOptions, type LiveCliOptions } from './live-options.ts';
import { liveName, observe } from './observe.ts';
import { deliver, layoutFor, PLAIN, summarise, withReportOptions, type ReportOptions } from './options.ts';
import { revocationsOf } from './revocations-of.ts';
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

/** The public set of the newest era before a set's own, or undefined for the oldest. */
function setBefore({ info }: RecordingSet): string | undefined {
  const earlier = recordingSets()
    .map((name) => readSetInfo(name))
    .filter(({ origin, era }) => origin === 'transcribed' && era < info.era)
    .toSorted((a, b) => (a.era < b.era ? -1 : 1));
  return earlier.at(-1)?.name;
}

/** The baseline that a command line names, or else the usual one. */
function baselineOf(named: string | undefined, usual: string | undefined): Side | undefined {
  if (named === 'none') return undefined;
  const name = named ?? usual;
  return name === undefined ? undefined : readSide(name);
}

type CheckOptions = ReportOptions &
  LiveCliOptions & {
    baseline?: string;
    live: boolean;
    pacts: boolean;
    report?: ReportName[];
    schema?: boolean;
  };

/** What a check holds against the contract, and with what it compares. */
interface Subject {
  readonly answers: Answers;
  readonly name: string;
  readonly baseline: Side | undefined;
}

function recordedSubject(name: string, { baseline }: CheckOptions, { stderr }: Streams): Subject {
  const set = readRecordings(name);
  const subject = { answers: { recordings: set }, name, baseline: baselineOf(baseline, setBefore(set)) };
  if (stderr.isTTY) stderr.write(`Holding ${set.exchanges.length} recordings against the contract …\n`);
  return subject;
}

async function liveSubject(options: CheckOptions, streams: Streams): Promise<Subject> {
  const baseline = baselineOf(options.baseline, acceptedBaseline());
  const name = liveName(Date.now());
  const seen = await observe(name, options, streams, baseline);
  if (!baseline) streams.stderr.write('Compared with nothing: there is no baseline yet (npm run accept).\n');
  // Before anything else can go wrong: what was seen cannot be seen again.
  writeSet(exchangesPath(name), { ...seen.info, name: 'exchanges' }, seen.exchanges);
  return { answers: { seen }, name, baseline };
}

/** Both pacts on what answered the contract, one after the other: each takes a core. */
async function pactResults(answers: Answers): Promise<PactResult[]> {
  const who = 'seen' in answers ? answersOfSeen(answers.seen) : answersOfRecordings(answers.recordings);
  const results: PactResult[] = [];
  for (const name of PACT_NAMES) results.push(await holdPact(name, who));
  return results;
}

/** `check [SET]`: the main job. */
export const checkCommand: MakeCommand = (streams, setExitCode) =>
  withLiveOptions(withWrittenReports(withReportOptions(new Command('check'), ACKNOWLEDGED)))
    .description('Holds Jira against the contract, and says what changed since the baseline.')
    .argument('[set]', `the recordings (default: "${DEFAULT_SET}")`)
    .option('--live', 'ask your site instead of recordings', false)
    .option('--baseline <name>', 'what to compare with')
    .option('--pacts', "let Pact's own verifier judge, too", false)
    .option('--schema', 'print the JSON Schema of --format json, and nothing else')
    .addHelpText('after', HELP)
    .action(async (set: string | undefined, options: CheckOptions) => {
      if (options.schema) {
        deliver(jsonText(checkJsonSchema()), options, streams);
        return;
      }
      if (options.live && set !== undefined) {
        throw new Fault('usage', `check asks either your site (--live) or recordings ("${set}"), not both.`);
      }
      const { answers, name, baseline } = options.live
        ? await liveSubject(options, streams)
        : recordedSubject(set ?? DEFAULT_SET, options, streams);
      const judged = await runSpecs(answers);
      const run = options.pacts ? { ...judged, pacts: await pactResults(answers) } : judged;
      const file = runPath(name);
      writeWhole(file, runText(run));
      const diff = baseline ? diffDocument(baseline, sideOfRun(run), options) : null;
      const document = { run, file, diff, revocations: revocationsOf(run) };
      deliver(FORMATS[options.format].check(document, layoutFor(options, streams)), options, streams);
      summarise(() => FORMATS.markdown.check(document, PLAIN), options, streams);
      const also = writeReports(dirname(file), options.report ?? [], document, PLAIN);
      if (also.length > 0) streams.stderr.write(`Also written: ${also.join(', ')}.\n`);
      setExitCode(checkExitCode(document));
    });
