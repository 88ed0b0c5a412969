// One rule that tells a dead Jira token from an empty site, by status and headers. It imports nothing: copy it freely.

type Value = string | readonly string[] | undefined;
type Pair = readonly [name: string, value: Value];

export interface Head {
  readonly status?: number;
  readonly statusCode?: number;
  readonly headers: Iterable<Pair> | Readonly<Record<string, Value>>;
  readonly url?: string;
}

export interface Verdict {
  readonly state: 'alive' | 'dead' | 'cannot tell';
  readonly signal: string;
}

export class DeadTokenError extends Error {
  override name = 'DeadTokenError';
}

const isIterable = (headers: Head['headers']): headers is Iterable<Pair> => Symbol.iterator in headers;

/**
 * Says in what state the credential of a request was.
 *
 * @param answer a Fetch `Response`, an answer of undici or axios, or any object with a status and headers
 * @param sent whether an `Authorization` was sent
 * @param namesAccounts whether the site's answers to a working token have `x-aaccountid`
 */
export function judge(answer: Head, { sent = true, namesAccounts = true } = {}): Verdict {
  const { headers, url, status = answer.statusCode ?? 0 } = answer;
  const pairs = isIterable(headers) ? headers : Object.entries(headers);
  const values = new Map(Array.from(pairs, ([key, value]) => [key.toLowerCase(), value]));
  const header = (name: string) => String(values.get(name) ?? '').trim();
  const place = /^(?:\w+:\/\/[^/]+)?(\/ex\/jira\/[^/]+)?\/rest\//.exec(url || '/rest/');
  const ran = (status > 199 && status < 300) || [400, 404, 410].includes(status);
  const reason = header('x-seraph-loginreason');
  const isHtml = /html/i.test(header('content-type'));
  const goesToLogin = /login|^https:\/\/(id|auth)\.atlassian\.com([/:]|$)/i.test(header('location'));
  // The first row that is true decides.
  const rows: [signal: string, state: Verdict['state'] | '', holds: unknown][] = [
    ['no-authorization', '', !sent],
    ['not-the-api', '', !place],
    ['captcha', '', /captcha/i.test(header('x-authentication-denied-reason')) || /_denied/i.test(reason)],
    ['proxy-login', '', status === 407],
    ['rate-limited', '', status === 429],
    ['server-error', '', status > 499],
    ['edge-page', '', isHtml && (ran || status === 403)],
    ['account-id', 'alive', header('x-aaccountid')],
    ['login-failed', 'dead', ran && reason.includes('AUTHENTICATED_FAILED')],
    ['unauthorized', '', status === 401],
    ['forbidden', '', status === 403],
    ['login-redirect', 'dead', status > 299 && status < 400 && goesToLogin],
    ['no-anonymous-there', 'alive', place?.[1] && status < 300 && ran],
    ['no-account-id', 'dead', !place?.[1] && ran && namesAccounts],
  ];
  const [signal, state] = rows.find(([, , holds]) => holds) ?? ['unexpected', ''];
  return { signal, state: state || 'cannot tell' };
}

/**
 * Returns the answer unless it shows that the token is dead.
 *
 * @throws DeadTokenError
 */
export function assertAlive<Answer extends Head>(
  answer: Answer,
  options?: Parameters<typeof judge>[1],
): Answer {
  const { state, signal } = judge(answer, options);
  if (state !== 'dead') return answer;
  throw new DeadTokenError(`Jira answered as if nobody had logged in: the token is dead (${signal}).`);
}
