import { Option } from 'commander';
import { RECORDINGS } from '../../src/evidence/recordings.ts';
import { record, type RecordOptions } from '../../src/workflows/record.ts';
import type { MakeCommand } from '../main.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';
import { withLiveOptions } from '../options/live-options.ts';
import { withVerbosity } from '../options/output-options.ts';
import { withOnly } from '../options/only-options.ts';

const HELP: CommandHelp = {
  summary: 'Asks your site and stores the answers as a set of recordings.',
  notes: [
    'NAME is the name of the set in fixtures/recordings: lower-case letters, digits, dots and hyphens. An existing recorded set of that name is replaced once the new one is complete; a public set, or a folder that is not a set, never is. Of data, only the shape is stored.',
    'Whether the set can be written is checked before anything is asked.',
    'With --only (explained by npm run check -- --help), a part is recorded, which does not replace a set that contains more.',
  ],
  exitCodes: {
    0: 'the set is recorded',
    2: 'bad usage, settings or files',
    3: 'no conclusion, or the answers are weaker evidence than the existing set: they are in reports/, and the existing set is unchanged',
  },
  examples: ['npm run record -- my-site', 'npm run record -- my-site --anonymise --core'],
};

/** `record NAME`: stores the answers of a site as a set of recordings. */
export const recordCommand: MakeCommand = (session, setExitCode) =>
  withVerbosity(
    withOnly(withLiveOptions(documentedCommand('record', HELP))),
    'print the probes that got no answer',
  )
    .argument('<name>', 'name of the set')
    .addOption(new Option('--into <folder>', 'folder for the set').default(RECORDINGS, 'fixtures/recordings'))
    .option('--even-if-worse', 'replace a set even if the new one decides fewer probes', false)
    .action(async (name: string, options: RecordOptions) =>
      setExitCode(await record(name, options, session)),
    );
