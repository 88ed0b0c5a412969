import { join } from 'node:path';
import { Command } from 'commander';
import { Fault } from '../../src/contract/fault.ts';
import { readRecordings, RECORDINGS, recordingSets, readSetInfo } from '../../src/evidence/recordings.ts';
import { setSchema } from '../../src/evidence/recording-schema.ts';
import { writeSet } from '../../src/evidence/write-set.ts';
import { weigh, whyWorse } from '../../src/findings/weigh-evidence.ts';
import type { LiveRun } from '../../src/run/live/live.ts';
import { exchangesPath } from '../../src/run/side.ts';
import type { MakeCommand } from '../main.ts';
import type { Streams } from '../streams.ts';
import { withLiveOptions, type LiveCliOptions } from './live-options.ts';
import { liveName, observe } from './observe.ts';
import { isAcceptedThough } from './worse-evidence.ts';

const HELP = `
NAME is that of the set in fixtures/recordings, with lower-case letters, digits,
dots and hyphens. A set of that name that was recorded before is replaced, once
the new one is whole; a public one never. Of data only the shape is kept.

Exit code: 0 it was recorded, 2 bad usage, settings or files, 3 it could not be
concluded, or says less than the set that it would replace: what was seen is
then in reports/, and the old set is as it was.

Examples:
  npm run record -- my-site
  npm run record -- my-site --anonymise --core`;

/** Makes sure that a name can be that of a recorded set, before anything is asked. */
function checkName(name: string, into: string): void {
  if (!setSchema.options[0].shape.name.safeParse(name).success) {
    throw new Fault(
      'usage',
      `"${name}" cannot name a set: use lower-case letters, digits, dots and hyphens.`,
    );
  }
  const known = recordingSets(into).includes(name) && readSetInfo(name, into);
  if (known && known.origin === 'transcribed') {
    throw new Fault(
      'usage',
      `"${name}" was transcribed from public observations and is not replaced. Choose another name.`,
    );
  }
}

interface Options extends LiveCliOptions {
  readonly into: string;
  readonly evenIfWorse: boolean;
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
  const before = recordingSets(into).includes(name) ? weigh(readRecordings(name, into), 0) : undefined;
  const open = unanswered.filter(({ verdict }) => verdict === 'inconclusive').length;
  const worse = whyWorse(weigh({ info, exchanges }, open), before);
  if (worse === undefined || (ask && (await isAcceptedThough(`This run ${worse}`, { ask }))))
    return undefined;
  return `this run ${worse} (--even-if-worse records it all the same)`;
}

/** `record NAME`: a live run kept as a set of recordings. */
export const recordCommand: MakeCommand = (streams, setExitCode) =>
  withLiveOptions(new Command('record'))
    .description('Asks your site and keeps the answers as recordings, which replay at once.')
    .argument('<name>', 'the set')
    .option('--into <folder>', 'where the set goes', RECORDINGS)
    .option('--even-if-worse', 'also where it says less than the set that it replaces', false)
    .addHelpText('after', HELP)
    .action(async (name: string, options: Options) => {
      checkName(name, options.into);
      const seen = await observe(name, options, streams, undefined);
      const { info, exchanges } = seen;
      const obstacle = await obstacleTo(seen, name, options, streams);
      if (obstacle !== undefined) {
        const kept = exchangesPath(liveName(Date.now()));
        writeSet(kept, { ...info, name: 'exchanges' }, exchanges);
        streams.stderr.write(`Not recorded: ${obstacle}. What was seen is kept in ${kept}.\n`);
        setExitCode(3);
        return;
      }
      const folder = join(options.into, name);
      writeSet(folder, info, exchanges);
      streams.stdout.write(
        `${exchanges.length} exchanges are kept in ${folder}. Replay: npm run check -- ${name}\n`,
      );
    });
