import type { Place, Standing } from '../contract/credentials.ts';
import type { Operation } from '../contract/operations.ts';
import type { Treatment } from '../contract/treatment.ts';
import { showsCaptcha } from '../evidence/captcha.ts';
import { keysOf, type Shape } from '../evidence/shape.ts';

/** What a mark may look at. */
export interface ResponseView {
  readonly status: number;
  /** The value of a header, null where it was absent, undefined where nobody wrote it down. */
  readonly header: (name: string) => string | null | undefined;
  /** All values of a header that are on record. */
  readonly values: (name: string) => readonly string[];
  readonly shape: Shape | undefined;
  readonly operation: Operation;
  readonly place: Place;
  /** The valid answers of the site carry `x-aaccountid`, so that its absence says something. */
  readonly namesAccounts: boolean;
  readonly standing: Standing;
  /** The account of the valid token, as `x-aaccountid` names it; undefined where that is not known. */
  readonly account: string | undefined;
}

interface Signal {
  readonly id: string;
  readonly treatment: Treatment;
  readonly sentence: string;
  readonly holds: (sight: ResponseView) => boolean;
}

const ran = (status: number): boolean => (status >= 200 && status < 300) || [400, 404, 410].includes(status);

const succeeded = (status: number): boolean => status >= 200 && status < 300;

const has = (sight: ResponseView, ...keys: string[]): boolean =>
  keys.every((key) => keysOf(sight.shape).includes(key));

/** The account that `x-aaccountid` names. An empty header names none. */
const accountIn = (sight: ResponseView): string | undefined =>
  sight.header('x-aaccountid')?.trim() || undefined;

const includes = (sight: ResponseView, name: string, word: string): boolean =>
  sight.header(name)?.includes(word) ?? false;

/**
 * Where a login page stands: at Jira's own (`/login.jsp`, measured 2026-09-30), or on a host of Atlassian's that is for
 * logging in.
 */
const LOGIN_PAGE = /login|^https:\/\/(?:id|auth)\.atlassian\.com(?:[/:]|$)/i;

/**
 * The marks by which a treatment is told, the first that holds decides. Never message text: Jira writes it in
 * the language of the account or of the site. Sources: the headers and their meaning were measured on
 * 2026-09-04 and 2026-09-22 (https://github.com/brekkylab/backlot/pull/134 and its routers/atlassian.py).
 */
export const SIGNALS = [
  {
    // Before the status: a 429 or a 503 that says so must not be asked again either.
    id: 'captcha',
    treatment: 'inconclusive',
    sentence: 'a CAPTCHA stands before the account',
    holds: ({ values }) => showsCaptcha(values),
  },
  {
    id: 'proxy-login',
    treatment: 'inconclusive',
    sentence: 'status 407: a proxy wants a login',
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
    holds: (sight) => sight.status === 404 && has(sight, 'errorMessage', 'errorCode'),
  },
  {
    // CloudFront's own pages: https://github.com/pycontribs/jira/issues/1945. A proxy's or a login page is one, too.
    id: 'edge-page',
    treatment: 'inconclusive',
    sentence: 'an HTML page where the API answers JSON',
    holds: ({ status, shape }) => shape === 'html' && (status === 403 || ran(status)),
  },
  {
    id: 'another-account',
    treatment: 'accepted',
    sentence: 'x-aaccountid names another account than that of the token',
    holds: (sight) => {
      const named = accountIn(sight);
      return (
        sight.standing === 'valid' &&
        sight.account !== undefined &&
        named !== undefined &&
        named !== sight.account
      );
    },
  },
  {
    id: 'account-id',
    treatment: 'accepted',
    sentence: 'x-aaccountid names the account',
    holds: (sight) => accountIn(sight) !== undefined,
  },
  {
    id: 'own-account',
    treatment: 'accepted',
    sentence: 'the body is the account of the caller',
    holds: (sight) =>
      succeeded(sight.status) && sight.operation.returnsAccount === true && has(sight, 'accountId'),
  },
  {
    id: 'login-failed',
    treatment: 'ignored',
    sentence: 'x-seraph-loginreason says that the login failed, and the operation ran',
    holds: (sight) => ran(sight.status) && includes(sight, 'x-seraph-loginreason', 'AUTHENTICATED_FAILED'),
  },
  {
    // The body of the IP allowlist has this form (https://support.atlassian.com/security-and-access-policies/docs/specify-ip-addresses-for-product-access/),
    // and so has the answer of an operation to an account without the permission, which would name the account.
    id: 'forbidden-to-all',
    treatment: 'inconclusive',
    sentence:
      "status 403 in Jira's form of an error, without an account: a policy or an allowlist may be the cause",
    holds: (sight) => sight.status === 403 && has(sight, 'errorMessages'),
  },
  {
    // An operation that runs for everybody and refuses in Jira's own form of an error. The login check, which comes before
    // every operation, sends WWW-Authenticate (measured 2026-09-30), whatever form its body is wrapped in on the way.
    id: 'operation-said-no',
    treatment: 'ignored',
    sentence: 'the operation itself ran and refused',
    holds: (sight) =>
      sight.status === 401 &&
      has(sight, 'errorMessages') &&
      typeof sight.header('www-authenticate') !== 'string' &&
      sight.operation.anonymous === 'runs' &&
      sight.place === 'site',
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
    holds: (sight) =>
      sight.status >= 300 && sight.status < 400 && LOGIN_PAGE.test(sight.header('location') ?? ''),
  },
  {
    // A dead token on an operation that is open on the site got 401 at the gateway (2026-05-01): nothing there
    // runs for nobody, so a success can only be the account's.
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

/** What is left where no mark holds. */
export const UNEXPECTED = {
  id: 'unexpected',
  treatment: 'inconclusive',
  sentence: 'an answer that no mark explains',
} as const;

/** What no single answer shows: the same probe was answered in several ways within one run. */
export const FLAPPING = {
  id: 'flapping',
  treatment: 'inconclusive',
  sentence: 'flapping: the same probe was answered in different ways',
} as const;

/** What no single answer shows: several probes were answered in turn in the old way and in the same new one. */
export const ROLLING_OUT = {
  id: 'rolling-out',
  treatment: 'inconclusive',
  sentence:
    'answered in turn in the old way and in a new one, as other probes are: a change that is rolled out in part',
} as const;

/** What no single answer shows: a status without a meaning of its own that a probe was answered with every time. */
export const UNEXPLAINED = {
  id: 'unexplained',
  treatment: 'inconclusive',
  sentence: 'the same answer every time, which no signal explains',
} as const;

/** What no single answer shows: an operation that answers every credential, the valid token included, as one that is gone. */
export const REMOVED = {
  id: 'operation-removed',
  treatment: 'inconclusive',
  sentence: 'the operation was removed: it answers every credential so',
} as const;

/** What no single answer shows: an operation that is gone for everybody for a part of the run, and works in the other. */
export const BROWN_OUT = {
  id: 'brown-out',
  treatment: 'inconclusive',
  sentence: 'brown-out: the operation answered every credential as one that is gone, for a part of the time',
} as const;

const ALL = [...SIGNALS, UNEXPECTED, FLAPPING, ROLLING_OUT, UNEXPLAINED, REMOVED, BROWN_OUT];

export type SignalId = (typeof ALL)[number]['id'];

/** The marks that an answer can carry. */
export const SIGNAL_IDS: readonly SignalId[] = ALL.map(({ id }) => id);

/** What a mark says, in plain words. */
export function describeSignal(id: SignalId): string {
  return ALL.find((mark) => mark.id === id)?.sentence ?? id;
}
