import type { Settings } from '../config/settings.ts';
import type { SiteValues } from '../config/site-values.ts';
import { Anonymiser, type Replacement } from '../evidence/anonymiser.ts';
import { REPLAY_TARGET } from '../http/replay-target.ts';

const replacementsOf = (
  kind: Replacement['kind'],
  values: readonly (string | undefined)[],
  by: string,
): Replacement[] => values.flatMap((value) => (value ? [{ kind, value, by }] : []));

/** Returns the origin of a site as it appears in results: the real one, or a fictitious one. */
export function siteName({ site }: Settings, anonymise: boolean): string {
  return anonymise ? REPLAY_TARGET.site : site;
}

/** Everything that identifies a site. */
export interface SiteIdentity extends SiteValues {
  /** The origin. */
  readonly site: string;
  /** The name that the user gave it, if there are several sites. */
  readonly alias: string | undefined;
}

/** Returns an anonymiser that removes everything that identifies a site. */
export function siteAnonymiser({ site, alias, projectKeys, issueKeys, cloudIds }: SiteIdentity): Anonymiser {
  const { projectIdOrKey = '', issueIdOrKey = '' } = REPLAY_TARGET.parameters;
  const url = URL.parse(site);
  // `acme` of acme.atlassian.net identifies the site; a number of an IP address does not.
  const own = /^([a-z][a-z0-9-]*)\..+\./.exec(url?.hostname ?? '')?.[1];
  return new Anonymiser([
    ...replacementsOf('host', [url?.host || site], new URL(REPLAY_TARGET.site).host),
    ...replacementsOf('cloud-id', cloudIds, REPLAY_TARGET.cloudId),
    ...replacementsOf('name', [own, alias], 'jira-site'),
    ...replacementsOf('project', projectKeys, projectIdOrKey),
    ...replacementsOf('issue', issueKeys, issueIdOrKey),
  ]);
}

/** Returns the name of the site with a prefix: `acme` for `ACME_`. */
const aliasOf = ({ prefix }: Settings): string | undefined =>
  prefix === '' ? undefined : prefix.replace(/_$/, '').toLowerCase();

const listed = (value: string | undefined): string[] => (value === undefined ? [] : [value]);

/** Returns an anonymiser that removes personal data and, if `anonymise` is set, everything that identifies the site. */
export function anonymiserFor(settings: Settings, anonymise: boolean): Anonymiser {
  if (!anonymise) return new Anonymiser();
  const { site, projectKey, issueKey, cloudId } = settings;
  return siteAnonymiser({
    site,
    alias: aliasOf(settings),
    projectKeys: listed(projectKey),
    issueKeys: listed(issueKey),
    cloudIds: listed(cloudId),
  });
}
