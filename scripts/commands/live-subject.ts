import { join } from 'node:path';
import { dropEmptyFolder } from '../../src/evidence/claim-folder.ts';
import { openLibrary, type RecordingLibrary } from '../../src/evidence/recording-library.ts';
import { writeSet } from '../../src/evidence/write-set.ts';
import type { Memory } from '../../src/run/live/memory.ts';
import type { Shard } from '../../src/run/shard.ts';
import { exchangesPath, REPORTS } from '../../src/run/side.ts';
import type { Streams } from '../streams.ts';
import { acceptedBaseline } from './baselines.ts';
import { hint } from './hint.ts';
import { siteLabel, type LiveCliOptions } from './live-options.ts';
import { claimRun, observe } from './observe.ts';
import { baselineOf, checkSite, type Subject } from './subject.ts';

/**
 * A site, asked now, as the subject of a check. Its folder is made before it is asked, and what it answered is kept there
 * before anything else can go wrong.
 */
export async function liveSubject(
  options: LiveCliOptions & { readonly baseline?: string; readonly shard?: Shard; readonly memory?: Memory },
  streams: Streams,
  library: RecordingLibrary = openLibrary(),
): Promise<Subject> {
  // From here on a signal ends the run in order.
  streams.interrupted?.();
  const usual = acceptedBaseline(options.site);
  const baseline = baselineOf(options.baseline, usual, library);
  const name = claimRun((streams.clock ?? Date).now(), siteLabel(options));
  try {
    const seen = await observe(name, options, streams, baseline, (site) => {
      if (usual !== undefined && options.baseline === undefined) {
        checkSite(library.info(usual), site, options.settings);
      }
    });
    if (!baseline) {
      streams.stderr.write(
        `Compared with nothing: there is no baseline yet (${hint('accept', { site: options.site, anonymise: options.anonymise })}).\n`,
      );
    }
    writeSet(exchangesPath(name), { ...seen.info, name: 'exchanges' }, seen.exchanges);
    return { answers: { seen }, name, baseline };
  } finally {
    for (const folder of [join(REPORTS, name), REPORTS]) dropEmptyFolder(folder);
  }
}
