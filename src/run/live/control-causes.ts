import type { Answer } from '../../answer/answer.ts';
import { headerOf, shapeOfResponse, type Exchange } from '../../evidence/exchange.ts';
import { isList, keysOf } from '../../evidence/shape.ts';

/** How a control was answered. */
export interface ControlAnswer {
  readonly exchange: Exchange;
  readonly answer: Answer;
}

/** Both controls: the token that should work, and no credential. */
export interface Controls {
  readonly valid: ControlAnswer;
  readonly missing: ControlAnswer;
}

/** A reason for which a site cannot be judged. */
interface Cause {
  readonly id: string;
  readonly holds: (controls: Controls) => boolean;
  /** What is the matter, and what to do. */
  readonly says: (controls: Controls) => string;
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
  ({ valid, missing }: Controls): boolean =>
    valid.answer.mark === mark || missing.answer.mark === mark;

const isRedirect = ({ valid: { answer } }: Controls): boolean => answer.status >= 300 && answer.status < 400;

const wasRefused = ({ answer }: ControlAnswer): boolean => answer.treatment === 'refused';

/** Both got the same, the login reason included: then the answer is not about the token. */
const isAlike = ({ valid, missing }: Controls): boolean =>
  valid.answer.status === missing.answer.status &&
  valid.answer.mark === missing.answer.mark &&
  valid.answer.loginReason === missing.answer.loginReason &&
  kindOf(valid) === kindOf(missing);

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

const oddOne = ({ valid, missing }: Controls): ControlAnswer =>
  valid.answer.treatment === 'inconclusive' ? valid : missing;

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
    id: 'renamed',
    holds: (controls) => isRedirect(controls) && SITE.test(header(controls.valid, 'location') ?? ''),
    says: ({ valid }) =>
      `The site was renamed, or JIRA_SITE is not its own address: it redirects to another site. Set JIRA_SITE to ${SITE.exec(header(valid, 'location') ?? '')?.[0]}`,
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
      isAlike(controls) &&
      controls.valid.answer.status === 401 &&
      !isOwn401(controls.valid) &&
      !isOwn401(controls.missing),
    says: () =>
      'It is not the token: the same 401, not in the form of Jira, is given without a credential. Something before Jira, such as a proxy, wants a login of its own',
  },
  {
    id: 'address',
    holds: (controls) => isAlike(controls) && [404, 410].includes(controls.valid.answer.status),
    says: () => 'It is not the token: there is no Jira at this address. Check JIRA_SITE',
  },
  {
    id: 'adds-one',
    holds: ({ valid, missing }) => valid.answer.treatment === 'accepted' && !wasRefused(missing),
    says: () => 'Without a credential it must refuse: something on the way adds one, or it is not Jira',
  },
  {
    id: 'alike',
    holds: (controls) => isAlike(controls) && !wasRefused(controls.missing),
    says: () =>
      'It is not the token: the same is answered without a credential. Check JIRA_SITE and the way there',
  },
  {
    id: 'forbidden-alike',
    holds: (controls) => isAlike(controls) && controls.valid.answer.status === 403,
    says: () =>
      'It is not the token: the same 403 is given without a credential. A firewall or a policy refuses requests from here',
  },
  {
    id: 'unexpected',
    holds: hasMark('unexpected'),
    says: () => 'That says nothing about a credential. Check JIRA_SITE and the way there',
  },
  {
    id: 'not-refused',
    holds: ({ missing }) => !wasRefused(missing),
    says: () => 'It is not the token: a request without a credential is not refused either. Check JIRA_SITE',
  },
  {
    id: 'token',
    holds: ({ valid }) => valid.answer.treatment !== 'accepted',
    says: () =>
      'The token that should work does not: it may be expired, revoked, scoped, or of another account than JIRA_EMAIL; npm run doctor says more',
  },
];

/** Why a site cannot be judged, as a stable word and as a sentence without its full stop; undefined where it can. */
export function causeOfFailure(
  controls: Controls,
): { readonly id: string; readonly says: string } | undefined {
  const { valid, missing } = controls;
  if (valid.answer.treatment === 'accepted' && wasRefused(missing)) return undefined;
  const cause = CAUSES.find(({ holds }) => holds(controls));
  return cause && { id: cause.id, says: cause.says(controls) };
}
