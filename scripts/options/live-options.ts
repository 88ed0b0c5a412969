import { Option, type Command } from 'commander';
import { SITES } from '../../src/config/sites.ts';
import { Fault } from '../../src/fault.ts';
import { DEFAULT_POLITENESS } from '../../src/http/rate-limiter.ts';
import { KEPT_RUNS } from '../../src/workflows/kept-runs.ts';
import { fileOption } from './report-options.ts';

/** Where the settings are unless the user says otherwise. */
const SETTINGS = '.env';

/** A whole number of an option, within bounds. */
export function wholeNumber(name: string, least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= least && number <= most) return number;
    throw new Fault('usage', `${name} must be a whole number from ${least} to ${most}, not "${value}".`);
  };
}

/** Adds to a command how old the evidence may be that it relies on. */
export function withMaxAge(command: Command): Command {
  return command.addOption(
    new Option('--max-age <days>', 'fail where the evidence is older').argParser(
      wholeNumber('--max-age', 0, 36_500),
    ),
  );
}

/** Adds to a command how many live runs stay in `reports/`. */
export function withKeep(command: Command): Command {
  return command.addOption(
    new Option('--keep <number>', 'live runs of each site that stay in reports/, 0 for all')
      .argParser(wholeNumber('--keep', 0, 100_000))
      .default(KEPT_RUNS),
  );
}

/** Adds to a command how politely, how sure and how openly it asks. */
export function withManners(command: Command): Command {
  return command
    .option('--core', 'ask the core operations only: fewer requests', false)
    .addOption(
      new Option('--max-requests <number>', 'the most that a run may send, retries included')
        .argParser(wholeNumber('--max-requests', 2, 100_000))
        .default(DEFAULT_POLITENESS.maxRequests),
    )
    .addOption(
      new Option('--concurrency <number>', 'requests at a time')
        .argParser(wholeNumber('--concurrency', 1, 8))
        .default(DEFAULT_POLITENESS.concurrency),
    )
    .addOption(
      new Option('--max-time <seconds>', 'the longest that a run may take')
        .argParser(wholeNumber('--max-time', 1, 86_400))
        .default(DEFAULT_POLITENESS.maxTime / 1000),
    )
    .addOption(
      new Option('--confirm-after <seconds>', 'when to ask again what would raise an alarm')
        .argParser(wholeNumber('--confirm-after', 0, 3600))
        .default(30),
    )
    .option('--anonymise', 'take the name of the site out of all that is kept', false);
}

/** Where the settings of a command are. */
export const settingsOption = (): Option => fileOption('settings', 'where the settings are', SETTINGS);

/** Where several sites are listed. */
export const sitesOption = (): Option => fileOption('sites', 'where several sites are listed', SITES);

/** Adds the options of a live run to a command. */
export function withLiveOptions(command: Command): Command {
  return withManners(
    command
      .addOption(settingsOption())
      .option('--site <name>', 'of several sites, this one')
      .addOption(sitesOption()),
  );
}
