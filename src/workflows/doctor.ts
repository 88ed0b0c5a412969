import { siteTraitsOf } from '../classify/site-traits.ts';
import { classify } from '../classify/classify.ts';
import { examineVariables, type VariableStatus } from '../config/examine.ts';
import { expiryNotices } from '../config/expiry.ts';
import { permissionWarning } from '../config/exposure.ts';
import { missingFor } from '../config/provided.ts';
import type { Settings } from '../config/settings.ts';
import { PRESENT } from '../contract/eras.ts';
import { Fault } from '../fault.ts';
import { JIRA_OPERATIONS } from '../contract/operations.ts';
import { probeKey } from '../contract/probe.ts';
import { jsonText } from '../json.ts';
import type { Politeness } from '../http/rate-limiter.ts';
import { doctorLines, type CredentialCheckup, type Diagnosis } from '../report/blocks/doctor-lines.ts';
import { siteName } from '../live/site-anonymiser.ts';
import { CLAIMS, claimsOf, contradicts, type Claim } from '../live/claims.ts';
import type { Attempt } from '../live/probe-attempts.ts';
import { runLive } from '../live/live-run.ts';
import type { SiteMemory } from '../live/memory.ts';
import { planLive, requestsOf } from '../live/plan.ts';
import { declared } from '../../specs/declared.ts';
import { terminalWidth } from './output.ts';
import type { Session } from './session.ts';
import { politenessOf, openSite, settingsFor, type LiveOptions } from './site.ts';

const DEPRECATED: Diagnosis['deprecated'] = JIRA_OPERATIONS.flatMap(({ id, deprecated }) =>
  deprecated === undefined ? [] : [{ operation: id, instead: deprecated }],
);

const contradictsClaim = ({ exchange, answer }: Attempt): boolean => {
  const claim = CLAIMS.find((candidate) => probeKey(candidate) === probeKey(exchange));
  return claim !== undefined && contradicts(claim, answer) === true;
};

/** A minute at most, because a person is waiting. */
const doctorPoliteness = (options: LiveOptions, settings: Settings): Politeness => {
  const politeness = politenessOf(options, settings);
  return { ...politeness, maxTime: Math.min(politeness.maxTime, 60_000) };
};

/** The options of a diagnosis. The memory collects the answers for the next run on the site. */
type DiagnosisOptions = LiveOptions & { readonly offline: boolean; readonly memory?: SiteMemory };

async function checkUp(
  settings: Settings,
  options: DiagnosisOptions,
  session: Session,
): Promise<readonly CredentialCheckup[]> {
  const claims = claimsOf(settings.identity);
  const provided = claims.filter(({ credential }) => missingFor(credential, settings) === undefined);
  session.progress.write(
    `Asking ${siteName(settings, options.anonymise)}: ${provided.length + 1} requests if all goes well.\n`,
  );
  const { exchanges, unanswered } = await runLive({
    name: 'doctor',
    settings,
    plan: { probes: provided, unanswered: [] },
    politeness: doctorPoliteness(options, settings),
    clock: session.clock,
    accounts: session.accounts,
    memory: options.memory,
    signal: session.interrupted(),
    anonymise: options.anonymise,
    confirmAfter: Math.min(options.confirmAfter, 5) * 1000,
    isAlarm: contradictsClaim,
    // Whether credentials are dead is the question here, so their death must not end the run.
    ownChecks: [],
    progress: () => undefined,
  });
  const traits = siteTraitsOf(exchanges);
  return claims.map((claim): CredentialCheckup => {
    const { credential } = claim;
    const missing = missingFor(credential, settings);
    if (missing !== undefined) return { credential, state: 'not provided', says: missing };
    const exchange = exchanges.find((candidate) => probeKey(candidate) === probeKey(claim));
    if (!exchange) {
      const why = unanswered.find((row) => probeKey(row) === probeKey(claim))?.reason ?? 'no answer';
      return { credential, state: 'not decided', says: why };
    }
    return verdictOn(claim, classify(exchange, traits));
  });
}

function verdictOn(claim: Claim, answer: Attempt['answer']): CredentialCheckup {
  const { credential, works, otherwise } = claim;
  const wrong = contradicts(claim, answer);
  if (wrong === undefined) {
    return { credential, state: 'not decided', says: `status ${answer.status} is inconclusive` };
  }
  return !wrong
    ? { credential, state: 'as claimed', says: works ? 'works' : 'does not work, as it should' }
    : { credential, state: 'otherwise', says: otherwise };
}

async function planned(settings: Settings, options: LiveOptions): Promise<Diagnosis['plan']> {
  const { rows } = await declared();
  const present = rows.filter(({ era }) => era === PRESENT);
  const plan = planLive(present, settings, options.core ? 'core' : 'all');
  const { maxAttempts, maxRequests } = politenessOf(options, settings);
  const most = Math.min(requestsOf(plan, maxAttempts).most, maxRequests);
  return { probes: plan.probes.length, most, skipped: plan.unanswered.length };
}

/**
 * Checks the settings and, unless offline, each credential in them.
 *
 * @returns the diagnosis and its exit code
 */
export async function diagnose(
  options: DiagnosisOptions,
  session: Session,
): Promise<{ diagnosis: Diagnosis; exitCode: number }> {
  const site = openSite(options, session);
  const notices = new Map<string, string>(
    expiryNotices(site.values, session.clock.now()).map(({ variable, says }) => [variable, says]),
  );
  const examined = examineVariables(site.values).map((finding): VariableStatus => {
    const says = finding.state === 'set' ? notices.get(finding.variable) : undefined;
    return says === undefined ? finding : { ...finding, state: 'hint', says };
  });
  const unknown = site.unknown.map((name): VariableStatus => ({ ...name, state: 'hint' }));
  const settings = [...examined, ...unknown];
  const exposure = permissionWarning(options.settings);
  const file = exposure === undefined ? null : { path: options.settings, says: exposure };
  const secretFiles = [...(site.values.sources ?? [])].flatMap(([, { name, path }]) => {
    const says = path === undefined ? undefined : permissionWarning(path);
    return says === undefined ? [] : [{ variable: name, says }];
  });
  const unasked: Diagnosis = {
    settings,
    file,
    secretFiles,
    credentials: null,
    obstacle: null,
    deprecated: DEPRECATED,
    plan: null,
  };
  if (settings.some(({ state }) => state === 'wrong')) return { diagnosis: unasked, exitCode: 2 };
  try {
    const checked = settingsFor(site);
    const plan = await planned(checked, options);
    if (options.offline) return { diagnosis: { ...unasked, plan }, exitCode: 0 };
    const credentials = await checkUp(checked, options, session);
    const challenge = session.accounts.challenge(checked);
    if (challenge !== undefined) {
      const obstacle = `${siteName(checked, options.anonymise)} could not be asked about every credential: ${challenge}.`;
      return { diagnosis: { ...unasked, credentials, obstacle, plan }, exitCode: 3 };
    }
    const states = new Set(credentials.map(({ state }) => state));
    const exitCode = states.has('otherwise') ? 1 : states.has('not decided') ? 3 : 0;
    return { diagnosis: { ...unasked, credentials, plan }, exitCode };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { diagnosis: { ...unasked, obstacle: error.message }, exitCode: error.exitCode };
  }
}

/** The options of `doctor`. */
export type DoctorOptions = DiagnosisOptions & { readonly format: 'text' | 'json' };

/**
 * Prints which settings there are, and whether each credential is in the state that its variable claims.
 *
 * @returns the exit code: 1 if a credential is not, 2 if a setting is missing or wrong, 3 if the site could not be asked
 */
export async function doctor(options: DoctorOptions, session: Session): Promise<number> {
  const { diagnosis, exitCode } = await diagnose(options, session);
  session.stdout.write(
    options.format === 'json'
      ? jsonText(diagnosis)
      : `${doctorLines(diagnosis, terminalWidth(session)).join('\n')}\n`,
  );
  return exitCode;
}
