import { join } from 'node:path';
import { Fault } from '../../src/contract/fault.ts';
import { dropEmptyFolder } from '../../src/evidence/claim-folder.ts';
import { readRecordings, readSetInfo, recordingSets } from '../../src/evidence/recordings.ts';
import type { RecordingSetInfo } from '../../src/evidence/recording-schema.ts';
import { writeSet } from '../../src/evidence/write-set.ts';
import type { Answers } from '../../src/run/run-specs.ts';
import type { Memory } from '../../src/run/live/memory.ts';
import { REPLAY_TARGET } from '../../src/exchange/replay-target.ts';
import { exchangesPath, readSide, REPORTS, type Side } from '../../src/run/side.ts';
import type { Shard } from '../../src/run/shard.ts';
import type { Session } from '../../src/workflows/session.ts';
import { acceptedBaseline } from './baselines.ts';
import { hint } from '../../src/workflows/hint.ts';
import { siteLabel, type LiveOptions } from '../../src/workflows/site.ts';
import { claimRun, observe } from '../../src/workflows/observe.ts';

/** What a check holds against the contract, and with what it compares. */
export interface Subject {
  readonly answers: Answers;
  readonly name: string;
  readonly baseline: Side | undefined;
}

/** The public set of the newest era before a set's own, or undefined for the oldest. */
export function setBefore(info: RecordingSetInfo): string | undefined {
  const earlier = recordingSets()
    .map((name) => readSetInfo(name))
    .filter(({ origin, era }) => origin === 'transcribed' && era < info.era)
    .toSorted((a, b) => (a.era < b.era ? -1 : 1));
  return earlier.at(-1)?.name;
}

/** The baseline that a command line names, or else the usual one. */
export function baselineOf(named: string | undefined, usual: string | undefined): Side | undefined {
  if (named === 'none') return undefined;
  const name = named ?? usual;
  return name === undefined ? undefined : readSide(name);
}

/** Recordings as the subject of a check. */
export function recordedSubject(
  name: string,
  { baseline }: { readonly baseline?: string },
  { stderr }: Pick<Session, 'stderr'>,
): Subject {
  const set = readRecordings(name);
  if (stderr.isTTY) stderr.write(`Holding ${set.exchanges.length} recordings against the contract …\n`);
  return { answers: { recordings: set }, name, baseline: baselineOf(baseline, setBefore(set.info)) };
}

/**
 * Makes sure that a baseline is of the site that is asked: another one behaves otherwise, and would be taken for a change.
 * Nothing can be said where one of them is anonymised.
 *
 * @throws Fault `bad-config`
 */
export function checkSite(baseline: RecordingSetInfo, site: string, where: string): void {
  const before = baseline.origin === 'transcribed' ? site : baseline.site;
  if (before === site || [before, site].includes(REPLAY_TARGET.site)) return;
  throw new Fault(
    'bad-config',
    `The baseline ${baseline.name} is of ${before}, but the settings (${where}) name ${site}. Set the site back, name another --baseline, or accept a run of this one.`,
  );
}

/**
 * A site, asked now, as the subject of a check. Its folder is made before it is asked, and what it answered is kept there
 * before anything else can go wrong.
 */
export async function liveSubject(
  options: LiveOptions & { readonly baseline?: string; readonly shard?: Shard; readonly memory?: Memory },
  streams: Session,
): Promise<Subject> {
  // From here on a signal ends the run in order.
  streams.interrupted();
  const usual = acceptedBaseline(options.site);
  const baseline = baselineOf(options.baseline, usual);
  const name = claimRun(streams.clock.now(), siteLabel(options, streams));
  try {
    const seen = await observe(name, options, streams, baseline, (site) => {
      if (usual !== undefined && options.baseline === undefined) {
        checkSite(readSetInfo(usual), site, options.settings);
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
