import { Command } from 'commander';
import { ACKNOWLEDGED } from '../../src/change/acknowledged.ts';
import { writeWhole } from '../../src/evidence/write-file.ts';
import {
  readRecordings,
  readSetInfo,
  recordingSets,
  type RecordingSet,
} from '../../src/evidence/recordings.ts';
import { FORMATS } from '../../src/report/formats.ts';
import { checkExitCode } from '../../src/report/verdict.ts';
import { runText } from '../../src/run/run.ts';
import { runSpecs } from '../../src/run/run-specs.ts';
import { readSide, runPath, sideOfRun, type Side } from '../../src/run/side.ts';
import type { MakeCommand } from '../main.ts';
import { diffDocument } from './diff.ts';
import { deliver, layoutFor, withReportOptions, type ReportOptions } from './options.ts';

const DEFAULT_SET = 'public-2026-09';

const HELP = `
SET is a set in fixtures/recordings. It is held against the contract of its own
date. The baseline is, unless --baseline names a set or a run, the public set of
the era before; "none" compares with nothing.

Exit code: 0 the contract is kept and nothing is new, 1 it is broken, a wanted
row came true or a change is new, 2 bad usage or files, 3 nothing could be
decided.

Examples:
  npm run check
  npm run check -- public-2019-12 --format markdown --out report.md`;

/** The public set of the newest era before a set's own, or undefined for the oldest. */
function setBefore({ info }: RecordingSet): string | undefined {
  const earlier = recordingSets()
    .map((name) => readSetInfo(name))
    .filter(({ origin, era }) => origin === 'transcribed' && era < info.era)
    .toSorted((a, b) => (a.era < b.era ? -1 : 1));
  return earlier.at(-1)?.name;
}

function baselineOf(set: RecordingSet, named: string | undefined): Side | undefined {
  if (named === 'none') return undefined;
  const name = named ?? setBefore(set);
  return name === undefined ? undefined : readSide(name);
}

/** `check [SET]`: the main job. */
export const checkCommand: MakeCommand = (streams, setExitCode) =>
  withReportOptions(new Command('check'), ACKNOWLEDGED)
    .description('Holds recordings of Jira against the contract, and says what changed since the baseline.')
    .argument('[set]', 'the recordings', DEFAULT_SET)
    .option('--baseline <name>', 'what to compare with')
    .addHelpText('after', HELP)
    .action(async (name: string, options: ReportOptions & { baseline?: string }) => {
      const set = readRecordings(name);
      const baseline = baselineOf(set, options.baseline);
      if (streams.stderr.isTTY)
        streams.stderr.write(`Holding ${set.exchanges.length} recordings against the contract …\n`);
      const run = await runSpecs(set);
      const file = runPath(name);
      writeWhole(file, runText(run));
      const diff = baseline ? diffDocument(baseline, sideOfRun(run), options) : null;
      const document = { run, file, diff };
      deliver(FORMATS[options.format].check(document, layoutFor(options, streams)), options, streams);
      setExitCode(checkExitCode(document));
    });
