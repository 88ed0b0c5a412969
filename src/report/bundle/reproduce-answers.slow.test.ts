import { expect, it } from 'vitest';
import type { Change } from '../../change/change.ts';
import type { Answer } from '../../classify/answer.ts';
import { classify } from '../../classify/classify.ts';
import { MEASURED_SITE } from '../../classify/site-traits.ts';
import { CREDENTIALS } from '../../contract/credentials.ts';
import { refused } from '../../contract/expectation.ts';
import { SYNTHETIC_IDENTITY } from '../../contract/identity.ts';
import { OPERATIONS } from '../../contract/operations.ts';
import type { Probe } from '../../contract/probe.ts';
import type { Exchange } from '../../evidence/exchange.ts';
import type { RowResult } from '../../run/row-result.ts';
import type { CheckDocument } from '../documents/check/check-document.ts';
import {
  ACCOUNT,
  broken,
  documentOf,
  scriptOf,
  serve,
  SHELLS,
  useWorkshop,
  type Served,
} from './reproduce.fixture.ts';
import { reproduceScript } from './reproduce.ts';

const workshop = useWorkshop();

/** A change under a rule, with the answer that is reported and one that is not, from a site that answers all others alike. */
const MARKED: [Change['rule'], Probe, Answer, Answer, Served, Served][] = [
  [
    'signal-lost',
    { credential: 'mistyped', operation: 'GET /rest/api/3/project' },
    { status: 200, treatment: 'ignored', mark: 'login-failed', loginReason: 'AUTHENTICATED_FAILED' },
    { status: 200, treatment: 'ignored', mark: 'no-account-id', loginReason: null },
    [200, {}, '[]'],
    [200, { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' }, '[]'],
  ],
  [
    'data-exposed',
    { credential: 'missing', operation: 'GET /rest/api/3/project' },
    { status: 200, treatment: 'ignored', mark: 'no-account-id', shape: [] },
    { status: 200, treatment: 'ignored', mark: 'no-account-id', shape: [{ id: 'string' }] },
    [200, {}, '[{"id":"1"}]'],
    [200, {}, ' [ ] '],
  ],
  [
    'data-exposed',
    { credential: 'missing', operation: 'GET /rest/api/3/project/search' },
    { status: 200, treatment: 'ignored', mark: 'no-account-id', shape: { values: [] } },
    { status: 200, treatment: 'ignored', mark: 'no-account-id', shape: { values: [{ id: 'string' }] } },
    [200, {}, '{"total":1,"values":[{"id":"1"}]}'],
    [200, {}, '{"total":0,"values":[]}'],
  ],
  [
    'another-account',
    { credential: 'valid', operation: 'GET /rest/api/3/project' },
    { status: 200, treatment: 'accepted', mark: 'account-id' },
    { status: 200, treatment: 'accepted', mark: 'another-account' },
    [200, { 'x-aaccountid': 'account-9' }, '[]'],
    [200, { 'x-aaccountid': 'account-0' }, '[]'],
  ],
  [
    'refusal-reason-changed',
    { credential: 'gateway-mistyped', operation: 'GET /rest/api/3/project' },
    {
      status: 401,
      treatment: 'refused',
      mark: 'unauthorized',
      failureCategory: 'FAILURE_CLIENT_SCOPE_CHECK',
    },
    { status: 401, treatment: 'refused', mark: 'unauthorized', failureCategory: 'FAILURE_CLIENT_AUTH' },
    [401, { 'x-failure-category': 'FAILURE_CLIENT_AUTH' }, ''],
    [401, { 'x-failure-category': 'FAILURE_CLIENT_SCOPE_CHECK' }, ''],
  ],
  [
    'operation-removed',
    { credential: 'valid', operation: 'GET /rest/api/3/project' },
    { status: 200, treatment: 'accepted', mark: 'account-id' },
    { status: 410, treatment: 'inconclusive', mark: 'operation-removed' },
    [410, {}, '{"errorMessages":["gone"]}'],
    [200, { 'x-aaccountid': 'account-0' }, '[]'],
  ],
  [
    'valid-refused',
    { credential: 'valid', operation: 'GET /rest/api/3/project' },
    { status: 200, treatment: 'accepted', mark: 'account-id' },
    { status: 200, treatment: 'ignored', mark: 'no-account-id' },
    [200, {}, '[]'],
    [200, { 'x-aaccountid': 'account-0' }, '[]'],
  ],
];

/** A change of a probe under a rule, in a run in which the valid token is accepted elsewhere. */
function changedDocument(rule: Change['rule'], probe: Probe, before: Answer, after: Answer): CheckDocument {
  const row: RowResult = { ...broken(probe, after), verdict: 'kept' };
  const elsewhere = { credential: 'valid', operation: 'GET /rest/api/3/label' } as const;
  return documentOf(
    [
      row,
      { ...broken(elsewhere, { status: 200, treatment: 'accepted', mark: 'account-id' }), verdict: 'kept' },
    ],
    [{ ...probe, rule, level: 'major', before, after, fingerprint: '0'.repeat(16), sources: [] }],
  );
}

it.each(MARKED)('reproduce.sh tells a %s on %o by what distinguishes it', async (...marked) => {
  const [rule, probe, before, after, reported, other] = marked;
  const script = scriptOf(changedDocument(rule, probe, before, after));
  const path = probe.operation.slice('GET '.length);
  const served = { now: reported };
  const server = await serve((asked) => (asked.endsWith(path) ? served.now : ACCOUNT));
  const codes: unknown[] = [];
  for (const answer of [reported, other]) {
    served.now = answer;
    codes.push((await workshop.inShell(['dash'], script, server.settings)).code);
  }
  server.close();
  expect(codes).toEqual([0, 1]);
});

it('reproduce.sh uses another control if the report is about the usual one', async () => {
  const probe = { credential: 'valid', operation: 'GET /rest/api/3/myself' } as const;
  const before = { status: 200, treatment: 'accepted', mark: 'account-id' } as const;
  const script = scriptOf(
    changedDocument('valid-refused', probe, before, {
      status: 401,
      treatment: 'refused',
      mark: 'unauthorized',
    }),
  );
  const server = await serve((path) => (path.endsWith('/myself') ? [401, {}, ''] : ACCOUNT));
  expect((await workshop.inShell(['dash'], script, server.settings)).code).toBe(0);
  server.close();
});

const RESPONSES: Served[] = [
  [200, { 'x-aaccountid': 'account-1' }, '[]'],
  [200, { 'X-Seraph-LoginReason': 'OUT, AUTHENTICATED_FAILED' }, '[]'],
  [200, {}, '{"accountId":"x"}'],
  [200, {}, '{"nested":{"accountId":"x"}}'],
  [200, {}, '{"broken": '],
  [200, { 'content-type': 'text/html' }, '<!doctype html><html></html>'],
  [200, {}, ''],
  [400, {}, '{"errorMessages":["x"]}'],
  [400, { 'x-aaccountid': 'a' }, '{"errorMessages":["x"]}'],
  [401, {}, '{"errorMessages":["{\\"errorMessages\\": []}"]}'],
  [401, { 'www-authenticate': 'OAuth realm="x"' }, '{"errorMessages":["x"]}'],
  [401, {}, 'Client must be authenticated to access this resource.'],
  [401, {}, '{"a":{"errorMessages":[]}}'],
  [403, {}, '{"error": "Failed to parse Connect Session Auth Token"}'],
  [403, {}, '{"errorMessages":["x"],"errors":{}}'],
  [403, {}, '<html></html>'],
  [403, { 'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE; login-url=x' }, ''],
  [200, { 'x-seraph-loginreason': 'AUTHENTICATION_DENIED' }, '[]'],
  [404, {}, '{"errorMessage":"x","errorCode":"OTHER"}'],
  [404, {}, '{"errorMessages":["x"]}'],
  [410, {}, '{"errorMessages":["x"]}'],
  [302, { location: 'https://id.atlassian.com/x' }, ''],
  [302, { location: 'https://id.atlassian.com.example.com/x' }, ''],
  [302, { location: '/LOGIN.jsp' }, ''],
  [302, { location: '/jira' }, ''],
  [407, {}, ''],
  [429, {}, ''],
  [503, {}, ''],
  [405, {}, ''],
  [422, {}, '{}'],
];

const PROBES: Probe[] = [
  { credential: 'mistyped', operation: 'GET /rest/api/3/myself' },
  { credential: 'mistyped', operation: 'GET /rest/api/3/project' },
  { credential: 'mistyped', operation: 'GET /rest/api/3/label' },
  { credential: 'gateway-mistyped', operation: 'GET /rest/api/3/project' },
];

it.each(SHELLS.map((shell) => [shell.join(' '), shell] as const))(
  'reproduce.sh in %s understands an answer as this project does',
  async (_, shell) => {
    const controls = new Set(
      CREDENTIALS.filter(({ name }) => name === 'valid' || name === 'gateway-scoped').map(({ header }) =>
        header(SYNTHETIC_IDENTITY),
      ),
    );
    const served = { now: ACCOUNT };
    const server = await serve((_path, authorization) =>
      controls.has(authorization) ? ACCOUNT : served.now,
    );
    const cases = RESPONSES.flatMap((response) =>
      PROBES.slice(0, shell[0] === 'dash' ? undefined : 2).map((probe) => [response, probe] as const),
    );
    const different: unknown[] = [];
    for (const [response, probe] of cases) {
      const [status, headers, body] = response;
      served.now = response;
      const lower = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
      );
      const exchange: Exchange = {
        ...probe,
        response: { status, headers: lower, body: { text: body } },
        meta: { origin: 'recorded', date: '2026-09-30T00:00:00Z' },
      };
      const answer = classify(exchange, MEASURED_SITE);
      const conclusive = answer.treatment !== 'inconclusive';
      // If the answer is inconclusive, a report could not be about it; the script must not conclude anything either.
      const script = reproduceScript(
        documentOf([
          {
            ...broken(
              probe,
              conclusive ? answer : { ...answer, treatment: 'ignored', mark: 'no-account-id' },
            ),
            expected: refused(499),
          },
        ]),
      );
      expect(script).toContain('probe contract-broken');
      const { code, out } = await workshop.inShell(shell, script, server.settings);
      if (code !== (conclusive ? 0 : 3)) different.push([response, probe, answer.treatment, code, out]);
    }
    server.close();
    expect(different).toEqual([]);
  },
);

it('every operation of the contract is sent to the path that this project asks', async () => {
  const operations = OPERATIONS.filter((operation) => !('admin' in operation));
  const script = scriptOf(
    documentOf(
      operations.map(({ id }) =>
        broken(
          { credential: 'mistyped', operation: id },
          { status: 200, treatment: 'ignored', mark: 'no-account-id' },
        ),
      ),
    ),
  );
  await workshop.inShell(['dash'], script);
  expect(new Set(workshop.site.requests.slice(1).map(({ path }) => path)).size).toBe(operations.length);
});
