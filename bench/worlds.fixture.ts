import { SYNTHETIC_IDENTITY } from '../src/contract/identity.ts';
import type { RuleId } from '../src/change/rules.ts';
import type { SeenRequest, StandIn, StandInFault } from '../src/stand-in/stand-in.ts';

/** The conclusion that a world must lead to. */
export interface Expected {
  readonly code: 0 | 1 | 3;
  /** The rules of all expected changes. */
  readonly rules?: readonly RuleId[];
  /** Facts that the reason of an inconclusive night must name: a status, a header, an address. */
  readonly names?: readonly string[];
  /** The credential whose rows are skipped with their reason. */
  readonly skipped?: string;
  /** The request with which the site can no longer be judged: it must be left alone within fifty more. */
  readonly lostAt?: number;
}

/** For tests: one way in which a site may behave, and what must be concluded. */
export interface World {
  readonly name: string;
  readonly make: (site: StandIn) => void;
  readonly expected: Expected;
}

type Answer = Omit<StandInFault, 'when'>;

const HTML = '<!doctype html><html lang="en"><title>Blocked</title><body>Blocked</body></html>';
const JSON_TYPE = { 'content-type': 'application/json' };
const HTML_TYPE = { 'content-type': 'text/html' };

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  kind: 'answer',
  status,
  headers: { ...JSON_TYPE, ...headers },
  body: JSON.stringify(body),
});

const errors = (message: string): object => ({ errorMessages: [message], errors: {} });

const redirect = (status: number, location: string): Answer => ({
  kind: 'answer',
  status,
  headers: { location },
});

const OUTAGE: Answer = { kind: 'status', status: 503 };
const RESETS: Answer = { kind: 'reset' };
const PASSING: ReadonlySet<Answer> = new Set([OUTAGE, RESETS]);

/** Ways in which a site, or something in front of it, may give everyone the same answer. */
const FOR_ALL: readonly (readonly [name: string, answer: Answer, names: readonly string[]])[] = [
  ['an IP allowlist', json(403, errors('The IP address has been rejected.')), ['403', 'errorMessages']],
  [
    'an IP allowlist with 401',
    json(401, errors('The IP address has been rejected.')),
    ['401', 'errorMessages'],
  ],
  ['single sign-on', redirect(302, 'https://sso.example.com/saml'), ['302', 'https://sso.example.com/saml']],
  ['the login of Atlassian', redirect(302, 'https://id.atlassian.com/login'), ['302', 'id.atlassian.com']],
  ["a proxy's 401", json(401, { error: 'proxy' }, { 'www-authenticate': 'Basic realm="proxy"' }), ['401']],
  ["a proxy's 407", json(407, { error: 'proxy' }, { 'proxy-authenticate': 'Basic' }), ['407']],
  ["a firewall's page", { kind: 'answer', status: 403, headers: HTML_TYPE, body: HTML }, ['403', 'HTML']],
  ["a firewall's 403 in JSON", json(403, { message: 'Forbidden' }), ['403', 'message']],
  [
    "a load balancer's page",
    { kind: 'answer', status: 404, headers: HTML_TYPE, body: HTML },
    ['404', 'HTML'],
  ],
  ["a load balancer's line", { kind: 'answer', status: 404, body: 'default backend - 404' }, ['404']],
  ['an outage', OUTAGE, ['503']],
  ['a suspended site', { kind: 'suspended' }, ['404', 'errorCode']],
  ['a renamed site', redirect(301, 'https://renamed.atlassian.net/rest'), ['https://renamed.atlassian.net']],
  ['a captive portal', { kind: 'wrong-type' }, ['200', 'HTML']],
  ['an empty list for everybody', { kind: 'odd', status: 200 }, ['200']],
  ['a legal block', { kind: 'answer', status: 451, body: 'blocked' }, ['451']],
  ['resets', RESETS, []],
];

const always = (): boolean => true;

/** Selects the requests from a number on, counted over the whole world. */
const from =
  (site: StandIn, first: number, which: (seen: SeenRequest) => boolean = always) =>
  (seen: SeenRequest): boolean =>
    site.requests.length > first && which(seen);

/** Selects every second request, as if one of two outgoing addresses were not allowed. */
const everySecond = (): (() => boolean) => {
  let turn = 0;
  return () => (turn += 1) % 2 === 0;
};

const isDead = ({ state }: SeenRequest): boolean => state === 'dead';
const isRefusedOnSite = ({ state, path }: SeenRequest): boolean =>
  ['dead', 'unusable', 'mismatch'].includes(state) && path.startsWith('/rest/');
const at =
  (path: string, which: (seen: SeenRequest) => boolean = always) =>
  (seen: SeenRequest): boolean =>
    seen.path === path && which(seen);
const atGateway = ({ path }: SeenRequest): boolean => path.startsWith('/ex/') || path.startsWith('/admin/');

const LOST = [60, 110] as const;

const forAll = (): World[] =>
  FOR_ALL.flatMap(([name, answer, names]): World[] => [
    {
      name: `${name}, from the start`,
      make: (site) => void site.inject(answer),
      expected: { code: 3, names },
    },
    ...LOST.map((lostAt) => ({
      name: `${name}, from request ${lostAt} on`,
      make: (site: StandIn) => void site.inject({ ...answer, when: from(site, lostAt) }),
      expected: { code: 3 as const, names, lostAt },
    })),
    // Not with these two faults: a retry is answered, so the run is only slower.
    ...(PASSING.has(answer)
      ? []
      : [
          {
            name: `${name}, at every second request`,
            make: (site: StandIn) => void site.inject({ ...answer, when: everySecond() }),
            expected: { code: 3 as const },
          },
        ]),
  ]);

const PROJECT = '/rest/api/3/project/search';

const wrong = (name: string, answer: Answer, rules: readonly RuleId[]): World => ({
  name: `a dead token is answered with ${name}`,
  make: (site) => void site.inject({ ...answer, when: at(PROJECT, isDead) }),
  expected: { code: 1, rules },
});

const changes: readonly World[] = [
  { name: 'a site as it was', make: () => undefined, expected: { code: 0 } },
  wrong('422', json(422, { error: 'unprocessable' }), ['answer-unexplained']),
  wrong('405', json(405, { error: 'not allowed' }), ['answer-unexplained']),
  wrong('451', json(451, { error: 'legal' }), ['answer-unexplained']),
  wrong('a redirect elsewhere', redirect(301, 'https://status.example.com/'), ['answer-unexplained']),
  wrong('a 403 without an account', json(403, errors('No.')), ['answer-unexplained']),
  wrong('a redirect to the login of Atlassian', redirect(302, 'https://id.atlassian.com/login'), [
    'guard-tightened',
  ]),
  wrong('401', { kind: 'odd', status: 401 }, ['guard-tightened']),
  wrong(
    'the generic 401 in its usual wrapping',
    json(401, errors('Client must be authenticated.'), { 'www-authenticate': 'OAuth realm="x"' }),
    ['guard-tightened'],
  ),
  wrong('data', json(200, { values: [{ id: '1' }] }), ['data-exposed']),
  {
    name: 'what is wanted came true',
    make: (site) => site.become('wanted'),
    expected: { code: 1, rules: ['guard-tightened', 'refusal-changed'] },
  },
  {
    name: 'the behaviour of 2022',
    make: (site) => site.become('2022-11'),
    // The secrets that were refused at the edge, and the Bearer token that was ignored.
    expected: {
      code: 1,
      rules: ['guard-loosened', 'guard-tightened', 'refusal-changed', 'signal-lost'],
    },
  },
  {
    name: 'a guard that loosens',
    make: (site) =>
      void site.inject({ kind: 'odd', status: 200, when: at('/rest/api/3/myself', isRefusedOnSite) }),
    expected: { code: 1, rules: ['guard-loosened'] },
  },
  {
    name: 'the valid token is answered as another account',
    make: (site) =>
      void site.inject({
        ...json(200, [], { 'x-aaccountid': 'somebody-else' }),
        when: at(PROJECT, ({ state }) => state === 'account'),
      }),
    expected: { code: 1, rules: ['another-account'] },
  },
  {
    name: 'an operation that was removed',
    make: (site) => void site.inject({ ...json(410, errors('Gone.')), when: at('/rest/api/3/project') }),
    expected: { code: 1, rules: ['operation-removed'] },
  },
  {
    name: 'an operation that was removed, with a 404 and a sentence',
    make: (site) => void site.inject({ ...json(404, errors('Gone.')), when: at(PROJECT) }),
    expected: { code: 1, rules: ['operation-removed'] },
  },
  {
    name: 'a brown-out of an operation, from the middle of the run on',
    make: (site) => {
      let asked = 0;
      const gone = (): boolean => (asked += 1) > 2;
      site.inject({ ...json(410, errors('Gone.')), when: at(PROJECT, gone) });
    },
    expected: { code: 1, rules: ['operation-brown-out'] },
  },
  {
    name: 'an operation that is broken, and nothing else',
    make: (site) => void site.inject({ kind: 'status', status: 503, when: at('/rest/api/3/serverInfo') }),
    expected: { code: 0 },
  },
  {
    name: 'an operation that is broken, and a change',
    make: (site) => {
      site.inject({ kind: 'status', status: 503, when: at('/rest/api/3/serverInfo') });
      site.inject({ kind: 'odd', status: 401, when: at(PROJECT, isDead) });
    },
    expected: { code: 1, rules: ['guard-tightened'] },
  },
  {
    name: 'an operation that resets connections, and a change',
    make: (site) => {
      site.inject({ kind: 'reset', when: at('/rest/api/3/serverInfo') });
      site.inject({ kind: 'odd', status: 401, when: at(PROJECT, isDead) });
    },
    expected: { code: 1, rules: ['guard-tightened'] },
  },
  {
    name: 'a gateway that is out of reach',
    make: (site) => void site.inject({ kind: 'reset', when: atGateway }),
    expected: { code: 0, skipped: 'gateway-scoped' },
  },
  {
    name: 'a gateway that is out of reach, and a change',
    make: (site) => {
      site.inject({ kind: 'reset', when: atGateway });
      site.inject({ kind: 'odd', status: 401, when: at(PROJECT, isDead) });
    },
    expected: { code: 1, rules: ['guard-tightened'], skipped: 'gateway-scoped' },
  },
  {
    name: 'an Admin key that was revoked',
    make: (site) => site.revoke(SYNTHETIC_IDENTITY.adminKey),
    expected: { code: 0, skipped: 'admin-key' },
  },
  {
    name: 'a scoped token that was revoked',
    make: (site) => site.revoke(SYNTHETIC_IDENTITY.scopedToken),
    expected: { code: 0, skipped: 'gateway-scoped' },
  },
  {
    name: 'a token without the scope that has expired',
    make: (site) => site.revoke(SYNTHETIC_IDENTITY.underScopedToken),
    expected: { code: 0, skipped: 'gateway-scope-missing' },
  },
  {
    name: 'an Admin key that was revoked, and a change',
    make: (site) => {
      site.revoke(SYNTHETIC_IDENTITY.adminKey);
      site.inject({ kind: 'odd', status: 401, when: at(PROJECT, isDead) });
    },
    expected: { code: 1, rules: ['guard-tightened'], skipped: 'admin-key' },
  },
  ...LOST.map((lostAt): World => ({
    name: `the valid token is revoked after ${lostAt} requests`,
    make: (site) => {
      let revoked = false;
      const revoke = (): boolean => {
        if (!revoked && site.requests.length > lostAt) {
          revoked = true;
          site.revoke(SYNTHETIC_IDENTITY.apiToken);
        }
        return false;
      };
      site.inject({ kind: 'odd', when: revoke });
    },
    expected: { code: 3, names: ['401'], lostAt: lostAt + 1 },
  })),
  {
    name: 'a pause that is too long',
    make: (site) => void site.inject({ kind: 'throttle', retryAfter: '3600', when: from(site, 60) }),
    expected: { code: 3, names: ['3600', 'jira-burst-based'], lostAt: 60 },
  },
];

/** For tests: the worlds. */
export const WORLDS: readonly World[] = [...changes, ...forAll()];
