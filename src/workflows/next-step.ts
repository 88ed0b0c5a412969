import { existsSync } from 'node:fs';
import { waysOf } from '../config/own-names.ts';
import type { VariableStatus } from '../config/examine.ts';
import { variableOf } from '../config/variables.ts';
import type { Identity } from '../contract/identity.ts';
import { credentialNamed, type CredentialName } from '../contract/credentials.ts';
import type { Diagnosis, NextStep, SettingsPlace } from '../report/documents/doctor/diagnosis.ts';
import { hint } from './hint.ts';
import type { SiteOptions } from './site.ts';

/** The file that lists every variable, to be copied. */
const EXAMPLE = '.env.example';

const copyCommand = (to: string): string =>
  `${process.platform === 'win32' ? 'copy' : 'cp'} ${EXAMPLE} ${to}`;

/** What the next step depends on. */
type Findings = Pick<Diagnosis, 'settings' | 'required' | 'credentials' | 'obstacle' | 'suspect' | 'read'>;

/** Returns names as a list: "A", "A and B", "A, B and C". */
const listed = (names: readonly string[]): string =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names.join('');

/** Returns where a setting is corrected: where it comes from, or if it is missing, where it can be set. */
function placeOf(variable: string, { path, exists, environment }: SettingsPlace): string {
  const ways = [variable, ...waysOf(variable).map(({ name }) => name)];
  if (ways.some((name) => environment.includes(name))) return 'the environment';
  return exists || environment.length === 0 ? path : `the environment or in ${path}`;
}

/** Returns what to do about settings that are missing. */
function setStep(missing: readonly VariableStatus[], { required, read }: Findings, prefix: string): NextStep {
  const names = missing.map(({ variable }) => prefix + variable);
  const nothingSet =
    prefix === '' && !read.exists && read.environment.length === 0 && missing.length === required.length;
  // A command that cannot work is no help: the example is in the folder of the project.
  if (nothingSet && existsSync(EXAMPLE)) {
    return { says: 'make the settings file, and fill in what is missing', command: copyCommand(read.path) };
  }
  const [only = '', ...others] = missing.map(({ variable }) => variable);
  return {
    says: `set ${listed(names)} in ${placeOf(only, read)}`,
    ...(others.length === 0 && { variable: only }),
  };
}

/** Parts that many credentials are made of: what is wrong with one of them is seldom due to these. */
const SHARED: ReadonlySet<keyof Identity> = new Set(['email', 'apiToken', 'scopedEmail']);

/** Returns the variable that decides the state of a credential. */
function variableOfCredential(name: CredentialName): string | undefined {
  const { needs } = credentialNamed(name);
  const part = needs.find((candidate) => !SHARED.has(candidate)) ?? needs.at(-1);
  return part && variableOf(part)?.name;
}

/**
 * Returns the one thing to do next. It is never this diagnosis once more.
 *
 * @param prefix the prefix of the variables of the site
 */
export function nextStepOf(found: Findings, prefix: string, options: SiteOptions): NextStep {
  const { settings, credentials, obstacle, suspect, read } = found;
  const wrong = settings.filter(({ state }) => state === 'wrong');
  const missing = wrong.filter(({ says }) => says.startsWith('missing'));
  if (missing.length > 0) return setStep(missing, found, prefix);
  const [first] = wrong;
  if (first) {
    return {
      says: `correct ${prefix}${first.variable} in ${placeOf(first.variable, read)}`,
      variable: first.variable,
    };
  }
  const bad = credentials?.find(({ state }) => state === 'otherwise');
  const blamed = suspect ?? (bad && variableOfCredential(bad.credential));
  if (blamed !== undefined) {
    const verb = blamed === suspect && blamed.endsWith('_TOKEN') ? 'replace' : 'correct';
    return { says: `${verb} ${prefix}${blamed} in ${placeOf(blamed, read)}` };
  }
  if (bad) return { says: `look at ${bad.credential}, which is not as claimed` };
  const command = hint('check', options, '--live');
  if (obstacle !== null) return { says: 'solve the problem below, then', command };
  const isUndecided = credentials?.some(({ state }) => state === 'not decided') === true;
  return { says: isUndecided ? 'wait a minute, then' : '', command };
}
