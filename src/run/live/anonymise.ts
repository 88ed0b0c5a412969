import type { Settings } from '../../config/settings.ts';
import { Scrubber, type Replacement } from '../../evidence/scrub.ts';
import { REPLAY_TARGET } from '../../exchange/replay-target.ts';

const given = (kind: Replacement['kind'], value: string | undefined, by: string): Replacement[] =>
  value ? [{ kind, value, by }] : [];

/** What a site is called in what is kept: by its name, or as nobody's. */
export function siteName({ site }: Settings, anonymise: boolean): string {
  return anonymise ? REPLAY_TARGET.site : site;
}

/** Takes people's data out of what is kept and, to anonymise, all that names the site as well. */
export function scrubberFor(settings: Settings, anonymise: boolean): Scrubber {
  if (!anonymise) return new Scrubber();
  const { projectIdOrKey = '', issueIdOrKey = '' } = REPLAY_TARGET.parameters;
  const { host, hostname } = new URL(settings.site);
  // `acme` of acme.atlassian.net names the site by itself; a number of an address names nothing.
  const own = /^([a-z][a-z0-9-]*)\..+\./.exec(hostname)?.[1];
  return new Scrubber([
    ...given('host', host, new URL(REPLAY_TARGET.site).host),
    ...given('cloud-id', settings.cloudId, REPLAY_TARGET.cloudId),
    ...given('name', own, 'jira-site'),
    ...given('project', settings.projectKey, projectIdOrKey),
    ...given('issue', settings.issueKey, issueIdOrKey),
  ]);
}
