import type { Settings } from '../../config/settings.ts';
import { Scrubber, type Replacement } from '../../evidence/scrub.ts';
import { REPLAY_TARGET } from '../../exchange/replay-target.ts';

const given = (value: string | undefined, by: string): Replacement[] => (value ? [{ value, by }] : []);

/** What a site is called in what is kept: by its name, or as nobody's. */
export function siteName({ site }: Settings, anonymise: boolean): string {
  return anonymise ? REPLAY_TARGET.site : site;
}

/** Takes people's data out of what is kept and, to anonymise, all that names the site as well. */
export function scrubberFor(settings: Settings, anonymise: boolean): Scrubber {
  if (!anonymise) return new Scrubber([]);
  const { projectIdOrKey = '', issueIdOrKey = '' } = REPLAY_TARGET.parameters;
  const { host, hostname } = new URL(settings.site);
  const nobody = new URL(REPLAY_TARGET.site).host;
  // `acme` of acme.atlassian.net names the site by itself; a number of an address names nothing.
  const own = /^([a-z][a-z0-9-]*)\..+\./.exec(hostname)?.[1];
  return new Scrubber(
    [
      ...given(host, nobody),
      // As a value of WWW-Authenticate has it.
      ...given(encodeURIComponent(host), nobody),
      ...given(settings.cloudId, REPLAY_TARGET.cloudId),
    ],
    [
      ...given(own, 'jira-site'),
      ...given(settings.projectKey, projectIdOrKey),
      ...given(settings.issueKey, issueIdOrKey),
    ],
  );
}
