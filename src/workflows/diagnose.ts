import { existsSync } from 'node:fs';
import { examineVariables, type VariableStatus } from '../config/examine.ts';
import { expiryNotices } from '../config/expiry.ts';
import { permissionWarning } from '../config/exposure.ts';
import { SETTING_NAMES } from '../config/own-names.ts';
import { missingFor } from '../config/provided.ts';
import type { Settings } from '../config/settings.ts';
import { ALL_VARIABLES } from '../config/variables.ts';
import { ALL_CREDENTIALS } from '../contract/credentials.ts';
import { PRESENT } from '../contract/eras.ts';
import { JIRA_OPERATIONS } from '../contract/operations.ts';
import { Fault } from '../fault.ts';
import { planLive, requestsOf } from '../live/plan.ts';
import { siteName } from '../live/site-anonymiser.ts';
import type { Diagnosis, Expiry, SettingsPlace } from '../report/documents/doctor/diagnosis.ts';
import type { ShownExchange } from '../report/exchange-text.ts';
import { declared } from '../../specs/declared.ts';
import { checkUp, type DiagnosisOptions } from './check-up.ts';
import { nextStepOf } from './next-step.ts';
import type { Session } from './session.ts';
import { openSite, politenessOf, settingsFor, type LiveOptions, type Site } from './site.ts';

/** Returns the prefix of the variables for output; it contains the name of the site. */
export const shownPrefix = ({ prefix }: Site, { anonymise }: DiagnosisOptions): string =>
  anonymise ? '' : prefix;

const DEPRECATED: Diagnosis['deprecated'] = JIRA_OPERATIONS.flatMap(({ id, deprecated }) =>
  deprecated === undefined ? [] : [{ operation: id, instead: deprecated }],
);

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
export interface Diagnosed {
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
