import { join } from 'node:path';
import { removeEmptyFolder } from '../storage/claim-folder.ts';
import { writeRecordings } from '../evidence/write-recordings.ts';
import type { SiteMemory } from '../live/memory.ts';
import type { Shard } from '../run/shard.ts';
import { exchangesPath, REPORTS } from '../run/snapshot.ts';
import type { Session } from './session.ts';
import { acceptedBaseline } from './baselines.ts';
import { hint } from './hint.ts';
import { liveFilter } from './only.ts';
import { siteLabel, type LiveOptions } from './site.ts';
import { claimRun, observe } from './observe.ts';
import { baselineOf, checkSite, type Subject } from './subject.ts';

/**
 * Asks a site, and returns its answers as the subject of a check. The folder of the run is created before the site is asked,
 * and the answers are stored in it before anything else can fail.
 */
export async function liveSubject(
  options: LiveOptions & { readonly baseline?: string; readonly shard?: Shard; readonly memory?: SiteMemory },
  session: Session,
): Promise<Subject> {
  // From here on, a signal ends the run in an orderly way.
  session.interrupted();
  const usual = acceptedBaseline(options.site, session.recordings);
  const baseline = baselineOf(options.baseline, usual, session.recordings);
  const filter = liveFilter(options, session);
  const name = claimRun(session.clock.now(), siteLabel(options, session), filter !== undefined);
  try {
    const seen = await observe(name, { ...options, filter }, session, baseline, (site) => {
      if (usual !== undefined && options.baseline === undefined) {
        checkSite(session.recordings.info(usual), site, options.settings);
      }
    });
    if (!baseline) {
      session.stderr.write(
        `Compared with nothing, because there is no baseline yet. Make one: ${hint('accept', { site: options.site, anonymise: options.anonymise })}\n`,
      );
    }
    writeRecordings(exchangesPath(name), { ...seen.info, name: 'exchanges' }, seen.exchanges);
    return { answers: { seen }, name, baseline, filter };
  } finally {
    for (const folder of [join(REPORTS, name), REPORTS]) removeEmptyFolder(folder);
  }
}
