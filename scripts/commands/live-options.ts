import { Option, type Command } from 'commander';
import { readValues, settingsOf, type Settings } from '../../src/config/settings.ts';
import { examine } from '../../src/config/examine.ts';
import { SITES, sitesOf } from '../../src/config/sites.ts';
import { misspelt, unnamedSites, type UnknownName } from '../../src/config/unknown-names.ts';
import { readEnvFile } from '../../src/config/values.ts';
import { Fault } from '../../src/contract/fault.ts';
import { isLoopback } from '../../src/exchange/allowed-origin.ts';
import { MANNERS, type Manners } from '../../src/exchange/pace.ts';
import { siteValues } from '../../src/config/site-values.ts';
import { siteScrubber } from '../../src/run/live/anonymise.ts';
import type { Streams } from '../streams.ts';
import { hint } from './hint.ts';
import { fileOption } from './options.ts';

/** Where the settings are unless the user says otherwise. */
const SETTINGS = '.env';

/** Options of every command that asks a live site. */
export interface LiveCliOptions {
  readonly settings: string;
  /** Of several sites, the one that is asked, and where they are listed. */
  readonly site?: string;
  readonly sites: string;
  readonly core: boolean;
  readonly maxRequests: number;
  readonly concurrency: number;
  readonly confirmAfter: number;
  readonly maxTime: number;
  readonly anonymise: boolean;
}

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

/** Adds to a command how politely, how sure and how openly it asks. */
export function withManners(command: Command): Command {
  return command
    .option('--core', 'ask the core operations only: fewer requests', false)
    .addOption(
      new Option('--max-requests <number>', 'the most that a run may send, retries included')
        .argParser(wholeNumber('--max-requests', 2, 100_000))
        .default(MANNERS.maxRequests),
    )
    .addOption(
      new Option('--concurrency <number>', 'requests at a time')
        .argParser(wholeNumber('--concurrency', 1, 8))
        .default(MANNERS.concurrency),
    )
    .addOption(
      new Option('--max-time <seconds>', 'the longest that a run may take')
        .argParser(wholeNumber('--max-time', 1, 86_400))
        .default(MANNERS.maxTime / 1000),
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

/**
 * The settings of a command.
 *
 * @throws Fault `bad-config`, which says what to set and how
 */
export function settingsFor(options: LiveCliOptions, { env }: Streams): Settings {
  const prefix = prefixOf(options);
  return settingsOf(
    readValues(env, options.settings, prefix),
    options.settings,
    prefix,
    hint('doctor', options),
  );
}

/**
 * Names that look like a setting and that nothing reads. Without `--site` also the sites whose variables are set and
 * that nobody asks.
 *
 * @throws Fault as `prefixOf` does
 */
export function unknownNames(
  options: Pick<LiveCliOptions, 'settings' | 'site' | 'sites'>,
  { env }: Pick<Streams, 'env'>,
): UnknownName[] {
  const names = new Set([...Object.keys(env), ...Object.keys(readEnvFile(options.settings))]);
  const own = misspelt(names, prefixOf(options));
  if (options.site !== undefined) return own;
  return [
    ...own,
    ...unnamedSites(
      names,
      sitesOf([], options.sites).map(({ prefix }) => prefix),
    ),
  ];
}

/** What the examination of the settings would have the user look at before a site is asked, as lines. */
export function hintsOf(
  options: Pick<LiveCliOptions, 'settings' | 'site' | 'sites'>,
  streams: Streams,
): string[] {
  const prefix = prefixOf(options);
  const hints = examine(readValues(streams.env, options.settings, prefix))
    .filter(({ state }) => state === 'hint')
    .map(({ variable, says }) => ({ variable: prefix + variable, says }));
  return [...hints, ...unknownNames(options, streams)].map(({ variable, says }) => `${variable} ${says}.\n`);
}

/**
 * What the names of the variables begin with; nothing where there is one site.
 *
 * @throws Fault `usage`, `bad-fixture` or `bad-json`
 */
export function prefixOf({ site, sites }: Pick<LiveCliOptions, 'site' | 'sites'>): string {
  return site === undefined ? '' : (sitesOf([site], sites)[0]?.prefix ?? '');
}

/**
 * What one of several sites is called in what is kept: its name, or to anonymise its place among the sites.
 *
 * @throws Fault as `prefixOf` does
 */
export function siteLabel({
  site,
  sites,
  anonymise,
}: Pick<LiveCliOptions, 'site' | 'sites' | 'anonymise'>): string | undefined {
  if (site === undefined || !anonymise) return site;
  const at = sitesOf([], sites).findIndex(({ name }) => name === site);
  return `site-${Math.max(0, at) + 1}`;
}

/** Takes the name of the site out of texts of ours, such as those that name a variable; nothing unless it is asked for. */
export function siteHider(options: LiveCliOptions, { env }: Streams): (text: string) => string {
  if (!options.anonymise) return (text) => text;
  const values = readValues(env, options.settings, prefixOf(options));
  const scrubber = siteScrubber({
    site: values.get('JIRA_SITE') ?? '',
    alias: options.site,
    ...siteValues(env, [options.settings]),
  });
  return (text) => scrubber.withoutSite(text);
}

/** How politely a command asks. This machine needs no pauses. */
export function mannersOf(
  { maxRequests, concurrency, maxTime }: LiveCliOptions,
  { site }: Settings,
): Manners {
  const gap = isLoopback(new URL(site).hostname) ? 0 : MANNERS.gap;
  return { ...MANNERS, maxRequests, concurrency, gap, maxTime: maxTime * 1000 };
}
