import { siteValues } from '../config/site-values.ts';
import type { Anonymiser } from '../evidence/anonymiser.ts';
import { REPLAY_TARGET } from '../http/replay-target.ts';
import { mapTexts } from '../report/deep-plain.ts';
import { siteAnonymiser } from '../live/site-anonymiser.ts';
import type { RowResult } from '../run/row-result.ts';
import type { Run } from '../run/run.ts';
import type { Session } from './session.ts';

/** The name of a live run, which may end in the name of its site, and in `.only` if it asked only a part. */
const LIVE_NAME = /^(live-\d{4}-\d{2}-\d{2}-\d{6}(?:-\d+)?)-(.+?)(\.only)?$/;

/** The name of a run without the name of its site. */
const plainName = (name: string, hide: (text: string) => string): string =>
  hide(name.replace(LIVE_NAME, '$1$3'));

/**
 * Returns an anonymiser for the site of a stored run, and for the keys and ids in the environment and `.env`; undefined for a
 * run of public recordings, which name no site.
 */
export function anonymiserOfRun(
  { recordings }: Run,
  { env, settingsFile }: Pick<Session, 'env' | 'settingsFile'>,
): Anonymiser | undefined {
  if (recordings.origin === 'transcribed') return undefined;
  const alias = LIVE_NAME.exec(recordings.name)?.[2];
  return siteAnonymiser({ site: recordings.site, alias, ...siteValues(env, [settingsFile('.env')]) });
}

/** Returns a stored run without the name of its site, in its own name and in every text of the site. */
export function anonymisedRun(run: Run, anonymiser: Anonymiser): Run {
  const { recordings } = run;
  if (recordings.origin === 'transcribed') return run;
  const hide = (text: string): string => anonymiser.anonymiseSite(text);
  const anonymisedRow = (row: RowResult): RowResult => ({
    ...row,
    ...(row.reason !== undefined && { reason: hide(row.reason) }),
    ...(row.response && { response: mapTexts(row.response, hide) }),
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
    rows: run.rows.map(anonymisedRow),
    failures: run.failures.map(hide),
    ...(run.pacts && { pacts: mapTexts(run.pacts, hide) }),
  };
}

/** Returns the name of a set or run without the name of its site. */
export function anonymisedName(name: string, anonymiser: Anonymiser): string {
  return plainName(name, (text) => anonymiser.anonymiseSite(text));
}
