import { siteValues } from '../config/site-values.ts';
import type { Anonymiser } from '../evidence/anonymiser.ts';
import { REPLAY_TARGET } from '../http/replay-target.ts';
import { deepPlain } from '../report/deep-plain.ts';
import { siteAnonymiser } from '../live/site-anonymiser.ts';
import type { RowResult } from '../run/row-result.ts';
import type { Run } from '../run/run.ts';
import type { Session } from './session.ts';

/** A live run's name, and what a name of the site adds to it. */
const LIVE_NAME = /^(live-\d{4}-\d{2}-\d{2}-\d{6}(?:-\d+)?)-(.+?)(\.only)?$/;

/** How a kept run is called where its site must not be named. */
const plainName = (name: string, hide: (text: string) => string): string =>
  hide(name.replace(LIVE_NAME, '$1$3'));

/**
 * What takes the name of a kept run's site out of texts, and the keys and ids that the environment and `.env` give;
 * undefined for a run of public recordings, which name no site.
 */
export function scrubberOfRun(
  { recordings }: Run,
  { env, settingsFile }: Pick<Session, 'env' | 'settingsFile'>,
): Anonymiser | undefined {
  if (recordings.origin === 'transcribed') return undefined;
  const alias = LIVE_NAME.exec(recordings.name)?.[2];
  return siteAnonymiser({ site: recordings.site, alias, ...siteValues(env, [settingsFile('.env')]) });
}

/** A kept run without the name of its site: in its own name, and in every text that the site sent. */
export function anonymisedRun(run: Run, scrubber: Anonymiser): Run {
  const { recordings } = run;
  if (recordings.origin === 'transcribed') return run;
  const hide = (text: string): string => scrubber.withoutSite(text);
  const row = (one: RowResult): RowResult => ({
    ...one,
    ...(one.reason !== undefined && { reason: hide(one.reason) }),
    ...(one.response && { response: deepPlain(one.response, hide) }),
  });
  return {
    ...run,
    recordings: {
      ...recordings,
      name: plainName(recordings.name, hide),
      site: REPLAY_TARGET.site,
      summary: hide(recordings.summary),
      ...(recordings.incomplete !== undefined && { incomplete: hide(recordings.incomplete) }),
      ...(recordings.unconfirmed !== undefined && { unconfirmed: hide(recordings.unconfirmed) }),
    },
    rows: run.rows.map(row),
    failures: run.failures.map(hide),
    ...(run.pacts && { pacts: deepPlain(run.pacts, hide) }),
  };
}

/** The name of a set or run without that of its site. */
export function anonymisedName(name: string, scrubber: Anonymiser): string {
  return plainName(name, (text) => scrubber.withoutSite(text));
}
