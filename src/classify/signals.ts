import type { Place, Standing } from '../contract/credentials.ts';
import type { Operation } from '../contract/operations.ts';
import type { Treatment } from '../contract/treatment.ts';
import { demandsCaptcha } from '../evidence/captcha.ts';
import { keysOf, type Shape } from '../evidence/shape.ts';

/** What a signal may look at. */
export interface ResponseView {
  readonly status: number;
  /** Returns a header's value, null if it was absent, undefined if it is not on record. */
  readonly header: (name: string) => string | null | undefined;
  /** Returns all values of a header that are on record. */
  readonly values: (name: string) => readonly string[];
  readonly shape: Shape | undefined;
  readonly operation: Pick<Operation, 'anonymous' | 'returnsAccount'>;
  readonly place: Place;
  /** Whether the site's valid answers carry `x-aaccountid`, so that its absence means something. */
  readonly namesAccounts: boolean;
  readonly standing: Standing;
  /** The account of the valid token, as `x-aaccountid` names it; undefined if it is not known. */
  readonly account: string | undefined;
}

interface Signal {
  readonly id: string;
  readonly treatment: Treatment;
  readonly sentence: string;
  readonly holds: (view: ResponseView) => boolean;
}

const ran = (status: number): boolean => (status >= 200 && status < 300) || [400, 404, 410].includes(status);

const succeeded = (status: number): boolean => status >= 200 && status < 300;

const has = (view: ResponseView, ...keys: string[]): boolean =>
  keys.every((key) => keysOf(view.shape).includes(key));

/** Returns the account that `x-aaccountid` names. An empty header names none. */
const accountIn = (view: ResponseView): string | undefined =>
  view.header('x-aaccountid')?.trim() || undefined;

const includes = (view: ResponseView, name: string, word: string): boolean =>
  view.header(name)?.includes(word) ?? false;

/** Where login pages are: Jira's own (`/login.jsp`, measured 2026-09-30), or one of Atlassian's login hosts. */
const LOGIN_PAGE = /login|^https:\/\/(?:id|auth)\.atlassian\.com(?:[/:]|$)/i;

/**
 * The signals that decide a treatment; the first that matches wins. None uses message text, because Jira writes it in
 * the language of the account or the site. Sources: the headers and their meaning were measured on 2026-09-04 and
 * 2026-09-22 (https://github.com/brekkylab/backlot/pull/134 and its routers/atlassian.py).
 */
export const SIGNALS = [
  {
    // Before the status: a 429 or a 503 with this sign must not be retried either.
    id: 'captcha',
    treatment: 'inconclusive',
    sentence: 'a CAPTCHA must be solved before the account can log in',
    holds: ({ values }) => demandsCaptcha(values),
  },
  {
    id: 'proxy-login',
    treatment: 'inconclusive',
    sentence: 'status 407: a proxy requires a login',
    holds: ({ status }) => status === 407,
  },
  {
    id: 'rate-limited',
    treatment: 'inconclusive',
    sentence: 'status 429: too many requests',
    holds: ({ status }) => status === 429,
  },
  {
    id: 'server-error',
    treatment: 'inconclusive',
    sentence: 'a server error',
    holds: ({ status }) => status >= 500,
  },
  {
    // The keys differ from Jira's own errors: https://github.com/trufflesecurity/trufflehog/issues/3674
    id: 'site-unavailable',
    treatment: 'inconclusive',
    sentence: 'the site is suspended or does not exist',
    holds: (view) => view.status === 404 && has(view, 'errorMessage', 'errorCode'),
  },
  {
    // CloudFront's own pages: https://github.com/pycontribs/jira/issues/1945. Pages of proxies and login pages count
    // too.
    id: 'edge-page',
    treatment: 'inconclusive',
    sentence: 'an HTML page instead of JSON from the API',
    holds: ({ status, shape }) => shape === 'html' && (status === 403 || ran(status)),
  },
  {
    id: 'another-account',
    treatment: 'accepted',
    sentence: "x-aaccountid names an account other than the token's",
    holds: (view) => {
      const named = accountIn(view);
      return (
        view.standing === 'valid' &&
        view.account !== undefined &&
        named !== undefined &&
        named !== view.account
      );
    },
  },
  {
    id: 'account-id',
    treatment: 'accepted',
    sentence: 'x-aaccountid names the account',
    holds: (view) => accountIn(view) !== undefined,
  },
  {
    id: 'own-account',
    treatment: 'accepted',
    sentence: "the body is the caller's own account",
    holds: (view) =>
      succeeded(view.status) && view.operation.returnsAccount === true && has(view, 'accountId'),
  },
  {
    id: 'login-failed',
    treatment: 'ignored',
    sentence: 'x-seraph-loginreason reports a failed login, and the operation ran',
    holds: (view) => ran(view.status) && includes(view, 'x-seraph-loginreason', 'AUTHENTICATED_FAILED'),
  },
  {
    // The body of the IP allowlist has this form
    // (https://support.atlassian.com/security-and-access-policies/docs/specify-ip-addresses-for-product-access/), and
    // so does the answer to an account that lacks the permission, which would name the account.
    id: 'forbidden-to-all',
    treatment: 'inconclusive',
    sentence:
      "status 403 in Jira's error format, without an account: a policy or an allowlist may be the cause",
    holds: (view) => view.status === 403 && has(view, 'errorMessages'),
  },
  {
    // An operation that runs for everyone and refuses in Jira's own error format. The login check, which precedes
    // every operation, sends WWW-Authenticate (measured 2026-09-30), whatever wraps its body on the way.
    id: 'operation-said-no',
    treatment: 'ignored',
    sentence: 'the operation itself ran and refused',
    holds: (view) =>
      view.status === 401 &&
      has(view, 'errorMessages') &&
      typeof view.header('www-authenticate') !== 'string' &&
      view.operation.anonymous === 'runs' &&
      view.place === 'site',
  },
  {
    id: 'unauthorized',
    treatment: 'refused',
    sentence: 'status 401',
    holds: ({ status }) => status === 401,
  },
  {
    id: 'forbidden',
    treatment: 'refused',
    sentence: 'status 403 before the operation ran',
    holds: ({ status }) => status === 403,
  },
  {
    id: 'login-redirect',
    treatment: 'refused',
    sentence: 'a redirect to a login page',
    holds: (view) =>
      view.status >= 300 && view.status < 400 && LOGIN_PAGE.test(view.header('location') ?? ''),
  },
  {
    // At the gateway, a dead token got 401 on an operation that is open on the site (2026-05-01): nothing runs
    // anonymously there, so a success must be the account's.
    id: 'no-anonymous-there',
    treatment: 'accepted',
    sentence: 'a success where nothing runs anonymously',
    // Broken JSON is no success.
    holds: ({ place, status, shape }) => place !== 'site' && succeeded(status) && shape !== 'text',
  },
  {
    id: 'no-account-id',
    treatment: 'ignored',
    sentence: 'the operation ran, and no x-aaccountid is on record',
    holds: ({ place, status, namesAccounts }) => place === 'site' && namesAccounts && ran(status),
  },
] as const satisfies readonly Signal[];

/** The result if no signal matches. */
export const UNEXPECTED = {
  id: 'unexpected',
  treatment: 'inconclusive',
  sentence: 'an answer that no signal explains',
} as const;

/** Returns the signal that decides the treatment that a single answer shows. */
export function signalOf(view: ResponseView): (typeof SIGNALS)[number] | typeof UNEXPECTED {
  return SIGNALS.find(({ holds }) => holds(view)) ?? UNEXPECTED;
}

/** Seen only across answers: within one run, the same probe got different answers. */
export const FLAPPING = {
  id: 'flapping',
  treatment: 'inconclusive',
  sentence: 'flapping: the same probe was answered in different ways',
} as const;

/** Seen only across answers: several probes got alternately the old answer and the same new one. */
export const ROLLING_OUT = {
  id: 'rolling-out',
  treatment: 'inconclusive',
  sentence:
    'alternates between the old answer and a new one, like other probes: a change that is partly rolled out',
} as const;

/** Seen only across answers: a probe got the same status every time, and no signal explains it. */
export const UNEXPLAINED = {
  id: 'unexplained',
  treatment: 'inconclusive',
  sentence: 'the same answer every time, which no signal explains',
} as const;

/** Seen only across answers: an operation answers every credential, the valid token included, as if it were gone. */
export const REMOVED = {
  id: 'operation-removed',
  treatment: 'inconclusive',
  sentence: 'the operation was removed: it gives every credential this answer',
} as const;

/** Seen only across answers: an operation is gone for everyone during part of the run, and works during the rest. */
export const BROWN_OUT = {
  id: 'brown-out',
  treatment: 'inconclusive',
  sentence: 'brown-out: for part of the time, the operation answered every credential as if it were gone',
} as const;

const ALL = [...SIGNALS, UNEXPECTED, FLAPPING, ROLLING_OUT, UNEXPLAINED, REMOVED, BROWN_OUT];

export type SignalId = (typeof ALL)[number]['id'];

/** The ids of all signals, those seen only across answers included. */
export const SIGNAL_IDS: readonly SignalId[] = ALL.map(({ id }) => id);

/** Returns what a signal means, in plain words. */
export function describeSignal(id: SignalId): string {
  return ALL.find((signal) => signal.id === id)?.sentence ?? id;
}
