import { basename, join } from 'node:path';
import { Command, Option } from 'commander';
import { ACKNOWLEDGED } from '../../src/change/acknowledged.ts';
import { Fault } from '../../src/contract/fault.ts';
import {
  hasRecordings,
  RECORDINGS,
  readRecordings,
  type RecordingSet,
} from '../../src/evidence/recordings.ts';
import { checkSetFolder, writeSet } from '../../src/evidence/write-set.ts';
import { FORMATS } from '../../src/report/formats.ts';
import { exchangesPath, readSide, REPORTS, sideOfRecordings } from '../../src/run/side.ts';
import type { MakeCommand } from '../main.ts';
import type { Streams } from '../streams.ts';
import { acceptedBaseline, baselineName } from './baselines.ts';
import { diffDocument } from './diff.ts';
import { newestRun } from './newest-run.ts';
import { layoutFor } from './options.ts';

const HELP = `
RUN is the folder of a live run in reports/; without it, the newest. What
differs from the baseline so far is shown, and you are asked. From then on
"npm run check -- --live" and the nightly run compare with it.

Exit code: 0 it is the baseline, 2 there is no such run, it did not come to its
end, or you did not say yes.

Examples:
  npm run accept
  npm run accept -- live-2026-11-24-030507 --yes
  npm run accept -- --site acme`;

interface Options {
  readonly yes: boolean;
  readonly site?: string;
  readonly into: string;
}

/** The exchanges of a run that may be a baseline. */
function acceptable(run: string): RecordingSet {
  if (!hasRecordings(basename(exchangesPath(run)), join(REPORTS, run))) {
    throw new Fault('unknown-recordings', `${REPORTS}/${run} is no live run: it holds no exchanges.`);
  }
  const set = readRecordings('exchanges', join(REPORTS, run));
  const { info } = set;
  const refuse = (why: string): Fault => new Fault('usage', `${run} ${why}: it cannot be the baseline.`);
  if (info.origin !== 'recorded') throw refuse('was seen at the stand-in, which is not Jira');
  if (info.incomplete !== undefined) throw refuse(`did not come to its end (${info.incomplete})`);
  return set;
}

/** Shows what would be accepted, and asks. Nothing that differs: nobody is asked. */
async function isAgreed(
  run: string,
  set: RecordingSet,
  { yes, site, into }: Options,
  streams: Streams,
): Promise<boolean> {
  const before = acceptedBaseline(site, into);
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
    .option('--yes', 'ask nothing', false)
    .addHelpText('after', HELP)
    .action(async (named: string | undefined, options: Options) => {
      const name = baselineName(options.site);
      const folder = join(options.into, name);
      const run = named ?? newestRun(options.site);
      const set = acceptable(run);
      // A person is asked for nothing that cannot be done.
      checkSetFolder(folder);
      if (!(await isAgreed(run, set, options, streams))) {
        streams.stderr.write('Not accepted: the baseline is as it was.\n');
        return setExitCode(2);
      }
      writeSet(folder, { ...set.info, name }, set.exchanges);
      streams.stdout.write(`${run} is the baseline now: ${set.exchanges.length} exchanges in ${folder}.\n`);
      return undefined;
    });
