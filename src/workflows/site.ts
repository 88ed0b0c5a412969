import { examine } from '../config/examine.ts';
import { settingsOf, valuesOf, type Settings } from '../config/settings.ts';
import { siteValues } from '../config/site-values.ts';
import { sitesOf } from '../config/sites.ts';
import { misspelt, unnamedSites, type UnknownName } from '../config/unknown-names.ts';
import type { Values } from '../config/values.ts';
import { Fault } from '../fault.ts';
import type { OnlyValue } from '../findings/only.ts';
import { isLoopback } from '../http/allowed-origin.ts';
import { DEFAULT_POLITENESS, type Politeness } from '../http/rate-limiter.ts';
import { siteAnonymiser } from '../live/site-anonymiser.ts';
import { hint } from './hint.ts';
import type { Session } from './session.ts';

/** Which site is asked, and where its settings are. */
export interface SiteOptions {
  /** The file of the settings. */
  readonly settings: string;
  /** Of several sites, the one that is asked. */
  readonly site?: string | undefined;
  /** The file that lists several sites. */
  readonly sites: string;
  /** Whether the name of the site is taken out of all that is kept. */
  readonly anonymise: boolean;
}

/** How a live site is asked; times in seconds. */
export interface LiveOptions extends SiteOptions {
  readonly core: boolean;
  readonly maxRequests: number;
  readonly concurrency: number;
  readonly confirmAfter: number;
  readonly maxTime: number;
  /** The part that is asked; everything unless it is given. */
  readonly only?: readonly OnlyValue[] | undefined;
}

/** A site as the settings describe it. */
export interface Site {
  /** What the names of its variables begin with; nothing where there is one site. */
  readonly prefix: string;
  readonly values: Values;
  /** The settings, or what is wrong with them: a fault `bad-config` that says what to set and how. */
  readonly settings: Settings | Fault;
  /** Names that look like a setting and that nothing reads. */
  readonly unknown: readonly UnknownName[];
}

/**
 * Names that look like a setting and that nothing reads. Without `--site` also the sites whose variables are set and
 * that nobody asks.
 *
 * @param prefix what the names of the variables of the site begin with
 * @throws Fault as `openSite` does
 */
export function unknownNames(
  prefix: string,
  { settings, site, sites }: Omit<SiteOptions, 'anonymise'>,
  session: Session,
): UnknownName[] {
  const names = new Set([
    ...Object.keys(session.env),
    ...Object.keys(session.settingsFile(settings).values()),
  ]);
  const own = misspelt(names, prefix);
  if (site !== undefined) return own;
  const prefixes = sitesOf([], session.siteList(sites)).map((one) => one.prefix);
  return [...own, ...unnamedSites(names, prefixes)];
}

/** The settings, or the fault that they are. */
function checked(values: Values, prefix: string, options: SiteOptions): Settings | Fault {
  try {
    return settingsOf(values, options.settings, prefix, hint('doctor', options));
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

/**
 * The site that options name.
 *
 * @throws Fault `unreadable-file` for the settings; `usage`, `bad-fixture` or `bad-json` for the list of sites
 */
export function openSite(options: SiteOptions, session: Session): Site {
  const { site, sites, settings } = options;
  const prefix = site === undefined ? '' : (sitesOf([site], session.siteList(sites))[0]?.prefix ?? '');
  const values = valuesOf(session.env, session.settingsFile(settings), prefix);
  return {
    prefix,
    values,
    settings: checked(values, prefix, options),
    unknown: unknownNames(prefix, options, session),
  };
}

/**
 * The settings of a site.
 *
 * @throws Fault `bad-config`, which says what to set and how
 */
export function settingsFor({ settings }: Site): Settings {
  if (settings instanceof Fault) throw settings;
  return settings;
}

/** What the examination of the settings would have the user look at before a site is asked, as lines. */
export function hintsOf({ prefix, values, unknown }: Site): string[] {
  const hints = examine(values)
    .filter(({ state }) => state === 'hint')
    .map(({ variable, says }) => ({ variable: prefix + variable, says }));
  return [...hints, ...unknown].map(({ variable, says }) => `${variable} ${says}.\n`);
}

/**
 * What one of several sites is called in what is kept: its name, or to anonymise its place among the sites.
 *
 * @throws Fault `bad-fixture` or `bad-json` for the list of sites
 */
export function siteLabel(
  { site, sites, anonymise }: Pick<SiteOptions, 'site' | 'sites' | 'anonymise'>,
  session: Session,
): string | undefined {
  if (site === undefined || !anonymise) return site;
  const at = sitesOf([], session.siteList(sites)).findIndex(({ name }) => name === site);
  return `site-${Math.max(0, at) + 1}`;
}

/** Takes the name of the site out of texts of ours, such as those that name a variable; nothing unless it is asked for. */
export function siteHider(
  { values }: Site,
  { anonymise, site, settings }: SiteOptions,
  session: Session,
): (text: string) => string {
  if (!anonymise) return (text) => text;
  const scrubber = siteAnonymiser({
    site: values.get('JIRA_SITE') ?? '',
    alias: site,
    ...siteValues(session.env, [session.settingsFile(settings)]),
  });
  return (text) => scrubber.withoutSite(text);
}

/** How politely a command asks. This machine needs no pauses. */
export function mannersOf(
  { maxRequests, concurrency, maxTime }: Pick<LiveOptions, 'maxRequests' | 'concurrency' | 'maxTime'>,
  { site }: Settings,
): Politeness {
  const gap = isLoopback(new URL(site).hostname) ? 0 : DEFAULT_POLITENESS.minInterval;
  return { ...DEFAULT_POLITENESS, maxRequests, concurrency, minInterval: gap, maxTime: maxTime * 1000 };
}
