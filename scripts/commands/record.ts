import { Command, Option } from 'commander';
import { RECORDINGS } from '../../src/evidence/recordings.ts';
import { record, type RecordOptions } from '../../src/workflows/record.ts';
import type { MakeCommand } from '../main.ts';
import { withLiveOptions } from '../options/live-options.ts';
import { withOnly } from '../options/only-options.ts';

const HELP = `
NAME is that of the set in fixtures/recordings, with lower-case letters, digits,
dots and hyphens. A set of that name that was recorded before is replaced, once
the new one is whole; a public one never. Of data only the shape is kept.

A folder that is no set is never replaced; whether the set can be written is
looked at before anything is asked.

--only (see npm run check -- --help) records a part, which replaces no set that
holds more.

Exit code: 0 it was recorded, 2 bad usage, settings or files, 3 it could not be
concluded, or says less than the set that it would replace: what was seen is
then in reports/, and the old set is as it was.

Examples:
  npm run record -- my-site
  npm run record -- my-site --anonymise --core`;

/** `record NAME`: a live run kept as a set of recordings. */
export const recordCommand: MakeCommand = (session, setExitCode) =>
  withOnly(withLiveOptions(new Command('record')))
    .description('Asks your site and keeps the answers as recordings, which replay at once.')
    .argument('<name>', 'the set')
    .addOption(new Option('--into <folder>', 'where the set goes').default(RECORDINGS, 'fixtures/recordings'))
    .option('--even-if-worse', 'also where it says less than the set that it replaces', false)
    .addHelpText('after', HELP)
    .action(async (name: string, options: RecordOptions) =>
      setExitCode(await record(name, options, session)),
    );
