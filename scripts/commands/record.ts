import { join } from 'node:path';
import { Command, Option } from 'commander';
import { briefly } from '../../src/contract/briefly.ts';
import { Fault } from '../../src/contract/fault.ts';
import { dropEmptyFolder } from '../../src/evidence/claim-folder.ts';
import { isRecordingSet, readRecordings, RECORDINGS, readSetInfo } from '../../src/evidence/recordings.ts';
import { checkSetFolder, writeSet } from '../../src/evidence/write-set.ts';
import { WALL_CLOCK } from '../../src/exchange/clock.ts';
import { weigh, whyWorse } from '../../src/findings/weigh-evidence.ts';
import type { LiveRun } from '../../src/run/live/live.ts';
import { exchangesPath, isRunName, REPORTS } from '../../src/run/side.ts';
import type { MakeCommand } from '../main.ts';
import type { Streams } from '../streams.ts';
import { withLiveOptions, type LiveCliOptions } from './live-options.ts';
import { claimRun, observe } from './observe.ts';
import { isAcceptedThough } from './worse-evidence.ts';

const HELP = `
NAME is that of the set in fixtures/recordings, with lower-case letters, digits,
dots and hyphens. A set of that name that was recorded before is replaced, once
the new one is whole; a public one never. Of data only the shape is kept.

A folder that is no set is never replaced; whether the set can be written is
looked at before anything is asked.

Exit code: 0 it was recorded, 2 bad usage, settings or files, 3 it could not be
concluded, or says less than the set that it would replace: what was seen is
then in reports/, and the old set is as it was.

Examples:
  npm run record -- my-site
  npm run record -- my-site --anonymise --core`;

interface Options extends LiveCliOptions {
  readonly into: string;
  readonly evenIfWorse: boolean;
}

/** Makes sure that a set of that name can be written, before anything is asked. */
function checkPlace(name: string, { into, evenIfWorse }: Options): void {
  if (!isRunName(name)) {
    throw new Fault(
      'usage',
      `${briefly(name)} cannot name a set: use lower-case letters, digits, dots and hyphens, a hundred at most, and no name that reports/ uses.`,
    );
  }
  checkSetFolder(join(into, name));
  const known = isRecordingSet(name, into) && readSetInfo(name, into);
  if (known && known.origin === 'transcribed') {
    throw new Fault(
      'usage',
      `"${name}" was transcribed from public observations and is not replaced. Choose another name.`,
    );
  }
  // What is seen is weighed against it: where it is broken, that must not be found after the site was asked.
  if (known && !evenIfWorse) readRecordings(name, into);
}

/** Keeps what was seen in `reports/`, where it cannot be what it was to be, and gives back the sentence that says so. */
function keepSeen({ info, exchanges }: LiveRun, why: string, { clock = WALL_CLOCK }: Streams): string {
  const name = claimRun(clock.now());
  const kept = exchangesPath(name);
  try {
    writeSet(kept, { ...info, name: 'exchanges' }, exchanges);
  } finally {
    dropEmptyFolder(join(REPORTS, name));
  }
  return `Not recorded: ${why} What was seen is kept in ${kept}.\n`;
}

/** Why what was seen cannot be the set of a name, or not unless somebody wants it all the same. */
async function obstacleTo(
  { info, exchanges, unanswered }: LiveRun,
  name: string,
  { into, evenIfWorse }: Options,
  { ask }: Streams,
): Promise<string | undefined> {
  if ('incomplete' in info && info.incomplete !== undefined) return info.incomplete;
  if (evenIfWorse) return undefined;
  const before = isRecordingSet(name, into) ? weigh(readRecordings(name, into), 0) : undefined;
  const open = unanswered.filter(({ verdict }) => verdict === 'inconclusive').length;
  const worse = whyWorse(weigh({ info, exchanges }, open), before);
  if (worse === undefined || (ask && (await isAcceptedThough(`This run ${worse}`, { ask }))))
    return undefined;
  return `this run ${worse} (--even-if-worse records it all the same)`;
}

/** Writes the set. Where it cannot be, or where that fails after all, what was seen is kept in `reports/`. */
async function keepSet(name: string, run: LiveRun, options: Options, streams: Streams): Promise<number> {
  try {
    const obstacle = await obstacleTo(run, name, options, streams);
    if (obstacle === undefined) {
      writeSet(join(options.into, name), run.info, run.exchanges);
      return 0;
    }
    streams.stderr.write(keepSeen(run, `${obstacle}.`, streams));
    return 3;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    streams.stderr.write(keepSeen(run, error.message, streams));
    return error.exitCode;
  }
}

/** `record NAME`: a live run kept as a set of recordings. */
export const recordCommand: MakeCommand = (streams, setExitCode) =>
  withLiveOptions(new Command('record'))
    .description('Asks your site and keeps the answers as recordings, which replay at once.')
    .argument('<name>', 'the set')
    .addOption(new Option('--into <folder>', 'where the set goes').default(RECORDINGS, 'fixtures/recordings'))
    .option('--even-if-worse', 'also where it says less than the set that it replaces', false)
    .addHelpText('after', HELP)
    .action(async (name: string, options: Options) => {
      checkPlace(name, options);
      const run = await observe(name, options, streams, undefined);
      const { exchanges } = run;
      const exitCode = await keepSet(name, run, options, streams);
      if (exitCode !== 0) {
        setExitCode(exitCode);
        return;
      }
      streams.stdout.write(
        `${exchanges.length} exchanges are kept in ${join(options.into, name)}.${options.into === RECORDINGS ? ` Replay: npm run check -- ${name}` : ''}\n`,
      );
    });
