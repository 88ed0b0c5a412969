import { expiryNotices } from '../../src/config/expiry.ts';
import { readValues } from '../../src/config/settings.ts';
import { Fault } from '../../src/contract/fault.ts';
import { entryOf } from '../../src/history/entry.ts';
import { addToHistory, readHistory } from '../../src/history/history.ts';
import type { Night, ToldNight } from '../../src/report/night/night-document.ts';
import { historyDocument } from '../../src/report/history/history-document.ts';
import { agedExitCode, checkExitCode, failingChanges, incompleteness } from '../../src/report/verdict.ts';
import { siteName } from '../../src/run/live/anonymise.ts';
import { Memory } from '../../src/run/live/memory.ts';
import type { Streams } from '../streams.ts';
import { diagnose } from './diagnosis.ts';
import { judgeSubject } from './judge-subject.ts';
import { prefixOf, settingsFor, type LiveCliOptions } from './live-options.ts';
import { liveName } from './observe.ts';
import type { ReportOptions } from './options.ts';
import { liveSubject } from './subject.ts';

/** What a night is told. */
export interface NightOptions extends LiveCliOptions, Pick<ReportOptions, 'acknowledged' | 'failOn'> {
  readonly baseline?: string;
  readonly pacts: boolean;
  readonly history: string;
  readonly maxAge?: number;
  readonly doctor: boolean;
}

/** What the site is called where the settings are good enough to tell, else its name or a word for it. */
function nameOf(options: NightOptions, streams: Streams): string {
  if (options.site !== undefined) return options.site;
  try {
    return siteName(settingsFor(options, streams), options.anonymise);
  } catch (error) {
    if (error instanceof Fault) return 'the site';
    throw error;
  }
}

/** What the doctor says before anything is judged; a fault of the settings ends the night. */
async function examined(options: NightOptions, streams: Streams, memory: Memory): Promise<string[]> {
  const { diagnosis, exitCode } = await diagnose({ ...options, offline: !options.doctor, memory }, streams);
  const wrong = diagnosis.settings.filter(({ state }) => state === 'wrong');
  if (exitCode === 2) {
    const words = wrong.map(({ variable, says }) => `${variable} ${says}`).join('; ');
    throw new Fault('bad-config', diagnosis.obstacle ?? `${words}. Run: npm run doctor`);
  }
  // Where some were asked all the same, the run can ask the others.
  if (diagnosis.obstacle !== null && !diagnosis.credentials)
    throw new Fault('unreachable', diagnosis.obstacle);
  return [
    ...diagnosis.settings.filter(({ state, variable }) => state === 'hint' && !variable.endsWith('_EXPIRES')),
    ...(diagnosis.credentials ?? []).filter(({ state }) => state === 'otherwise'),
  ].map((one) => `${'variable' in one ? one.variable : one.credential}: ${one.says}`);
}

/** The run of one site: doctor, controls, probes, the contract, the baseline. */
async function judged(
  options: NightOptions,
  streams: Streams,
): Promise<Omit<Night, 'site' | 'entry' | 'expiring'>> {
  const now = (streams.clock ?? Date).now();
  const memory = new Memory();
  const notes = await examined(options, streams, memory);
  const subject = await liveSubject({ ...options, memory }, streams);
  const document = await judgeSubject(subject, { ...options, now });
  const { exitCode, old } = agedExitCode(document, options.maxAge);
  const undecided =
    checkExitCode(document) === 3
      ? (incompleteness(document) ?? 'too many probes could not be decided')
      : undefined;
  return {
    exitCode,
    reason: undecided ?? (old.length > 0 ? old.join(' ') : undefined),
    notes,
    document,
  };
}

/**
 * One site in one night. Whatever happens becomes an entry of the history; a fault is told in its sentence and does not
 * stop the other sites.
 *
 * @throws Fault where the history itself cannot be read or written: then nothing can be trusted to be kept
 */
export async function oneNight(options: NightOptions, streams: Streams): Promise<ToldNight> {
  const at = (streams.clock ?? Date).now();
  const site = nameOf(options, streams);
  // A history that cannot be read shall not cost a whole run first.
  readHistory(options.history);
  const ended = await judged(options, streams).catch(
    (error: unknown): Omit<Night, 'site' | 'entry' | 'expiring'> => {
      if (!(error instanceof Fault)) throw error;
      return { exitCode: error.exitCode, reason: error.message, notes: [], document: undefined };
    },
  );
  const { document, exitCode, reason } = ended;
  const values = readValues(streams.env, options.settings, prefixOf(options));
  const expiring = expiryNotices(values, at).map(({ says }) => says);
  const news = document?.diff ? failingChanges(document.diff).length : 0;
  const name = document?.run.recordings.name ?? liveName(at, options.site);
  const entry = entryOf({ name, site, at, exitCode, news, reason }, document?.run);
  addToHistory(entry, options.history);
  const entries = readHistory(options.history).filter((one) => one.site === site);
  const history = historyDocument(entries);
  const nights = history.sites[0]?.nights;
  return {
    night: { ...ended, site, expiring, entry, document: document && { ...document, history } },
    silent: { nights: nights?.inARow ?? 0, last: nights?.lastConcluded?.at.slice(0, 10) },
  };
}
