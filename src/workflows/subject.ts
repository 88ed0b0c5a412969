import type { ProbeFilter } from '../contract/probe-filter.ts';
import { Fault } from '../fault.ts';
import type { RecordingLibrary } from '../evidence/recording-library.ts';
import type { RecordingSetInfo } from '../evidence/recording-schema.ts';
import type { Answers } from '../run/answers.ts';
import { REPLAY_TARGET } from '../http/replay-target.ts';
import { readBaseline, type Baseline } from '../run/snapshot.ts';
import type { Session } from './session.ts';

/** The answers that a check judges by the contract, and the baseline that it compares them with. */
export interface Subject {
  readonly answers: Answers;
  readonly name: string;
  readonly baseline: Baseline | undefined;
  /** The part of the contract to judge; all of it if it is not given. */
  readonly filter?: ProbeFilter | undefined;
}

/** Returns the public set of the newest era before that of a set; undefined for the oldest. */
export function setBefore(info: RecordingSetInfo, library: RecordingLibrary): string | undefined {
  const earlier = library
    .names()
    .map((name) => library.info(name))
    .filter(({ origin, era }) => origin === 'transcribed' && era < info.era)
    .toSorted((a, b) => (a.era < b.era ? -1 : 1));
  return earlier.at(-1)?.name;
}

/** Returns the baseline that the user names, or the default one; undefined if neither exists or the user names "none". */
export function baselineOf(
  named: string | undefined,
  standard: string | undefined,
  library: RecordingLibrary,
): Baseline | undefined {
  if (named === 'none') return undefined;
  const name = named ?? standard;
  return name === undefined ? undefined : readBaseline(name, library);
}

/** Returns recordings as the subject of a check. */
export function recordedSubject(
  name: string,
  { baseline }: { readonly baseline?: string },
  { progress, recordings }: Pick<Session, 'progress' | 'recordings'>,
): Subject {
  const set = recordings.read(name);
  if (progress.isTTY) progress.write(`Judging ${set.exchanges.length} recordings by the contract …\n`);
  const before = baseline === undefined ? setBefore(set.info, recordings) : undefined;
  return { answers: { recordings: set }, name, baseline: baselineOf(baseline, before, recordings) };
}

/**
 * Checks that a baseline is of the site that is asked: another site may behave differently, which would be reported as a
 * change. If either is anonymised, it cannot be checked.
 *
 * @throws Fault `bad-config`
 */
export function checkSite(baseline: RecordingSetInfo, site: string, where: string): void {
  const before = baseline.origin === 'transcribed' ? site : baseline.site;
  if (before === site || [before, site].includes(REPLAY_TARGET.site)) return;
  throw new Fault(
    'bad-config',
    `The baseline ${baseline.name} is of ${before}, but the settings (${where}) name ${site}. Correct the site, name another --baseline, or accept a run of this site.`,
  );
}
