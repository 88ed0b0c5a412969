import { Option } from 'commander';
import { doctor, type DoctorOptions } from '../../src/workflows/doctor.ts';
import type { MakeCommand } from '../main.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';
import { withLiveOptions } from '../options/live-options.ts';
import { withVerbosity } from '../options/output-options.ts';

const HELP: CommandHelp = {
  summary: 'Checks the settings and every credential in them.',
  notes: [
    'Shows whether the required settings are there, what a run would ask, the next thing to do, and which file was read. Each credential is asked whether it is in the state that its variable claims (one request each); with --offline nothing is asked.',
    'Several sites in sites.json are all examined, unless --site names one. The exit code is then the first in the order 1, 2, 3, 0 that applies to any of them.',
  ],
  exitCodes: {
    0: 'every credential is as claimed',
    1: 'a credential is not as claimed',
    2: 'a setting is missing or wrong',
    3: 'the site could not be asked',
  },
  examples: [
    'npm run doctor',
    'npm run doctor -- --offline --all',
    'npm run doctor -- --site acme --format json',
  ],
};

/** `doctor`: checks the settings, and the credentials in them. */
export const doctorCommand: MakeCommand = (session, setExitCode) =>
  withVerbosity(
    withLiveOptions(documentedCommand('doctor', HELP)),
    'list everything, as --all does, and print the exchange of each credential that is not as claimed',
  )
    .option('--all', 'also list every optional setting, and how to get each credential', false)
    .option('--offline', 'check the settings only, without a request', false)
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'json']).default('text'))
    .action(async (options: DoctorOptions) => setExitCode(await doctor(options, session)));
