import { expiriesOf, expiryDates, expiryNotices } from '../config/expiry.ts';
import { Fault } from '../fault.ts';
import { filterOf } from '../findings/only.ts';
import { appendToHistory, readHistory } from '../history/history.ts';
import { isNight, nightsWith } from '../history/nights.ts';
import { historyDocument } from '../report/documents/history/history-document.ts';
import type { Night, NightOfSite } from '../report/documents/night/night-document.ts';
import { checkFindings } from '../report/documents/settled-document.ts';
import { siteName } from '../live/site-anonymiser.ts';
import { SiteMemory } from '../live/memory.ts';
import { diagnose } from './diagnose.ts';
import { hint } from './hint.ts';
import { lineOf, reasonOf } from './history-line.ts';
import { judgeSubject } from './judge-subject.ts';
import { liveSubject } from './live-subject.ts';
import { liveName } from './observe.ts';
import { liveFilter } from './only.ts';
import type { ReportOptions } from './output.ts';
import type { Session } from './session.ts';
import { openSite, settingsFor, siteHider, siteLabel, type LiveOptions, type Site } from './site.ts';

/** The options of one night. */
export interface NightOptions extends LiveOptions, Pick<ReportOptions, 'acknowledged' | 'failOn'> {
  readonly baseline?: string;
  readonly pacts: boolean;
  readonly history: string;
  readonly maxAge?: number;
  readonly doctor: boolean;
}

/** Returns the result of some work; undefined if it fails. The reason shows up again when the night runs. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** Returns the name of the site in the list, or its address if the settings are valid, or a placeholder. */
function nameOf(own: Site | undefined, options: NightOptions, session: Session): string {
  const label = attempt(() => siteLabel(options, session));
  if (label !== undefined) return label;
  return (own && attempt(() => siteName(settingsFor(own), options.anonymise))) ?? 'the site';
}

/**
 * Returns the notes of the doctor before anything is judged.
 *
 * @throws Fault `bad-config` or `unreachable`, which ends the night
 */
async function examined(options: NightOptions, session: Session, memory: SiteMemory): Promise<string[]> {
  const { diagnosis, exitCode } = await diagnose({ ...options, offline: !options.doctor, memory }, session);
  const wrong = diagnosis.settings.filter(({ state }) => state === 'wrong');
  if (exitCode === 2) {
    const words = wrong.map(({ variable, says }) => `${variable} ${says}`).join('; ');
    throw new Fault('bad-config', diagnosis.obstacle ?? `${words}. Run: ${hint('doctor', options)}`);
  }
  // If the doctor could ask some credentials, the run can ask the others.
  if (diagnosis.obstacle !== null && !diagnosis.credentials)
    throw new Fault('unreachable', diagnosis.obstacle);
  return [
    ...diagnosis.settings.filter(({ state, variable }) => state === 'hint' && !variable.endsWith('_EXPIRES')),
    ...(diagnosis.credentials ?? []).filter(({ state }) => state === 'otherwise'),
  ].map((note) => `${'variable' in note ? note.variable : note.credential}: ${note.says}`);
}

/** What a night found, before it has a line in the history. */
type Judged = Omit<Night, 'site' | 'entry' | 'expiring' | 'expires'>;

/** Runs the night of one site: doctor, controls, probes, contract, baseline. */
async function judged(options: NightOptions, session: Session): Promise<Judged> {
  const now = session.clock.now();
  // A filter that leaves nothing to ask is rejected before the first request.
  liveFilter(options, session);
  const memory = new SiteMemory();
  const notes = await examined(options, session, memory);
  const subject = await liveSubject({ ...options, memory }, session);
  const document = await judgeSubject(
    subject,
    { ...options, site: siteLabel(options, session), now },
    session,
  );
  return { exitCode: checkFindings(document).exitCode, reason: reasonOf(document), notes, document };
}

/** Turns an error into the exit code and reason of a night. If it is not a fault, it is a defect of this tool and its trace is printed on stderr. */
function asFault(
  error: unknown,
  { stderr }: Pick<Session, 'stderr'>,
): { readonly exitCode: 2 | 3; readonly message: string } {
  if (error instanceof Fault) return error;
  const [message, trace] =
    error instanceof Error ? [error.message, error.stack ?? error.message] : [String(error), String(error)];
  stderr.write(`This is a defect of the tool; please report it.\n${trace}\n`);
  return { exitCode: 3, message: `a defect of the tool: ${message}` };
}

/** Returns a function that removes the name of the site from texts, if that is asked for. It also works with broken settings. */
function hiderOf(own: Site | undefined, options: NightOptions, session: Session): (text: string) => string {
  if (own) return siteHider(own, options, session);
  const name = options.site ?? '';
  return (text) => (options.anonymise && name !== '' ? text.replaceAll(name, 'jira-site') : text);
}

/**
 * Runs one site in one night. Any outcome, even an unexpected error, becomes an entry of the history and does not stop the
 * other sites.
 *
 * @throws Fault if the history itself cannot be read or written
 */
export async function oneNight(options: NightOptions, session: Session): Promise<NightOfSite> {
  const at = session.clock.now();
  const own = attempt(() => openSite(options, session));
  const site = nameOf(own, options, session);
  // Read first, so that an unreadable history does not waste a whole run.
  const before = readHistory(options.history).findLast((line) => line.site === site);
  const ended = await judged(options, session).catch((error: unknown): Judged => {
    const { exitCode, message } = asFault(error, session);
    return { exitCode, reason: message, notes: [], document: undefined };
  });
  const hide = hiderOf(own, options, session);
  const { document, exitCode } = ended;
  const notes = ended.notes.map(hide);
  const expiring = (own ? expiryNotices(own.values, at) : []).map(({ says }) => hide(says));
  const [expires] = own ? expiriesOf(own.values, at) : [];
  const reason = ended.reason === undefined ? undefined : hide(ended.reason);
  const only = options.only && filterOf(options.only).words;
  const name =
    document?.run.recordings.name ??
    liveName(at, options.site === undefined ? undefined : site, 1, only !== undefined);
  const entry = lineOf(
    document,
    // A site that could not be asked is what it was the last time.
    { name, site, at, exitCode, reason, only, origin: before?.origin },
    {
      // A clock that was set back in between shows nothing.
      seconds: Math.max(0, session.clock.now() - at) / 1000,
      expires: own ? expiryDates(own.values) : {},
    },
  );
  appendToHistory(entry, options.history);
  const nights = nightsWith(entry, readHistory(options.history));
  const history = historyDocument(nights?.entries ?? [], session.recordings);
  return {
    night: {
      ...ended,
      notes,
      reason,
      site,
      expiring,
      expires,
      entry,
      document: document && { ...document, history },
    },
    recent: nights?.whole.filter(isNight) ?? [],
    silent: {
      nights: nights?.inconclusiveNights.length ?? 0,
      last: nights?.lastConcludedNight?.at.slice(0, 10),
    },
  };
}
