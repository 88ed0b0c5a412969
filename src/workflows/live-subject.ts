import { join } from 'node:path';
import { dropEmptyFolder } from '../storage/claim-folder.ts';
import { writeRecordings } from '../evidence/write-recordings.ts';
import type { Memory } from '../live/memory.ts';
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
 * A site, asked now, as the subject of a check. Its folder is made before it is asked, and what it answered is kept there
 * before anything else can go wrong.
 */
export async function liveSubject(
  options: LiveOptions & { readonly baseline?: string; readonly shard?: Shard; readonly memory?: Memory },
  session: Session,
): Promise<Subject> {
  // From here on a signal ends the run in order.
  session.interrupted();
  const usual = acceptedBaseline(options.site);
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
        `Compared with nothing: there is no baseline yet (${hint('accept', { site: options.site, anonymise: options.anonymise })}).\n`,
      );
    }
    writeRecordings(exchangesPath(name), { ...seen.info, name: 'exchanges' }, seen.exchanges);
    return { answers: { seen }, name, baseline, filter };
  } finally {
    for (const folder of [join(REPORTS, name), REPORTS]) dropEmptyFolder(folder);
  }
}
