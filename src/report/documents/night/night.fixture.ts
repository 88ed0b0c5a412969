import type { Change } from '../../../change/change.ts';
import { entryOf, type Entry } from '../../../history/entry.ts';
import { readRecordings } from '../../../evidence/recordings.ts';
import { runOfRecordings } from '../../../run/run.fixture.ts';
import { diffWith } from '../../report.fixture.ts';
import type { Night, NightOfSite } from './night-document.ts';

/** For tests: the run of every site. */
export const RUN = runOfRecordings(readRecordings('public-2026-09'));

/** For tests: the rows of the run of every site that have an answer. */
export const ASKED = RUN.rows.filter(({ answer }) => answer).slice(0, 8);

const [CHANGE] = diffWith('x').changes;

/** A change of one probe of the run. */
const changeOf = (i: number): Change => {
  const row = ASKED[i];
  if (!CHANGE || !row) throw new Error('no change');
  const { credential, operation } = row;
  return { ...CHANGE, credential, operation, fingerprint: String(i).padStart(16, '0') };
};

/** For tests: the night of a site on which some probes changed, by their index in `ASKED`. */
export function nightOf(site: string, changed: readonly number[]): Night {
  return {
    site,
    exitCode: changed.length > 0 ? 1 : 0,
    reason: undefined,
    expiring: [],
    notes: [],
    document: { run: RUN, file: 'run.json', diff: { ...diffWith('x'), changes: changed.map(changeOf) } },
    entry: entryOf(
      { name: 'x', site, at: 0, exitCode: changed.length > 0 ? 1 : 0, news: changed.length },
      RUN,
    ),
  };
}

/** For tests: the night of a site that could not be judged. */
export function unjudgedNight(site: string, exitCode: 2 | 3, reason: string): Night {
  return {
    ...nightOf(site, []),
    exitCode,
    reason,
    document: undefined,
    entry: entryOf({ name: 'x', site, at: 0, exitCode, news: 0, reason }, undefined),
  };
}

/** For tests: a night with some earlier ones, by their exit codes. */
export function withEarlier(night: Night, ...exitCodes: number[]): NightOfSite {
  const earlier = exitCodes.map((exitCode, i): Entry =>
    entryOf({ name: `x${i}`, site: night.site, at: i * 86_400_000, exitCode, news: 0 }, undefined),
  );
  return { night, recent: [...earlier, night.entry], silent: { nights: 0, last: undefined } };
}
