import { existsSync } from 'node:fs';
import { siteTraitsOf } from '../classify/site-traits.ts';
import { classify } from '../classify/classify.ts';
import { examineVariables, type VariableStatus } from '../config/examine.ts';
import { expiryNotices } from '../config/expiry.ts';
import { permissionWarning } from '../config/exposure.ts';
import { missingFor } from '../config/provided.ts';
import { SETTING_NAMES } from '../config/own-names.ts';
import type { Settings } from '../config/settings.ts';
import { ALL_VARIABLES } from '../config/variables.ts';
import { ALL_CREDENTIALS } from '../contract/credentials.ts';
import { PRESENT } from '../contract/eras.ts';
import { Fault } from '../fault.ts';
import { JIRA_OPERATIONS } from '../contract/operations.ts';
import { probeKey } from '../contract/probe.ts';
import { jsonText } from '../json.ts';
import type { Politeness } from '../http/rate-limiter.ts';
import type {
  CredentialCheckup,
  Diagnosis,
  Expiry,
  NamedDiagnosis,
  SettingsPlace,
} from '../report/documents/doctor/diagnosis.ts';
import { doctorLines } from '../report/documents/doctor/doctor-lines.ts';
import type { ShownExchange } from '../report/exchange-text.ts';
import { siteName } from '../live/site-anonymiser.ts';
import { CLAIMS, claimsOf, contradicts, type Claim } from '../live/claims.ts';
import type { Attempt } from '../live/probe-attempts.ts';
import { runLive } from '../live/live-run.ts';
import type { SiteMemory } from '../live/memory.ts';
import { planLive, requestsOf } from '../live/plan.ts';
import { declared } from '../../specs/declared.ts';
import { worstOf } from './exit-codes.ts';
import { nextStepOf } from './next-step.ts';
import { layoutFor } from './output.ts';
import type { Session } from './session.ts';
import { printExchanges } from './show-exchanges.ts';
import { hint } from './hint.ts';
import { politenessOf, openSite, settingsFor, siteLabel, type LiveOptions, type Site } from './site.ts';

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

/** The results of checking the credentials, and the exchanges of those that are not as claimed. */
interface Checkup {
  readonly credentials: readonly CredentialCheckup[];
  readonly shown: readonly ShownExchange[];
}

async function checkUp(settings: Settings, options: DiagnosisOptions, session: Session): Promise<Checkup> {
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
  const shown: ShownExchange[] = [];
  const credentials = claims.map((claim): CredentialCheckup => {
    const { credential } = claim;
    const missing = missingFor(credential, settings);
    if (missing !== undefined) return { credential, state: 'not provided', says: missing };
    const exchange = exchanges.find((candidate) => probeKey(candidate) === probeKey(claim));
    if (!exchange) {
      const why = unanswered.find((row) => probeKey(row) === probeKey(claim))?.reason ?? 'no answer';
      return { credential, state: 'not decided', says: why };
    }
    const verdict = verdictOn(claim, classify(exchange, traits));
    if (verdict.state !== 'as claimed')
      shown.push({ ...exchange, verdict: `${verdict.state}: ${verdict.says}` });
    return verdict;
  });
  return { credentials, shown };
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

/** Variables without which nothing can be asked. */
const REQUIRED: readonly string[] = ALL_VARIABLES.filter(
  ({ required, requiredUnless }) => required === true || requiredUnless !== undefined,
).map(({ name }) => name);

/** Returns the settings without which nothing can be asked: a token for the gateway can take the place of one for the site. */
function requiredIn({ values }: Site): string[] {
  const alternative = ALL_VARIABLES.find(({ name }) =>
    ALL_VARIABLES.some(({ requiredUnless }) => requiredUnless === name),
  )?.name;
  const usesAlternative =
    alternative !== undefined && values.has(alternative) && !values.has('JIRA_API_TOKEN');
  return [...REQUIRED, ...(usesAlternative ? [alternative] : [])];
}

const DAY = 86_400_000;

/** Returns the dates on which credentials expire, as far as they are set. */
function expiryIn({ values }: Site, now: number): Expiry[] {
  return ALL_VARIABLES.flatMap(({ name, date }): Expiry[] => {
    const day = date ? values.get(name) : undefined;
    const end = day === undefined ? Number.NaN : Date.parse(day) + DAY;
    return day === undefined || Number.isNaN(end)
      ? []
      : [{ credential: name.replace(/_EXPIRES$/, ''), date: day, days: Math.ceil((end - now) / DAY) }];
  });
}

/** Returns the credentials that can be sent with these settings. */
function askableWith(settings: Settings): Diagnosis['askable'] {
  const askable = ALL_CREDENTIALS.filter(({ name }) => missingFor(name, settings) === undefined);
  return {
    derived: askable.filter(({ claim }) => !claim).map(({ name }) => name),
    own: askable.filter(({ claim }) => claim).map(({ name }) => name),
  };
}

/** Returns where the settings are read from. */
function placeOf({ prefix }: Site, options: DiagnosisOptions, session: Session): SettingsPlace {
  const { path, listed } = session.siteList(options.sites);
  const isSet = (name: string): boolean => (session.env[prefix + name] ?? '') !== '';
  return {
    path: options.settings,
    exists: existsSync(options.settings),
    environment: SETTING_NAMES.filter(isSet),
    sites: listed && !options.anonymise ? { path, names: listed.map(({ name }) => name) } : null,
  };
}

/** The setting that is probably the reason why the controls fail, by the cause of their failure. */
const SUSPECTS: Readonly<Record<string, string>> = {
  renamed: 'JIRA_SITE',
  address: 'JIRA_SITE',
  'site-unavailable': 'JIRA_SITE',
};

function suspectOf({ cause }: Fault, { identity }: Settings): string | null {
  if (cause === 'token') return identity.apiToken === '' ? 'JIRA_SCOPED_TOKEN' : 'JIRA_API_TOKEN';
  return (typeof cause === 'string' ? SUSPECTS[cause] : undefined) ?? null;
}

/** A diagnosis, its exit code, and the exchanges of credentials that are not as claimed. */
interface Diagnosed {
  readonly diagnosis: Diagnosis;
  readonly exitCode: number;
  readonly shown: readonly ShownExchange[];
}

/**
 * Checks the settings and, unless offline, each credential in them.
 *
 * @returns the diagnosis and its exit code
 */
export async function diagnose(options: DiagnosisOptions, session: Session): Promise<Diagnosed> {
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
  const found = {
    settings,
    required: requiredIn(site),
    file,
    secretFiles,
    credentials: null,
    obstacle: null,
    suspect: null,
    askable: null,
    known: ALL_CREDENTIALS.length,
    expiry: expiryIn(site, session.clock.now()),
    deprecated: DEPRECATED,
    plan: null,
    read: placeOf(site, options, session),
  } satisfies Omit<Diagnosis, 'next'>;
  const ended = (
    more: Partial<Diagnosis>,
    exitCode: number,
    shown: readonly ShownExchange[] = [],
  ): Diagnosed => {
    const all = { ...found, ...more };
    const prefix = shownPrefix(site, options);
    return { diagnosis: { ...all, next: nextStepOf(all, prefix, options) }, exitCode, shown };
  };
  if (settings.some(({ state }) => state === 'wrong')) return ended({}, 2);
  const checked = settingsFor(site);
  const askable = askableWith(checked);
  try {
    const plan = await planned(checked, options);
    if (options.offline) return ended({ askable, plan }, 0);
    const { credentials, shown } = await checkUp(checked, options, session);
    const challenge = session.accounts.challenge(checked);
    if (challenge !== undefined) {
      const obstacle = `${siteName(checked, options.anonymise)} could not be asked about every credential: ${challenge}.`;
      return ended({ credentials, obstacle, askable, plan }, 3, shown);
    }
    const states = new Set(credentials.map(({ state }) => state));
    const exitCode = states.has('otherwise') ? 1 : states.has('not decided') ? 3 : 0;
    return ended({ credentials, askable, plan }, exitCode, shown);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return ended({ obstacle: error.message, suspect: suspectOf(error, checked) }, error.exitCode);
  }
}

/** Returns the prefix of the variables for output; it contains the name of the site. */
const shownPrefix = ({ prefix }: Site, { anonymise }: DiagnosisOptions): string => (anonymise ? '' : prefix);

/** The options of `doctor`. */
export type DoctorOptions = DiagnosisOptions & {
  readonly format: 'text' | 'json';
  readonly all: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
};

/** Returns the sites to examine: the named one, or all listed ones if there are no settings without a prefix. */
function sitesToExamine(options: DoctorOptions, session: Session): readonly (string | undefined)[] {
  const { listed = [] } = session.siteList(options.sites);
  if (options.site !== undefined || listed.length === 0) return [options.site];
  return openSite(options, session).values.has('JIRA_SITE') ? [undefined] : listed.map(({ name }) => name);
}

/**
 * Prints which settings there are, and whether each credential is in the state that its variable claims. Without `--site`, every
 * listed site is examined.
 *
 * @returns the exit code: 1 if a credential is not, 2 if a setting is missing or wrong, 3 if the site could not be asked
 */
export async function doctor(options: DoctorOptions, session: Session): Promise<number> {
  const names = sitesToExamine(options, session);
  const examined: (Diagnosed & NamedDiagnosis)[] = [];
  for (const site of names) {
    const own = { ...options, site };
    const diagnosed = await diagnose(own, session);
    const prefix = shownPrefix(openSite(own, session), options);
    examined.push({ ...diagnosed, prefix, site: names.length > 1 ? siteLabel(own, session) : undefined });
  }
  const exitCode = worstOf(examined.map((one) => one.exitCode));
  const [first, ...others] = examined;
  if (!first) throw new Error('no site was examined');
  if (options.format === 'json') {
    const several = { sites: examined.map(({ site, diagnosis }) => ({ site, ...diagnosis })) };
    session.stdout.write(jsonText(others.length > 0 ? several : first.diagnosis));
  } else {
    const open = examined.find((one) => one.exitCode !== 0);
    const step =
      open || others.length === 0
        ? (open ?? first).diagnosis.next
        : // It asks every listed site.
          { says: '', command: hint('nightly', { ...options, site: undefined }) };
    const lines = doctorLines([first, ...others], { step, of: open ?? first }, layoutFor(options, session));
    session.stdout.write(`${lines.join('\n')}\n`);
  }
  if (options.verbose) {
    printExchanges(
      examined.flatMap(({ shown }) => shown),
      options,
      session,
    );
  }
  return exitCode;
}
