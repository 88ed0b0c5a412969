import type { StandInFault } from '../stand-in/stand-in.ts';
import type { Scenario } from './scenario.ts';

/** Seconds that the throttled site asks to wait. */
const RETRY_AFTER = 1;

const ON_ALL_BUT_MYSELF: NonNullable<StandInFault['when']> = ({ path }) => !path.endsWith('/myself');

/** All scenarios. To add one, add a row, and its verdicts to fixtures/clients/. */
const ROWS = [
  {
    id: 'valid',
    group: 'control',
    sentence: 'The token works, and the site has projects and issues on two pages.',
    credential: 'valid',
    expects: 'success',
  },
  {
    id: 'empty-site',
    group: 'control',
    sentence: 'The token works, and the site has no projects and no issues.',
    credential: 'valid',
    expects: 'success',
    content: 'empty',
  },
  {
    id: 'public-site',
    group: 'control',
    sentence: 'The token works, and everyone may read the site.',
    credential: 'valid',
    expects: 'success',
    content: 'public',
  },
  {
    id: 'missing',
    group: 'never-worked',
    sentence: 'No email and no token are set.',
    credential: 'missing',
    expects: 'notice',
  },
  {
    id: 'empty-token',
    group: 'never-worked',
    sentence: 'The token is set, but empty.',
    credential: 'empty-token',
    expects: 'notice',
  },
  {
    id: 'mistyped',
    group: 'never-worked',
    sentence: 'One character of the token is wrong.',
    credential: 'mistyped',
    expects: 'notice',
  },
  {
    id: 'truncated',
    group: 'never-worked',
    sentence: 'The end of the token is missing.',
    credential: 'truncated',
    expects: 'notice',
  },
  {
    id: 'trailing-newline',
    group: 'never-worked',
    sentence: 'The token ends with a line break, as read from a file.',
    credential: 'trailing-newline',
    expects: 'notice',
  },
  {
    id: 'password',
    group: 'never-worked',
    sentence: 'The token is a password, which Jira Cloud stopped accepting in 2019.',
    credential: 'password',
    expects: 'notice',
  },
  {
    id: 'bearer',
    group: 'never-worked',
    sentence: 'The settings ask for a Bearer token, which an API token is not.',
    credential: 'bearer',
    expects: 'notice',
  },
  {
    id: 'lowercase-bearer',
    group: 'never-worked',
    sentence: 'The settings ask for a "bearer" token in lower case, which Jira ignores.',
    credential: 'lowercase-bearer',
    expects: 'notice',
  },
  {
    id: 'email-mismatch',
    group: 'never-worked',
    sentence: 'The token works, but belongs to another account than the email.',
    credential: 'email-mismatch',
    expects: 'notice',
  },
  {
    id: 'unknown-email',
    group: 'never-worked',
    sentence: 'No account has this email.',
    credential: 'unknown-email',
    expects: 'notice',
  },
  {
    id: 'scoped-on-site',
    group: 'never-worked',
    sentence: 'The token has scopes: it works at the gateway, and not on the site.',
    credential: 'scoped',
    expects: 'notice',
  },
  {
    id: 'no-colon',
    group: 'never-worked',
    sentence: 'The email is empty, so that the Basic value has no user.',
    credential: 'no-colon',
    expects: 'notice',
  },
  {
    id: 'revoked',
    group: 'worked-once',
    sentence: 'The token was revoked.',
    credential: 'revoked',
    expects: 'notice',
  },
  {
    id: 'expired',
    group: 'worked-once',
    sentence: 'The token has expired.',
    credential: 'expired',
    expects: 'notice',
  },
  {
    id: 'deactivated',
    group: 'worked-once',
    sentence: 'The account was deactivated.',
    credential: 'deactivated',
    expects: 'notice',
  },
  {
    id: 'dies-after-login',
    group: 'dies-meanwhile',
    sentence: 'The token dies after the first request.',
    credential: 'valid',
    expects: 'notice',
    dies: { on: 'requests', count: 1 },
  },
  {
    id: 'dies-between-pages',
    group: 'dies-meanwhile',
    sentence: 'The token dies after the first page of a list.',
    credential: 'valid',
    expects: 'notice',
    dies: { on: 'first-page' },
  },
  {
    id: 'dies-before-write',
    group: 'dies-meanwhile',
    sentence: 'The token dies before the first write.',
    credential: 'valid',
    expects: 'notice',
    dies: { on: 'first-write' },
  },
  {
    id: 'flapping',
    group: 'dies-meanwhile',
    sentence: 'The token was revoked, and every other server does not know it yet.',
    credential: 'valid',
    expects: 'notice',
    dies: 'flaps',
  },
  {
    id: 'scope-missing',
    group: 'gateway',
    sentence: 'The token lacks the scope that the operation needs.',
    credential: 'under-scoped',
    expects: 'notice',
    atGateway: true,
  },
  {
    id: 'gateway-rejected',
    group: 'gateway',
    sentence: 'The gateway does not accept the token.',
    credential: 'revoked',
    expects: 'notice',
    atGateway: true,
  },
  {
    id: 'throttled',
    group: 'looks-dead',
    sentence: `The first answer is 429 and asks to wait for ${RETRY_AFTER} second.`,
    credential: 'valid',
    expects: 'no-blame',
    fault: { kind: 'throttle', times: 1, retryAfter: String(RETRY_AFTER) },
    truth: /\b429\b|rate.?limit|too many|throttl/i,
    retryAfterMs: RETRY_AFTER * 1000,
  },
  {
    id: 'unavailable',
    group: 'looks-dead',
    sentence: 'Every answer is 503.',
    credential: 'valid',
    expects: 'no-blame',
    fault: { kind: 'status', status: 503 },
    truth: /\b503\b|unavailable|5xx|server error|try again/i,
  },
  {
    id: 'edge-403',
    group: 'looks-dead',
    sentence: 'The edge in front of Jira answers every request with 403 and a page.',
    credential: 'valid',
    expects: 'no-blame',
    fault: { kind: 'edge-403' },
    truth: /\b403\b|forbidden|blocked|firewall|proxy/i,
  },
  {
    id: 'ip-allowlist',
    group: 'looks-dead',
    sentence: 'The site does not accept requests from this IP address.',
    credential: 'valid',
    expects: 'no-blame',
    fault: { kind: 'ip-allowlist' },
    truth: /\bip\b|allow.?list|\b403\b|forbidden/i,
  },
  {
    id: 'own-401',
    group: 'looks-dead',
    sentence: 'Jira answers 401 for the account: it may not use this operation.',
    credential: 'valid',
    expects: 'no-blame',
    fault: { kind: 'own-401', when: ON_ALL_BUT_MYSELF },
    truth: /permission|not allowed|cannot edit|may not/i,
  },
  {
    id: 'not-found',
    group: 'looks-dead',
    sentence: 'What the program asks for does not exist: 404, for the account.',
    credential: 'valid',
    expects: 'no-blame',
    fault: { kind: 'not-found', when: ON_ALL_BUT_MYSELF },
    truth: /\b404\b|not found|not exist|no such/i,
  },
  {
    id: 'captcha',
    group: 'looks-dead',
    sentence: 'Jira asks for a CAPTCHA after failed logins: 403, whatever the token.',
    credential: 'valid',
    expects: 'no-blame',
    fault: { kind: 'captcha' },
    truth: /captcha|\b403\b|denied|forbidden/i,
  },
  {
    id: 'in-2019-11',
    group: 'another-time',
    sentence: 'The token was revoked, and Jira answers as in 2019-11: 401.',
    credential: 'revoked',
    expects: 'notice',
    behaviour: '2019-11',
  },
  {
    id: 'in-2019-12',
    group: 'another-time',
    sentence: 'The token was revoked, and Jira answers as in 2019-12: 200 with nothing in it.',
    credential: 'revoked',
    expects: 'notice',
    behaviour: '2019-12',
  },
  {
    id: 'in-2022-11',
    group: 'another-time',
    sentence: 'The token is mistyped, and Jira answers as in 2022-11: 401 from the edge.',
    credential: 'mistyped',
    expects: 'notice',
    behaviour: '2022-11',
  },
  {
    id: 'wanted',
    group: 'another-time',
    sentence: 'The token was revoked, and Jira answers 401, as it should.',
    credential: 'revoked',
    expects: 'notice',
    behaviour: 'wanted',
  },
] as const satisfies readonly Scenario[];

/** The name of a scenario. */
export type ScenarioId = (typeof ROWS)[number]['id'];

/** All scenarios, in the order of the report. */
export const SCENARIOS: readonly (Scenario & { readonly id: ScenarioId })[] = ROWS;

const isScenarioId = (text: string): text is ScenarioId => ROWS.some(({ id }) => id === text);

/** The names of all scenarios. */
export const SCENARIO_IDS: readonly ScenarioId[] = ROWS.map(({ id }) => id).filter(isScenarioId);

/** Returns the scenario with a name. */
export function scenarioNamed(id: ScenarioId): Scenario & { readonly id: ScenarioId } {
  const found = SCENARIOS.find((scenario) => scenario.id === id);
  if (!found) throw new TypeError(`There is no scenario ${id}.`);
  return found;
}
