import { traitsOf } from '../../src/answer/traits.ts';
import { understand } from '../../src/answer/understand.ts';
import { examine, type Finding } from '../../src/config/examine.ts';
import { exposureOf } from '../../src/config/exposure.ts';
import { expiryNotices } from '../../src/config/expiry.ts';
import { missingFor } from '../../src/config/provided.ts';
import { readValues, settingsOf, type Settings } from '../../src/config/settings.ts';
import { PRESENT } from '../../src/contract/eras.ts';
import { JIRA_OPERATIONS } from '../../src/contract/operations.ts';
import { Fault } from '../../src/contract/fault.ts';
import { probeKey } from '../../src/contract/probe.ts';
import { WALL_CLOCK } from '../../src/exchange/clock.ts';
import type { Manners } from '../../src/exchange/pace.ts';
import { AccountBook } from '../../src/run/live/account-book.ts';
import { siteName } from '../../src/run/live/anonymise.ts';
import { CLAIMS, claimsOf, contradicts, type Claim } from '../../src/run/live/claims.ts';
import type { Told } from '../../src/run/live/history.ts';
import { observeLive } from '../../src/run/live/live.ts';
import type { Memory } from '../../src/run/live/memory.ts';
import { planLive, requestsOf } from '../../src/run/live/plan.ts';
import { declared } from '../../specs/declared.ts';
import type { Streams } from '../streams.ts';
import { hint } from './hint.ts';
import { mannersOf, prefixOf, unknownNames, type LiveCliOptions } from './live-options.ts';

/** What became of a claim. */
export interface Checkup {
  readonly credential: string;
  readonly state: 'as claimed' | 'otherwise' | 'not decided' | 'not provided';
  readonly says: string;
}

/** All that the doctor found. */
export interface Diagnosis {
  readonly settings: readonly Finding[];
  /** What is remarkable about the file of the settings; null where nothing is, or there is none. */
  readonly file: { readonly path: string; readonly says: string } | null;
  /** Null where nobody was asked. */
  readonly credentials: readonly Checkup[] | null;
  /** Why no credential could be asked, or not all of them. */
  readonly obstacle: string | null;
  /** Operations of the contract that Atlassian is going to remove, each with the one to use instead. */
  readonly deprecated: readonly { readonly operation: string; readonly instead: string }[];
  readonly plan: { readonly probes: number; readonly most: number; readonly skipped: number } | null;
}

const DEPRECATED: Diagnosis['deprecated'] = JIRA_OPERATIONS.flatMap(({ id, deprecated }) =>
  deprecated === undefined ? [] : [{ operation: id, instead: deprecated }],
);

const isOtherwise = ({ exchange, answer }: Told): boolean => {
  const claim = CLAIMS.find((one) => probeKey(one) === probeKey(exchange));
  return claim !== undefined && contradicts(claim, answer) === true;
};

/** Somebody sits there and waits. */
const doctorManners = (options: LiveCliOptions, settings: Settings): Manners => {
  const manners = mannersOf(options, settings);
  return { ...manners, maxTime: Math.min(manners.maxTime, 60_000) };
};

/** What the doctor is told: the memory takes what it is answered, for whoever asks the site next. */
type DiagnosisOptions = LiveCliOptions & { readonly offline: boolean; readonly memory?: Memory };

async function checkUp(
  settings: Settings,
  options: DiagnosisOptions,
  streams: Streams,
  book: AccountBook,
): Promise<readonly Checkup[]> {
  const claims = claimsOf(settings.identity);
  const provided = claims.filter(({ credential }) => missingFor(credential, settings) === undefined);
  streams.stderr.write(
    `Asking ${siteName(settings, options.anonymise)}: ${provided.length + 1} requests if all goes well.\n`,
  );
  const { exchanges, unanswered } = await observeLive({
    name: 'doctor',
    settings,
    plan: { probes: provided, unanswered: [] },
    manners: doctorManners(options, settings),
    clock: streams.clock ?? WALL_CLOCK,
    book,
    memory: options.memory,
    signal: streams.interrupted?.() ?? new AbortController().signal,
    anonymise: options.anonymise,
    confirmAfter: Math.min(options.confirmAfter, 5) * 1000,
    alarming: isOtherwise,
    // Their death is what the doctor is asked about.
    ownChecks: [],
    progress: () => undefined,
  });
  const traits = traitsOf(exchanges);
  return claims.map((claim): Checkup => {
    const { credential } = claim;
    const missing = missingFor(credential, settings);
    if (missing !== undefined) return { credential, state: 'not provided', says: missing };
    const exchange = exchanges.find((one) => probeKey(one) === probeKey(claim));
    if (!exchange) {
      const why = unanswered.find((one) => probeKey(one) === probeKey(claim))?.reason ?? 'no answer';
      return { credential, state: 'not decided', says: why };
    }
    return verdictOn(claim, understand(exchange, traits));
  });
}

function verdictOn(claim: Claim, answer: Told['answer']): Checkup {
  const { credential, works, otherwise } = claim;
  const wrong = contradicts(claim, answer);
  if (wrong === undefined) {
    return { credential, state: 'not decided', says: `status ${answer.status} says nothing about it` };
  }
  return !wrong
    ? { credential, state: 'as claimed', says: works ? 'works' : 'does not work, as it should' }
    : { credential, state: 'otherwise', says: otherwise };
}

async function planned(settings: Settings, options: LiveCliOptions): Promise<Diagnosis['plan']> {
  const { rows } = await declared();
  const present = rows.filter(({ era }) => era === PRESENT);
  const plan = planLive(present, settings, options.core ? 'core' : 'all');
  const { attempts, maxRequests } = mannersOf(options, settings);
  const most = Math.min(requestsOf(plan, attempts).most, maxRequests);
  return { probes: plan.probes.length, most, skipped: plan.unanswered.length };
}

/**
 * Examines the settings and, unless told to ask nobody, each credential that they provide.
 *
 * @returns what was found, and the exit code that it means
 */
export async function diagnose(
  options: DiagnosisOptions,
  streams: Streams,
): Promise<{ diagnosis: Diagnosis; exitCode: number }> {
  const prefix = prefixOf(options);
  const values = readValues(streams.env, options.settings, prefix);
  const notices = new Map<string, string>(
    expiryNotices(values, (streams.clock ?? Date).now()).map((one) => [one.variable, one.says]),
  );
  const examined = examine(values).map((finding): Finding => {
    const says = finding.state === 'set' ? notices.get(finding.variable) : undefined;
    return says === undefined ? finding : { ...finding, state: 'hint', says };
  });
  const unknown = unknownNames(options, streams).map((one): Finding => ({ ...one, state: 'hint' }));
  const settings = [...examined, ...unknown];
  const exposure = exposureOf(options.settings);
  const file = exposure === undefined ? null : { path: options.settings, says: exposure };
  const nobody: Diagnosis = {
    settings,
    file,
    credentials: null,
    obstacle: null,
    deprecated: DEPRECATED,
    plan: null,
  };
  if (settings.some(({ state }) => state === 'wrong')) return { diagnosis: nobody, exitCode: 2 };
  try {
    const checked = settingsOf(values, options.settings, prefix, hint('doctor', options));
    const plan = await planned(checked, options);
    if (options.offline) return { diagnosis: { ...nobody, plan }, exitCode: 0 };
    const book = streams.accounts ?? new AccountBook();
    const credentials = await checkUp(checked, options, streams, book);
    const challenge = book.challenge(checked);
    if (challenge !== undefined) {
      const obstacle = `${siteName(checked, options.anonymise)} could not be asked to the end: ${challenge}.`;
      return { diagnosis: { ...nobody, credentials, obstacle, plan }, exitCode: 3 };
    }
    const states = new Set(credentials.map(({ state }) => state));
    const exitCode = states.has('otherwise') ? 1 : states.has('not decided') ? 3 : 0;
    return { diagnosis: { ...nobody, credentials, plan }, exitCode };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { diagnosis: { ...nobody, obstacle: error.message }, exitCode: error.exitCode };
  }
}
