import { Command, Option } from 'commander';
import { doctor, type DoctorOptions } from '../../src/workflows/doctor.ts';
import type { MakeCommand } from '../main.ts';
import { withLiveOptions } from '../options/live-options.ts';

const HELP = `
Says what the settings provide, how to get what is missing, whether each
credential is in the state that it claims (one request each), and what a run
would ask. --offline asks nobody.

Exit code: 0 all is as it claims, 1 a credential is not, 2 a setting is missing
or wrong, 3 the site could not be asked.`;

/** `doctor`: what the settings provide, and whether it is what it claims to be. */
export const doctorCommand: MakeCommand = (session, setExitCode) =>
  withLiveOptions(new Command('doctor'))
    .description('Examines the settings, and each credential that they provide.')
    .option('--offline', 'ask nobody', false)
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .addHelpText('after', HELP)
    .action(async (options: DoctorOptions) => setExitCode(await doctor(options, session)));
