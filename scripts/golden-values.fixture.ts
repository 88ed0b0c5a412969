import type { Acknowledgement } from '../src/change/acknowledgements.ts';
import type { Basis } from '../src/contract/basis.ts';
import type { Exchange } from '../src/evidence/exchange.ts';
import type { RecordingSetInfo } from '../src/evidence/recording-schema.ts';
import type { Entry } from '../src/history/entry.ts';
import type { Line } from '../src/revocation/measurement.ts';
import type { Run } from '../src/run/run.ts';

// For tests: one value for each file format of this tool, with every field that the file can have.

const MYSELF = 'GET /rest/api/3/myself';
const PROJECT = 'GET /rest/api/3/project';
const TOOL = 'jira-token-contract 0.1.0';
const SITE = 'https://jira-site.example.com';
const AT = '2026-11-26T03:00:00.000Z';

const measured: Basis = {
  grade: 'measured',
  date: '2026-09-30',
  source: 'https://github.com/brekkylab/backlot/pull/134',
  note: 'Zoë wrote it down: "401".',
};

/** The description of a recording set. */
export const SET_INFO: RecordingSetInfo = {
  name: 'recording-set',
  era: '2026-09',
  summary: 'A set that shows the format.',
  dates: { from: '2026-11-26', to: '2026-11-26' },
  tool: TOOL,
  origin: 'recorded',
  site: SITE,
  incomplete: 'a CAPTCHA stood before the account',
  unconfirmed: 'revoked on GET /rest/api/3/myself: answered 200 once',
};

/** Its exchanges, grouped by credential. */
export const EXCHANGES: readonly Exchange[] = [
  {
    credential: 'revoked',
    operation: MYSELF,
    response: {
      status: 401,
      headers: { 'content-type': 'text/plain', 'www-authenticate': ['OAuth realm="x"', 'Basic'] },
      body: { text: 'Client must be authenticated to access this resource.' },
    },
    meta: { origin: 'recorded', date: AT, times: 3, dissent: [200] },
  },
  {
    credential: 'revoked',
    operation: PROJECT,
    response: { status: 200, body: { shape: [] } },
    meta: { origin: 'recorded', date: AT, flapping: [200, 401, 200], rollOut: true },
  },
  {
    credential: 'valid',
    operation: MYSELF,
    response: {
      status: 200,
      headers: { 'x-aaccountid': 'account-1' },
      body: { shape: { accountId: 'string', groups: { items: ['string'], size: 'number' } } },
    },
    meta: { origin: 'recorded', date: AT },
  },
  {
    credential: 'valid',
    operation: PROJECT,
    response: { status: 422, absent: ['x-seraph-loginreason'] },
    meta: { origin: 'recorded', date: AT, steady: [422, 422, 422] },
  },
];

/** A run: a row of each verdict, the head, and the results of the pacts. */
export const RUN: Run = {
  schema: 'jira-token-contract/run/1',
  tool: TOOL,
  recordings: SET_INFO,
  failures: ['the question of the thread'],
  pacts: [
    {
      pact: 'as-it-is',
      interactions: [
        { credential: 'revoked', operation: MYSELF, verdict: 'passed', reasons: [] },
        { credential: 'revoked', operation: PROJECT, verdict: 'failed', reasons: ['expected 200, was 401'] },
      ],
    },
    {
      pact: 'wanted',
      interactions: [
        { credential: 'revoked', operation: PROJECT, verdict: 'skipped', reasons: ['it was not asked'] },
      ],
    },
  ],
  rows: [
    {
      kind: 'contract',
      era: '2026-09',
      credential: 'valid',
      operation: MYSELF,
      expected: { treatment: 'accepted', statuses: [200] },
      verdict: 'kept',
      answer: {
        status: 200,
        treatment: 'accepted',
        mark: 'account-id',
        loginReason: null,
        mediaType: 'application/json',
        shape: { accountId: 'string' },
      },
      response: {
        status: 200,
        headers: { 'x-aaccountid': 'account-1' },
        body: { shape: { accountId: 'string' } },
      },
      at: AT,
      sources: [{ ...measured, date: '2026-11-26' }],
    },
    {
      kind: 'contract',
      era: '2026-09',
      credential: 'valid',
      operation: PROJECT,
      expected: { treatment: 'accepted', statuses: [200] },
      verdict: 'skipped',
      reason: 'it was not asked',
      sources: [],
    },
    {
      kind: 'contract',
      era: '2026-09',
      credential: 'revoked',
      operation: MYSELF,
      expected: { treatment: 'refused', statuses: [401, 403], failureCategory: 'FAILURE_CLIENT_AUTH' },
      verdict: 'broken',
      reason: 'expected refused with 401 or 403, was ignored with 200',
      answer: {
        status: 200,
        treatment: 'ignored',
        mark: 'login-failed',
        loginReason: 'AUTHENTICATED_FAILED',
        failureCategory: 'FAILURE_CLIENT_SCOPE_CHECK',
        mediaType: null,
      },
      response: { status: 200, absent: ['x-aaccountid'], body: { text: '[]' } },
      at: AT,
      certainty: { times: 3, dissent: [401] },
      sources: [measured],
    },
    {
      kind: 'contract',
      era: '2026-09',
      credential: 'revoked',
      operation: PROJECT,
      expected: {
        treatment: 'ignored',
        statuses: [],
        empty: true,
        basis: { grade: 'inferred', date: 'undated', source: 'Nothing public.', note: 'n' },
      },
      verdict: 'disproved',
      reason: 'expected ignored with a status not on record, was 422',
      answer: { status: 422, treatment: 'inconclusive', mark: 'unexplained' },
      certainty: { times: 3, steady: [422, 422, 422] },
      sources: [measured],
    },
    {
      kind: 'contract',
      era: '2026-09',
      credential: 'expired',
      operation: PROJECT,
      expected: { treatment: 'ignored', statuses: [200] },
      verdict: 'inconclusive',
      reason: 'answered in different ways',
      answer: { status: 401, treatment: 'inconclusive', mark: 'rolling-out', shape: 'text' },
      certainty: { flapping: [200, 401, 200], rollOut: true },
      sources: [],
    },
    {
      kind: 'wanted',
      era: '2026-09',
      credential: 'revoked',
      operation: PROJECT,
      expected: { treatment: 'refused', statuses: [401] },
      verdict: 'kept',
      answer: { status: 401, treatment: 'refused', mark: 'unauthorized' },
      sources: [measured],
    },
  ],
};

/** A measurement of a revocation: a line of each kind. */
export const MEASUREMENT: readonly Line[] = [
  {
    kind: 'watch',
    schema: 'jira-token-contract/revocation/1',
    name: 'measurement',
    tool: TOOL,
    site: SITE,
    subject: 'api-token',
    cause: 'revoked',
    operations: [MYSELF, PROJECT],
    settle: 120_000,
    giveUpAfter: 3_600_000,
    at: 1_795_662_000_000,
  },
  { kind: 'event', from: 1_795_662_001_000, to: 1_795_662_002_000, clock: 'own' },
  {
    kind: 'probe',
    who: 'watched',
    round: 1,
    operation: MYSELF,
    sent: 1_795_662_003_000,
    got: 1_795_662_003_120,
    date: 1_795_662_003_000,
    status: 200,
    treatment: 'accepted',
    mark: 'account-id',
    standIn: true,
    response: { status: 200, headers: { 'x-aaccountid': 'account-1' }, body: { text: '{}' } },
  },
  {
    kind: 'probe',
    who: 'control',
    round: 1,
    operation: MYSELF,
    sent: 1_795_662_004_000,
    got: 1_795_662_004_120,
    status: 200,
    treatment: 'ignored',
    mark: 'login-failed',
    loginReason: 'AUTHENTICATED_FAILED',
  },
  {
    kind: 'trouble',
    what: 'slept',
    from: 1_795_662_005_000,
    to: 1_795_662_006_000,
    says: 'this machine slept',
  },
  { kind: 'end', at: 1_795_662_007_000, ending: 'settled', says: 'it was not accepted any more' },
];

/** Two nights of a history: a conclusive and an inconclusive one. */
export const HISTORY: readonly Entry[] = [
  {
    schema: 'jira-token-contract/history/1',
    name: 'live-2026-11-25',
    site: SITE,
    origin: 'recorded',
    at: '2026-11-25T03:00:00.000Z',
    tool: TOOL,
    outcome: 'changed',
    broken: 1,
    news: 2,
    answers: {
      revoked: { [MYSELF]: 'refused 401', [PROJECT]: 'removed 410' },
      valid: { [MYSELF]: 'accepted 200' },
    },
  },
  {
    schema: 'jira-token-contract/history/1',
    name: 'live-2026-11-26',
    site: SITE,
    origin: 'stand-in',
    at: AT,
    tool: TOOL,
    outcome: 'inconclusive',
    reason: 'a CAPTCHA stands before the account',
    broken: 0,
    news: 0,
    answers: {},
  },
];

/** Acknowledged changes. */
export const ACKNOWLEDGEMENTS: readonly Acknowledgement[] = [
  {
    fingerprint: '0123456789abcdef',
    change: 'guard-loosened: revoked on GET /rest/api/3/myself, refused 401 → ignored 200',
    reason: 'Open bug of Atlassian.',
    link: 'https://jira.atlassian.com/browse/JRACLOUD-93811',
    until: '2026-12-31',
  },
  { fingerprint: 'fedcba9876543210', change: 'another', reason: 'Nobody speaks of it.' },
];
