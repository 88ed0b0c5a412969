import type { Settings } from '../config/settings.ts';
import type { SiteValues } from '../config/site-values.ts';
import { Anonymiser, type Replacement } from '../evidence/anonymiser.ts';
import { REPLAY_TARGET } from '../http/replay-target.ts';

const given = (
  kind: Replacement['kind'],
  values: readonly (string | undefined)[],
  by: string,
): Replacement[] => values.flatMap((value) => (value ? [{ kind, value, by }] : []));

/** What a site is called in what is kept: by its name, or as nobody's. */
export function siteName({ site }: Settings, anonymise: boolean): string {
  return anonymise ? REPLAY_TARGET.site : site;
}

/** All by which a site can be recognised. */
export interface SiteIdentity extends SiteValues {
  /** Its origin. */
  readonly site: string;
  /** What its user calls it, where there are several. */
  readonly alias: string | undefined;
}

/** Takes all that names a site out of texts. */
export function siteAnonymiser({ site, alias, projectKeys, issueKeys, cloudIds }: SiteIdentity): Anonymiser {
  const { projectIdOrKey = '', issueIdOrKey = '' } = REPLAY_TARGET.parameters;
  const url = URL.parse(site);
  // `acme` of acme.atlassian.net names the site by itself; a number of an address names nothing.
  const own = /^([a-z][a-z0-9-]*)\..+\./.exec(url?.hostname ?? '')?.[1];
  return new Anonymiser([
    ...given('host', [url?.host || site], new URL(REPLAY_TARGET.site).host),
    ...given('cloud-id', cloudIds, REPLAY_TARGET.cloudId),
    ...given('name', [own, alias], 'jira-site'),
    ...given('project', projectKeys, projectIdOrKey),
    ...given('issue', issueKeys, issueIdOrKey),
  ]);
}

/** `ACME_` belongs to a site that its user calls `acme`. */
const aliasOf = ({ prefix }: Settings): string | undefined =>
  prefix === '' ? undefined : prefix.replace(/_$/, '').toLowerCase();

const listed = (value: string | undefined): string[] => (value === undefined ? [] : [value]);

/** Takes people's data out of what is kept and, to anonymise, all that names the site as well. */
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
