import type { Answer } from '../classify/answer.ts';
import { TOKENS } from '../config/variables.ts';
import { headerOf, shapeOfResponse, type Exchange } from '../evidence/exchange.ts';
import { isList, keysOf } from '../evidence/shape.ts';

/** The answer to a control. */
export interface ControlAnswer {
  readonly exchange: Exchange;
  readonly answer: Answer;
}

/** The answers to both controls: the token that should work, and the request that must be refused. */
export interface ControlAnswers {
  readonly works: ControlAnswer;
  readonly fails: ControlAnswer;
  readonly place: 'site' | 'gateway';
  /** How the request that must be refused was sent, such as "without a credential". */
  readonly failsAs: string;
}

/** A reason why a site cannot be judged. */
interface Cause {
  readonly id: string;
  readonly applies: (controls: ControlAnswers) => boolean;
  /** What is wrong and what to do, as sentences. */
  readonly says: (controls: ControlAnswers) => string;
}

const header = ({ exchange }: ControlAnswer, name: string): string | undefined =>
  headerOf(exchange, name) ?? undefined;

/** Describes the kind of a body, to distinguish a page of a proxy from an error of Jira. */
function kindOf({ exchange }: ControlAnswer): string {
  const shape = shapeOfResponse(exchange.response);
  if (shape === undefined) return 'an unknown body';
  if (typeof shape === 'string') {
    return { html: 'an HTML page', empty: 'no body', text: 'plain text' }[shape] ?? `JSON (a ${shape})`;
  }
  return isList(shape) ? 'a JSON list' : `JSON (${keysOf(shape).slice(0, 4).join(', ')})`;
}

/** Describes an answer: "403 and JSON (errorMessages, errors)", "302 and no body, Location https://…". */
export function answerInWords(control: ControlAnswer): string {
  const location = header(control, 'location');
  return `${control.answer.status} and ${kindOf(control)}${location === undefined ? '' : `, Location ${location}`}`;
}

const hasSignal =
  (mark: Answer['mark']) =>
  ({ works, fails }: ControlAnswers): boolean =>
    works.answer.mark === mark || fails.answer.mark === mark;

const isRedirect = ({ works: { answer } }: ControlAnswers): boolean =>
  answer.status >= 300 && answer.status < 400;

const wasRefused = ({ answer }: ControlAnswer): boolean => answer.treatment === 'refused';

/** Whether both got the same answer, including the login reason. Then the answer does not depend on the token. */
const areAlike = ({ works, fails }: ControlAnswers): boolean =>
  works.answer.status === fails.answer.status &&
  works.answer.mark === fails.answer.mark &&
  works.answer.loginReason === fails.answer.loginReason &&
  kindOf(works) === kindOf(fails);

/** Whether a 401 comes from Jira itself: Jira's names OAuth for every client (measured 2026-09-30). */
const isOwn401 = (control: ControlAnswer): boolean =>
  header(control, 'www-authenticate')?.startsWith('OAuth') ?? false;

const SITE = /^https:\/\/[a-z0-9-]+\.(?:atlassian\.net|jira\.com)(?=[/:]|$)/i;

/** Describes the rate limit and the pause that the site asks for. */
const limitOf = (control: ControlAnswer): string => {
  const limit = header(control, 'ratelimit-reason');
  const wait = header(control, 'retry-after');
  const parts = [limit && `limit ${limit}`, wait && `Retry-After ${wait}`].filter(Boolean);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
};

/** What may be wrong with a token that should work, by where it was sent. */
const DEAD = {
  site: `it may be expired, revoked, scoped, or belong to another account than JIRA_EMAIL. Create a new one at ${TOKENS}, and set JIRA_API_TOKEN`,
  gateway:
    'it may be expired or revoked, lack the scope read:jira-user, or belong to another account than JIRA_SCOPED_EMAIL',
} as const;

const inconclusiveControl = ({ works, fails }: ControlAnswers): ControlAnswer =>
  works.answer.treatment === 'inconclusive' ? works : fails;

/**
 * The causes; the first that applies is reported. It was reported publicly that a renamed site redirects, a suspended one
 * answers 404, and a policy or single sign-on answers instead of Jira: https://github.com/kosli-dev/cli/issues/1123,
 * https://github.com/trufflesecurity/trufflehog/issues/3674.
 */
const CAUSES: readonly Cause[] = [
  {
    id: 'captcha',
    applies: hasSignal('captcha'),
    says: () => 'The account must solve a CAPTCHA: log in once with a browser, which solves it',
  },
  {
    id: 'proxy',
    applies: hasSignal('proxy-login'),
    says: () => 'A proxy requires a login: add it to the address in HTTPS_PROXY',
  },
  {
    id: 'renamed',
    applies: (controls) => isRedirect(controls) && SITE.test(header(controls.works, 'location') ?? ''),
    says: ({ works }) =>
      // Stryker disable next-line OptionalChaining: the cause applies only if the pattern matched.
      `JIRA_SITE redirects to another site: the site was renamed, or this is not its main address. Set JIRA_SITE to ${SITE.exec(header(works, 'location') ?? '')?.[0]}`,
  },
  {
    id: 'login-page',
    applies: (controls) => isRedirect(controls),
    says: () =>
      'It is not the token: the API redirects, as single sign-on, a proxy or a login page would. Check JIRA_SITE and the network path to it',
  },
  {
    id: 'rate-limited',
    applies: hasSignal('rate-limited'),
    says: (controls) =>
      `The site is rate-limiting requests${limitOf(inconclusiveControl(controls))}: try again later`,
  },
  {
    id: 'server-error',
    applies: hasSignal('server-error'),
    says: () => 'The site has a server error: try again later',
  },
  {
    id: 'site-unavailable',
    applies: hasSignal('site-unavailable'),
    says: () =>
      'It is not the token: the site is suspended, deleted or mistyped. Open it in a browser, and check JIRA_SITE',
  },
  {
    id: 'policy',
    applies: hasSignal('forbidden-to-all'),
    says: () =>
      'It is not the token: an IP allowlist or another policy of the organisation refuses requests from this address. Ask an organisation admin, or run from an allowed address',
  },
  {
    id: 'page',
    applies: hasSignal('edge-page'),
    says: () =>
      'It is not the token: a proxy, a firewall or a login page answers instead of Jira. Check JIRA_SITE and the network path to it',
  },
  {
    id: 'proxy-login',
    applies: (controls) =>
      controls.place === 'site' &&
      areAlike(controls) &&
      controls.works.answer.status === 401 &&
      !isOwn401(controls.works) &&
      !isOwn401(controls.fails),
    says: () =>
      'It is not the token: a request without a credential gets the same 401, which is not in the format of Jira. Something in front of Jira, such as a proxy, requires its own login',
  },
  {
    id: 'address',
    applies: (controls) => areAlike(controls) && [404, 410].includes(controls.works.answer.status),
    says: () => 'It is not the token: there is no Jira at this address. Check JIRA_SITE',
  },
  {
    id: 'adds-one',
    applies: ({ works, fails }) => works.answer.treatment === 'accepted' && !wasRefused(fails),
    says: ({ failsAs }) =>
      `A request ${failsAs} must be refused: something on the way adds a credential, or the server is not Jira`,
  },
  {
    id: 'alike',
    applies: (controls) => areAlike(controls) && !wasRefused(controls.fails),
    says: ({ failsAs }) =>
      `It is not the token: a request ${failsAs} gets the same answer. Check JIRA_SITE and the network path to it`,
  },
  {
    id: 'forbidden-alike',
    applies: (controls) => areAlike(controls) && controls.works.answer.status === 403,
    says: ({ failsAs }) =>
      `It is not the token: a request ${failsAs} gets the same 403. A firewall or a policy refuses requests from this address`,
  },
  {
    id: 'unexpected',
    applies: hasSignal('unexpected'),
    says: () => 'These answers show nothing about the credential. Check JIRA_SITE and the network path to it',
  },
  {
    id: 'not-refused',
    applies: ({ fails }) => !wasRefused(fails),
    says: () => 'It is not the token: a request without a credential is not refused either. Check JIRA_SITE',
  },
  {
    id: 'token',
    // The only remaining case: the other control was refused, as it must be.
    applies: () => true,
    says: ({ place }) => `The token that should work does not: ${DEAD[place]}`,
  },
];

/** Returns why a site cannot be judged, as a stable id and as sentences without the last full stop; undefined if it can. */
export function causeOfFailure(
  controls: ControlAnswers,
): { readonly id: string; readonly says: string } | undefined {
  const { works, fails } = controls;
  if (works.answer.treatment === 'accepted' && wasRefused(fails)) return undefined;
  const cause = CAUSES.find(({ applies }) => applies(controls));
  return cause && { id: cause.id, says: cause.says(controls) };
}
