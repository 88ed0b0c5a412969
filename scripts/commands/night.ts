import { expiryNotices } from '../../src/config/expiry.ts';
import { readValues } from '../../src/config/settings.ts';
import { Fault } from '../../src/contract/fault.ts';
import { entryOf } from '../../src/history/entry.ts';
import { addToHistory, readHistory } from '../../src/history/history.ts';
import type { Night, ToldNight } from '../../src/report/documents/night/night-document.ts';
import { historyDocument } from '../../src/report/documents/history/history-document.ts';
import { failing } from '../../src/findings/findings.ts';
import { checkFindings } from '../../src/report/documents/settled-document.ts';
import { rowCounts } from '../../src/report/documents/summary.ts';
import { siteName } from '../../src/run/live/anonymise.ts';
import { Memory } from '../../src/run/live/memory.ts';
import type { Streams } from '../streams.ts';
import { diagnose } from './diagnosis.ts';
import { hint } from './hint.ts';
import { judgeSubject } from './judge-subject.ts';
import { prefixOf, settingsFor, siteHider, siteLabel, type LiveCliOptions } from './live-options.ts';
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
  try {
    const label = siteLabel(options);
    if (label !== undefined) return label;
    return siteName(settingsFor(options, streams), options.anonymise);
  } catch {
    return 'the site';
  }
}

/** What the doctor says before anything is judged; a fault of the settings ends the night. */
async function examined(options: NightOptions, streams: Streams, memory: Memory): Promise<string[]> {
  const { diagnosis, exitCode } = await diagnose({ ...options, offline: !options.doctor, memory }, streams);
  const wrong = diagnosis.settings.filter(({ state }) => state === 'wrong');
  if (exitCode === 2) {
    const words = wrong.map(({ variable, says }) => `${variable} ${says}`).join('; ');
    throw new Fault('bad-config', diagnosis.obstacle ?? `${words}. Run: ${hint('doctor', options)}`);
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
  const document = await judgeSubject(subject, { ...options, site: siteLabel(options), now });
  const { exitCode, inconclusive } = checkFindings(document);
  return {
    exitCode,
    reason: inconclusive.length > 0 ? inconclusive.join('; ') : undefined,
    notes,
    document,
  };
}

/** An error of a site as the reason of its line. One that is no fault is a defect of this tool: its trace goes to stderr. */
function asFault(
  error: unknown,
  { stderr }: Streams,
): { readonly exitCode: 2 | 3; readonly message: string } {
  if (error instanceof Fault) return error;
  const [message, trace] =
    error instanceof Error ? [error.message, error.stack ?? error.message] : [String(error), String(error)];
  stderr.write(`This is a defect of the tool; please report it.\n${trace}\n`);
  return { exitCode: 3, message: `a defect of the tool: ${message}` };
}

/** What there is to say of credentials that expire; nothing where the settings cannot be read, which the run says itself. */
function expiringOf(options: NightOptions, streams: Streams, at: number): string[] {
  try {
    const values = readValues(streams.env, options.settings, prefixOf(options));
    return expiryNotices(values, at).map(({ says }) => says);
  } catch {
    return [];
  }
}

/** Takes the site's name out of texts where it must not be in them; where the list of sites is broken, of all there is. */
function hiderOf(options: NightOptions, streams: Streams): (text: string) => string {
  try {
    return siteHider(options, streams);
  } catch {
    const name = options.site ?? '';
    return (text) => (options.anonymise && name !== '' ? text.replaceAll(name, 'jira-site') : text);
  }
}

/**
 * One site in one night. Whatever happens becomes an entry of the history, an unexpected error too, and does not stop the
 * other sites.
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
      const { exitCode, message } = asFault(error, streams);
      return { exitCode, reason: message, notes: [], document: undefined };
    },
  );
  const hide = hiderOf(options, streams);
  const { document, exitCode } = ended;
  const [notes, expiring] = [ended.notes.map(hide), expiringOf(options, streams, at).map(hide)];
  const reason = ended.reason === undefined ? undefined : hide(ended.reason);
  const news = document ? failing(checkFindings(document)).length : 0;
  const { broken, knownBroken } = document ? rowCounts(document) : { broken: 0, knownBroken: 0 };
  const name = document?.run.recordings.name ?? liveName(at, options.site === undefined ? undefined : site);
  const entry = entryOf(
    { name, site, at, exitCode, news, broken: broken + knownBroken, reason },
    document?.run,
  );
  addToHistory(entry, options.history);
  const entries = readHistory(options.history).filter((one) => one.site === site);
  const history = historyDocument(entries);
  const nights = history.sites[0]?.nights;
  return {
    night: { ...ended, notes, reason, site, expiring, entry, document: document && { ...document, history } },
    silent: { nights: nights?.inARow ?? 0, last: nights?.lastConcluded?.at.slice(0, 10) },
  };
}
