import { Command, InvalidArgumentError, Option } from 'commander';
import { SITES_FILE } from '../../src/config/sites.ts';
import { Fault } from '../../src/fault.ts';
import { DEFAULT_POLITENESS } from '../../src/http/rate-limiter.ts';
import { KEPT_RUNS } from '../../src/workflows/kept-runs.ts';
import { fileOption } from './report-options.ts';

/** The default settings file. */
const SETTINGS = '.env';

/**
 * Returns a parser for an option that is a whole number within bounds.
 *
 * @throws Fault `usage`, by the parser
 */
export function wholeNumber(name: string, least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= least && number <= most) return number;
    throw new Fault('usage', `${name} must be a whole number from ${least} to ${most}, not "${value}".`);
  };
}

/** Adds the option that limits the age of the evidence. */
export function withMaxAge(command: Command): Command {
  return command.addOption(
    new Option('--max-age <days>', 'exit with 3 if the evidence is older than this')
      .argParser(wholeNumber('--max-age', 0, 36_500))
      .default(undefined, 'no limit'),
  );
}

/** Adds the option that limits the number of live runs in `reports/`. */
export function withKeep(command: Command): Command {
  return command.addOption(
    new Option('--keep <number>', 'number of live runs of each site that stay in reports/; 0 keeps all')
      .argParser(wholeNumber('--keep', 0, 100_000))
      .default(KEPT_RUNS),
  );
}

/** Adds the options that limit the requests, control the confirmation of alarms, and anonymise. */
export function withRequestOptions(command: Command): Command {
  return command
    .option('--core', 'ask the core operations only, with fewer requests', false)
    .addOption(
      new Option('--max-requests <number>', 'limit on the requests of a run, retries included')
        .argParser(wholeNumber('--max-requests', 2, 100_000))
        .default(DEFAULT_POLITENESS.maxRequests),
    )
    .addOption(
      new Option('--concurrency <number>', 'number of requests at the same time, up to 8')
        .argParser(wholeNumber('--concurrency', 1, 8))
        .default(DEFAULT_POLITENESS.concurrency),
    )
    .addOption(
      new Option('--max-time <seconds>', 'time limit of a run')
        .argParser(wholeNumber('--max-time', 1, 86_400))
        .default(DEFAULT_POLITENESS.maxTime / 1000),
    )
    .addOption(
      new Option('--confirm-after <seconds>', 'pause before an alarming answer is checked again')
        .argParser(wholeNumber('--confirm-after', 0, 3600))
        .default(30),
    )
    .option('--anonymise', 'remove the name of the site from everything that is stored', false);
}

/** Creates the option that names the settings file. */
export const settingsOption = (): Option => fileOption('settings', 'file of the settings', SETTINGS);

/** Creates the option that names one of several sites. */
export const siteOption = (): Option =>
  new Option('--site <name>', 'the site, if there are several').default(undefined, 'the only site');

/** Creates the option that names the list of sites. */
export const sitesOption = (): Option => fileOption('sites', 'file that lists several sites', SITES_FILE);

/** Creates the option that names the baseline. */
export const baselineOption = (standard: string): Option =>
  new Option('--baseline <name>', 'set or run to compare with; "none" compares with nothing').default(
    undefined,
    standard,
  );

/** Adds the options of a live run to a command. */
export function withLiveOptions(command: Command): Command {
  return withRequestOptions(
    command
      .addOption(settingsOption())
      .addOption(
        new Option('--site <name>', 'the site to ask, if there are several').default(
          undefined,
          'the only site',
        ),
      )
      .addOption(sitesOption()),
  );
}

/** Options that have no effect unless a site is asked, by attribute name: all that a live run adds. */
export const LIVE_ONLY: readonly string[] = withKeep(withLiveOptions(new Command())).options.map((option) =>
  option.attributeName(),
);

/** Parses the time limit of a program, in seconds. */
export const seconds = (text: string): number => {
  const value = Number(text);
  if (value >= 0.1 && value <= 600) return value;
  throw new InvalidArgumentError('It must be a number of seconds from 0.1 to 600.');
};
