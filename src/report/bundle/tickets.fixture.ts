import type { Change } from '../../change/change.ts';
import { RULES } from '../../change/rules.ts';
import type { Answer } from '../../classify/answer.ts';
import type { CredentialName } from '../../contract/credentials.ts';
import type { OperationId } from '../../contract/operations.ts';
import type { RowResult } from '../../run/row-result.ts';
import { LIVE_INFO, liveRunOf } from '../../run/run.fixture.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import { render, type FormatName } from '../formats.ts';
import { FILE_LAYOUT } from '../layout.ts';
import type { TicketRuleId } from './ticket-rules.ts';

export const REFUSED: Answer = { status: 401, treatment: 'refused', mark: 'unauthorized', loginReason: null };
export const IGNORED: Answer = {
  status: 200,
  treatment: 'ignored',
  mark: 'login-failed',
  loginReason: 'AUTHENTICATED_FAILED',
};
export const ACCEPTED: Answer = { status: 200, treatment: 'accepted', mark: 'account-id', loginReason: null };

/** For tests: a change as its rule describes it: before, after, and the credential. */
export const TURNS: Readonly<Record<(typeof RULES)[number]['id'], [CredentialName, Answer, Answer]>> = {
  'credential-accepted': ['revoked', REFUSED, ACCEPTED],
  'another-account': ['valid', ACCEPTED, { ...ACCEPTED, mark: 'another-account' }],
  'valid-refused': ['valid', ACCEPTED, REFUSED],
  'guard-loosened': ['revoked', REFUSED, IGNORED],
  'data-exposed': ['missing', { ...IGNORED, shape: [] }, { ...IGNORED, shape: [{ id: 'string' }] }],
  'refusal-changed': ['bearer-token', REFUSED, { ...REFUSED, status: 403, mark: 'forbidden' }],
  'refusal-reason-changed': [
    'gateway-scope-missing',
    { ...REFUSED, failureCategory: 'FAILURE_CLIENT_SCOPE_CHECK' },
    { ...REFUSED, failureCategory: 'FAILURE_CLIENT_AUTH' },
  ],
  'operation-removed': [
    'valid',
    ACCEPTED,
    { status: 410, treatment: 'inconclusive', mark: 'operation-removed' },
  ],
  'operation-brown-out': ['valid', ACCEPTED, { status: 410, treatment: 'inconclusive', mark: 'brown-out' }],
  'rolled-out-in-part': ['revoked', REFUSED, { ...IGNORED, treatment: 'inconclusive', mark: 'rolling-out' }],
  'answer-unexplained': ['revoked', REFUSED, { status: 422, treatment: 'inconclusive', mark: 'unexplained' }],
  'signal-lost': ['revoked', IGNORED, { ...IGNORED, mark: 'no-account-id', loginReason: null }],
  'status-changed': ['revoked', IGNORED, { ...IGNORED, status: 404 }],
  'operation-restored': [
    'valid',
    { status: 410, treatment: 'inconclusive', mark: 'operation-removed' },
    ACCEPTED,
  ],
  'valid-restored': ['valid', REFUSED, ACCEPTED],
  'guard-tightened': ['revoked', IGNORED, REFUSED],
  'credential-rejected': ['revoked', ACCEPTED, REFUSED],
  'signal-gained': ['revoked', { ...IGNORED, loginReason: null }, IGNORED],
  'shape-changed': ['valid', { ...ACCEPTED, shape: [] }, { ...ACCEPTED, shape: {} }],
};

export const PROJECT: OperationId = 'GET /rest/api/3/project';
export const MYSELF: OperationId = 'GET /rest/api/3/myself';

/** For tests: for a probe whose answer changed: its row, kept unless more says otherwise. */
export function rowOf(
  credential: CredentialName,
  operation: OperationId,
  answer: Answer,
  more: Partial<RowResult> = {},
): RowResult {
  return {
    kind: 'contract',
    era: '2026-09',
    credential,
    operation,
    expected: {
      treatment: answer.treatment === 'inconclusive' ? 'refused' : answer.treatment,
      statuses: [answer.status],
    },
    verdict: 'kept',
    answer,
    response: {
      status: answer.status,
      headers: {
        'content-type': 'application/json',
        ...(answer.loginReason ? { 'x-seraph-loginreason': answer.loginReason } : {}),
        ...(answer.treatment === 'accepted' ? { 'x-aaccountid': 'account-1' } : {}),
        'atl-traceid': 'f'.repeat(32),
        'x-arequestid': 'e'.repeat(32),
      },
      body: { text: '{"errorMessages":["No project could be found."]}' },
    },
    at: '2026-11-26T04:19:00Z',
    sources: [],
    ...more,
  };
}

export type Turn = readonly [
  rule: Change['rule'],
  credential: CredentialName,
  operation: OperationId,
  before: Answer,
  after: Answer,
];

/** For tests: a run with changes, in which the valid token is accepted on /myself. */
export function changed(turns: readonly Turn[], more: Partial<RowResult> = {}): CheckDocument {
  const changes = turns.map(([rule, credential, operation, before, after], i): Change => ({
    rule,
    level: RULES.find(({ id }) => id === rule)?.level ?? 'info',
    credential,
    operation,
    before,
    after,
    fingerprint: i.toString(16).padStart(16, '0'),
    sources: [],
  }));
  const rows = turns.map(([, credential, operation, , after]) => rowOf(credential, operation, after, more));
  return {
    run: liveRunOf([rowOf('valid', MYSELF, ACCEPTED), ...rows]),
    file: 'run.json',
    diff: {
      base: { ...LIVE_INFO, name: 'the-baseline' },
      head: LIVE_INFO,
      changes,
      undecided: [],
      unchanged: 0,
      failOn: 'minor',
    },
  };
}

/** For tests: returns the text of a section, without its heading. */
export const section = (markdown: string, heading: string): string =>
  markdown.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0]?.trim() ?? '';

export const ticketText = (
  document: CheckDocument,
  rule: TicketRuleId,
  format: FormatName = 'markdown',
): string => render('bug-report', format, { ...document, rule }, FILE_LAYOUT);
