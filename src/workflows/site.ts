import { examineVariables } from '../config/examine.ts';
import { settingsOf, type Settings } from '../config/settings.ts';
import { isOfBroker } from '../config/broker.ts';
import { isOfWebhook } from '../config/variables.ts';
import { siteValues } from '../config/site-values.ts';
import { sitesOf } from '../config/sites.ts';
import { misspeltNames, unnamedSites, type UnknownName } from '../config/unknown-names.ts';
import { readAll, type Values } from '../config/values.ts';
import { Fault } from '../fault.ts';
import type { OnlyValue } from '../findings/only.ts';
import { isLoopback } from '../http/allowed-origin.ts';
import { DEFAULT_POLITENESS, type Politeness } from '../http/rate-limiter.ts';
import { siteAnonymiser } from '../live/site-anonymiser.ts';
import { hint } from './hint.ts';
import type { Session } from './session.ts';

/** The options that select a site and its settings. */
export interface SiteOptions {
  /** The settings file. */
  readonly settings: string;
  /** The site to ask, if there are several. */
  readonly site?: string | undefined;
  /** The file that lists several sites. */
  readonly sites: string;
  /** Whether the name of the site is removed from everything that is stored. */
  readonly anonymise: boolean;
}

/** The options of a live run. Times are in seconds. */
export interface LiveOptions extends SiteOptions {
  readonly core: boolean;
  readonly maxRequests: number;
  readonly concurrency: number;
  readonly confirmAfter: number;
  readonly maxTime: number;
  /** The part to ask; everything if it is not given. */
  readonly only?: readonly OnlyValue[] | undefined;
}

/** A site as the settings describe it. */
export interface Site {
  /** The prefix of its variables; empty if there is only one site. */
  readonly prefix: string;
  readonly values: Values;
  /** The settings, or a fault `bad-config` that says what is wrong with them and what to set. */
  readonly settings: Settings | Fault;
  /** Variables that look like settings but are not read. */
  readonly unknown: readonly UnknownName[];
}

/**
 * Returns variables that look like settings but are not read. Without `--site`, these include the variables of sites that are
 * not listed.
 *
 * @param prefix the prefix of the variables of the site
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
  const own = misspeltNames(names, prefix);
  if (site !== undefined) return own;
  const prefixes = sitesOf([], session.siteList(sites)).map((listed) => listed.prefix);
  return [...own, ...unnamedSites(names, prefixes)];
}

/** Returns the settings, or the fault in them. */
function checked(values: Values, prefix: string, options: SiteOptions): Settings | Fault {
  try {
    return settingsOf(values, options.settings, prefix, hint('doctor', options));
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

/**
 * Opens the site that the options select.
 *
 * @throws Fault `unreadable-file` for the settings; `usage`, `bad-fixture` or `bad-json` for the list of sites
 */
export function openSite(options: SiteOptions, session: Session): Site {
  const { site, sites, settings } = options;
  const prefix = site === undefined ? '' : (sitesOf([site], session.siteList(sites))[0]?.prefix ?? '');
  const values = readAll(session.env, session.settingsFile(settings), {
    prefix,
    sources: session.secrets,
    isNeeded: (name) => !isOfBroker(name) && !isOfWebhook(name),
  });
  return {
    prefix,
    values,
    settings: checked(values, prefix, options),
    unknown: unknownNames(prefix, options, session),
  };
}

/**
 * Returns the settings of a site.
 *
 * @throws Fault `bad-config`, which says what to set and how
 */
export function settingsFor({ settings }: Site): Settings {
  if (settings instanceof Fault) throw settings;
  return settings;
}

/** Returns lines about settings that the user should check before the site is asked. */
export function hintsOf({ prefix, values, unknown }: Site): string[] {
  const hints = examineVariables(values)
    .filter(({ state }) => state === 'hint')
    .map(({ variable, says }) => ({ variable: prefix + variable, says }));
  return [...hints, ...unknown].map(({ variable, says }) => `${variable} ${says}.\n`);
}

/**
 * Returns the name under which results of one of several sites are stored: its own, or when anonymising, its number in the list.
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

/** Returns a function that removes the name of the site from our own texts, such as names of variables, if that is asked for. */
export function siteHider(
  { values }: Site,
  { anonymise, site, settings }: SiteOptions,
  session: Session,
): (text: string) => string {
  if (!anonymise) return (text) => text;
  const anonymiser = siteAnonymiser({
    site: values.get('JIRA_SITE') ?? '',
    alias: site,
    ...siteValues(session.env, [session.settingsFile(settings)]),
  });
  return (text) => anonymiser.anonymiseSite(text);
}

/** Returns the politeness of a command. A site on loopback needs no pauses. */
export function politenessOf(
  { maxRequests, concurrency, maxTime }: Pick<LiveOptions, 'maxRequests' | 'concurrency' | 'maxTime'>,
  { site }: Settings,
): Politeness {
  const minInterval = isLoopback(new URL(site).hostname) ? 0 : DEFAULT_POLITENESS.minInterval;
  return { ...DEFAULT_POLITENESS, maxRequests, concurrency, minInterval, maxTime: maxTime * 1000 };
}
