import type { Answer } from '../classify/answer.ts';
import { headerOf, shapeOfResponse, type Exchange } from '../evidence/exchange.ts';
import { isList, keysOf } from '../evidence/shape.ts';

/** How a control was answered. */
export interface ControlAnswer {
  readonly exchange: Exchange;
  readonly answer: Answer;
}

/** How both controls were answered: the token that should work, and what must be refused. */
export interface ControlAnswers {
  readonly works: ControlAnswer;
  readonly fails: ControlAnswer;
  readonly place: 'site' | 'gateway';
  /** How the one that must be refused was sent, such as "without a credential". */
  readonly nobody: string;
}

/** A reason for which a site cannot be judged. */
interface Cause {
  readonly id: string;
  readonly holds: (controls: ControlAnswers) => boolean;
  /** What is the matter, and what to do. */
  readonly says: (controls: ControlAnswers) => string;
}

const header = ({ exchange }: ControlAnswer, name: string): string | undefined =>
  headerOf(exchange, name) ?? undefined;

/** The kind of a body: enough to tell a page of a proxy from an error of Jira's. */
function kindOf({ exchange }: ControlAnswer): string {
  const shape = shapeOfResponse(exchange.response);
  if (shape === undefined) return 'a body that is not known';
  if (typeof shape === 'string') {
    return { html: 'an HTML page', empty: 'no body', text: 'plain text' }[shape] ?? `JSON (a ${shape})`;
  }
  return isList(shape) ? 'a JSON list' : `JSON (${keysOf(shape).slice(0, 4).join(', ')})`;
}

/** "403 and JSON (errorMessages, errors)", "302 and no body, Location https://…". */
export function answerInWords(control: ControlAnswer): string {
  const location = header(control, 'location');
  return `${control.answer.status} and ${kindOf(control)}${location === undefined ? '' : `, Location ${location}`}`;
}

const hasMark =
  (mark: Answer['mark']) =>
  ({ works, fails }: ControlAnswers): boolean =>
    works.answer.mark === mark || fails.answer.mark === mark;

const isRedirect = ({ works: { answer } }: ControlAnswers): boolean =>
  answer.status >= 300 && answer.status < 400;

const wasRefused = ({ answer }: ControlAnswer): boolean => answer.treatment === 'refused';

/** Both got the same, the login reason included: then the answer is not about the token. */
const isAlike = ({ works, fails }: ControlAnswers): boolean =>
  works.answer.status === fails.answer.status &&
  works.answer.mark === fails.answer.mark &&
  works.answer.loginReason === fails.answer.loginReason &&
  kindOf(works) === kindOf(fails);

/** Jira's own 401 names OAuth, whoever asks (measured 2026-09-30). */
const isOwn401 = (control: ControlAnswer): boolean =>
  header(control, 'www-authenticate')?.startsWith('OAuth') ?? false;

const SITE = /^https:\/\/[a-z0-9-]+\.(?:atlassian\.net|jira\.com)(?=[/:]|$)/i;

/** How long the site asks to wait, and for which of its limits. */
const limitOf = (control: ControlAnswer): string => {
  const limit = header(control, 'ratelimit-reason');
  const wait = header(control, 'retry-after');
  const parts = [limit && `limit ${limit}`, wait && `Retry-After ${wait}`].filter(Boolean);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
};

/** What may be the matter with a token that should work, by where it was asked. */
const DEAD = {
  site: 'it may be expired, revoked, scoped, or of another account than JIRA_EMAIL; npm run doctor says more',
  gateway:
    'it may be expired or revoked, lack the scope read:jira-user, or be of another account than JIRA_SCOPED_EMAIL',
} as const;

const oddOne = ({ works, fails }: ControlAnswers): ControlAnswer =>
  works.answer.treatment === 'inconclusive' ? works : fails;

/**
 * The causes, the first that holds decides. That a renamed site redirects, that a suspended one says 404, and that a policy
 * or single sign-on answers instead of Jira was reported publicly: https://github.com/kosli-dev/cli/issues/1123,
 * https://github.com/trufflesecurity/trufflehog/issues/3674.
 */
const CAUSES: readonly Cause[] = [
  {
    id: 'captcha',
    holds: hasMark('captcha'),
    says: () => 'A CAPTCHA stands before the account: log in once with a browser, which solves it',
  },
  {
    id: 'proxy',
    holds: hasMark('proxy-login'),
    says: () => 'A proxy wants a login: put it into the address of HTTPS_PROXY',
  },
  {
    id: 'renamed',
    holds: (controls) => isRedirect(controls) && SITE.test(header(controls.works, 'location') ?? ''),
    says: ({ works }) =>
      // Stryker disable next-line OptionalChaining: it holds only where the pattern was found.
      `The site was renamed, or JIRA_SITE is not its own address: it redirects to another site. Set JIRA_SITE to ${SITE.exec(header(works, 'location') ?? '')?.[0]}`,
  },
  {
    id: 'login-page',
    holds: (controls) => isRedirect(controls),
    says: () =>
      'It is not the token: a redirect stands before the API, as single sign-on, a proxy or a login page sends it. Check JIRA_SITE and the way there',
  },
  {
    id: 'rate-limited',
    holds: hasMark('rate-limited'),
    says: (controls) => `It asks for fewer requests${limitOf(oddOne(controls))}: try later`,
  },
  { id: 'server-error', holds: hasMark('server-error'), says: () => 'The site has trouble: try later' },
  {
    id: 'site-unavailable',
    holds: hasMark('site-unavailable'),
    says: () =>
      'It is not the token: the site is suspended, deleted or mistyped. Open it in a browser, and check JIRA_SITE',
  },
  {
    id: 'policy',
    holds: hasMark('forbidden-to-all'),
    says: () =>
      'It is not the token: an IP allowlist or another policy of the organisation refuses requests from here. Ask an admin of the organisation, or run from an address that is allowed',
  },
  {
    id: 'page',
    holds: hasMark('edge-page'),
    says: () =>
      'It is not the token: a proxy, a firewall or a login page answers instead of Jira. Check JIRA_SITE and the way there',
  },
  {
    id: 'proxy-login',
    holds: (controls) =>
      controls.place === 'site' &&
      isAlike(controls) &&
      controls.works.answer.status === 401 &&
      !isOwn401(controls.works) &&
      !isOwn401(controls.fails),
    says: () =>
      'It is not the token: the same 401, not in the form of Jira, is given without a credential. Something before Jira, such as a proxy, wants a login of its own',
  },
  {
    id: 'address',
    holds: (controls) => isAlike(controls) && [404, 410].includes(controls.works.answer.status),
    says: () => 'It is not the token: there is no Jira at this address. Check JIRA_SITE',
  },
  {
    id: 'adds-one',
    holds: ({ works, fails }) => works.answer.treatment === 'accepted' && !wasRefused(fails),
    says: ({ nobody }) =>
      `It must refuse a request ${nobody}: something on the way adds a credential, or it is not Jira`,
  },
  {
    id: 'alike',
    holds: (controls) => isAlike(controls) && !wasRefused(controls.fails),
    says: ({ nobody }) =>
      `It is not the token: the same is answered ${nobody}. Check JIRA_SITE and the way there`,
  },
  {
    id: 'forbidden-alike',
    holds: (controls) => isAlike(controls) && controls.works.answer.status === 403,
    says: ({ nobody }) =>
      `It is not the token: the same 403 is given ${nobody}. A firewall or a policy refuses requests from here`,
  },
  {
    id: 'unexpected',
    holds: hasMark('unexpected'),
    says: () => 'That says nothing about a credential. Check JIRA_SITE and the way there',
  },
  {
    id: 'not-refused',
    holds: ({ fails }) => !wasRefused(fails),
    says: () => 'It is not the token: a request without a credential is not refused either. Check JIRA_SITE',
  },
  {
    id: 'token',
    // What is left: the other control was refused, as it must be.
    holds: () => true,
    says: ({ place }) => `The token that should work does not: ${DEAD[place]}`,
  },
];

/** Why a site cannot be judged, as a stable word and as a sentence without its full stop; undefined where it can. */
export function causeOfFailure(
  controls: ControlAnswers,
): { readonly id: string; readonly says: string } | undefined {
  const { works, fails } = controls;
  if (works.answer.treatment === 'accepted' && wasRefused(fails)) return undefined;
  const cause = CAUSES.find(({ holds }) => holds(controls));
  return cause && { id: cause.id, says: cause.says(controls) };
}
