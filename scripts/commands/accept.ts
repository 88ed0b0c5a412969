import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { ACKNOWLEDGED } from '../../src/change/acknowledged.ts';
import { Fault } from '../../src/contract/fault.ts';
import { RECORDINGS, readRecordings, type RecordingSet } from '../../src/evidence/recordings.ts';
import { writeSet } from '../../src/evidence/write-set.ts';
import { FORMATS } from '../../src/report/formats.ts';
import { weigh, whyWorse, type Weight } from '../../src/findings/weigh-evidence.ts';
import { readRun } from '../../src/run/run.ts';
import { exchangesPath, findRunFile, readSide, REPORTS, sideOfRecordings } from '../../src/run/side.ts';
import type { MakeCommand } from '../main.ts';
import type { Streams } from '../streams.ts';
import { acceptedBaseline, baselineName } from './baselines.ts';
import { diffDocument } from './diff.ts';
import { isAcceptedThough } from './worse-evidence.ts';
import { newestRun } from './newest-run.ts';
import { layoutFor } from './options.ts';

const HELP = `
RUN is the folder of a live run in reports/; without it, the newest. What
differs from the baseline so far is shown, and you are asked. From then on
"npm run check -- --live" and the nightly run compare with it.

Exit code: 0 it is the baseline, 2 there is no such run, it did not come to its
end, says less than the baseline, or you did not say yes.

Examples:
  npm run accept
  npm run accept -- live-2026-11-24-030507 --yes
  npm run accept -- --site acme`;

interface Options {
  readonly yes: boolean;
  readonly evenIfWorse: boolean;
  readonly site?: string;
  readonly into: string;
}

/** The exchanges of a run that may be a baseline. */
function acceptable(run: string): RecordingSet {
  if (!existsSync(exchangesPath(run))) {
    throw new Fault('unknown-recordings', `${REPORTS}/${run} is no live run: it holds no exchanges.`);
  }
  const set = readRecordings('exchanges', join(REPORTS, run));
  const { info } = set;
  const refuse = (why: string): Fault => new Fault('usage', `${run} ${why}: it cannot be the baseline.`);
  if (info.origin !== 'recorded') throw refuse('was seen at the stand-in, which is not Jira');
  if (info.incomplete !== undefined) throw refuse(`did not come to its end (${info.incomplete})`);
  return set;
}

/** How much a run says, the probes included that got no answer. */
function weightOfRun(run: string, set: RecordingSet): Weight {
  const file = findRunFile(run);
  const rows = file === undefined ? [] : readRun(file).rows;
  const unanswered = rows.filter(
    ({ kind, verdict, answer }) => kind === 'contract' && verdict === 'inconclusive' && !answer,
  );
  return weigh(set, unanswered.length);
}

/** Shows what would be accepted, and asks. Where nothing differs and it is no worse, nobody is asked. */
async function isAgreed(
  run: string,
  set: RecordingSet,
  { yes, evenIfWorse, site, into }: Options,
  streams: Streams,
): Promise<boolean> {
  const before = acceptedBaseline(site, into);
  const replaced = before === undefined ? undefined : weigh(readRecordings(before, into), 0);
  const worse = evenIfWorse ? undefined : whyWorse(weightOfRun(run, set), replaced);
  if (worse !== undefined && !(await isAcceptedThough(`${run} ${worse}`, streams))) return false;
  if (before === undefined) return true;
  const head = { ...sideOfRecordings(set), name: run };
  const document = diffDocument(readSide(join(into, before)), head, {
    acknowledged: ACKNOWLEDGED,
    failOn: 'info',
  });
  const layout = layoutFor({ all: true }, streams);
  streams.stderr.write(FORMATS.text.diff(document, layout));
  if (yes || document.changes.length === 0) return true;
  if (!streams.ask) {
    throw new Fault('usage', `${run} differs from ${before}, and nobody is there to be asked: say --yes.`);
  }
  return /^y(?:es)?$/i.test((await streams.ask(`Accept ${run} as the baseline? [y/N] `)) ?? '');
}

/** `accept [RUN]`: a live run made the baseline. */
export const acceptCommand: MakeCommand = (streams, setExitCode) =>
  new Command('accept')
    .description('Makes a live run the baseline that later ones are compared with.')
    .argument('[run]', 'the run; the newest unless it is named')
    .option('--site <name>', 'of several sites, the one whose baseline it is')
    .addOption(
      new Option('--into <folder>', 'where baselines are').default(RECORDINGS, 'fixtures/recordings'),
    )
    .option('--yes', 'do not ask whether the changes are right', false)
    .option('--even-if-worse', 'also where it says less than the baseline that it replaces', false)
    .addHelpText('after', HELP)
    .action(async (named: string | undefined, options: Options) => {
      const run = named ?? newestRun(options.site);
      const set = acceptable(run);
      if (!(await isAgreed(run, set, options, streams))) {
        streams.stderr.write('Not accepted: the baseline is as it was.\n');
        return setExitCode(2);
      }
      const name = baselineName(options.site);
      const folder = join(options.into, name);
      writeSet(folder, { ...set.info, name }, set.exchanges);
      streams.stdout.write(`${run} is the baseline now: ${set.exchanges.length} exchanges in ${folder}.\n`);
      return undefined;
    });
