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
  return new Scrubber(
    [
      ...given(new URL(settings.site).host, new URL(REPLAY_TARGET.site).host),
      ...given(settings.cloudId, REPLAY_TARGET.cloudId),
    ],
    [...given(settings.projectKey, projectIdOrKey), ...given(settings.issueKey, issueIdOrKey)],
  );
}
