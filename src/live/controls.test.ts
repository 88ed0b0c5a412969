import { describe, expect, it } from 'vitest';
import type { RecordedResponse } from '../evidence/exchange.ts';
import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import {
  captchaFault,
  controlFailure,
  controlFault,
  CONTROLS,
  controlsOf,
  LOOK_AFTER,
  type Controls,
} from './controls.ts';
import type { ProbeAttempts, Attempt } from './probe-attempts.ts';
import { attempt, historyOf } from './attempts.fixture.ts';

const SITE = 'https://jira-site.example.com';

const ACCOUNT: RecordedResponse = { status: 200, headers: { 'x-aaccountid': 'account-1' } };
const REFUSED: RecordedResponse = { status: 401, headers: { 'www-authenticate': 'OAuth realm="x"' } };
const SERVER_ERROR: RecordedResponse = { status: 503 };
const UNEXPLAINED: RecordedResponse = { status: 422 };
const NOTHING: RecordedResponse = { status: 200, body: { text: '[]' } };

const answersOf = (probe: Controls['works'], responses: readonly RecordedResponse[]): Attempt[] =>
  responses.map((response) => attempt(response, probe));

const histories = (
  works: readonly RecordedResponse[],
  fails: readonly RecordedResponse[],
  controls: Controls = CONTROLS,
): ProbeAttempts[] => [
  historyOf(answersOf(controls.fails, fails), undefined, controls.fails),
  historyOf(answersOf(controls.works, works), undefined, controls.works),
];

describe('the controls', () => {
  const MYSELF = 'GET /rest/api/3/myself';
  const { apiToken, serviceToken } = SYNTHETIC_IDENTITY;

  it.each<[string, Parameters<typeof controlsOf>[0], string, string]>([
    ['on the site, if a token works there', { apiToken, serviceToken }, 'valid', 'missing'],
    ['on the site, without a service account', { apiToken, serviceToken: '' }, 'valid', 'missing'],
    [
      'at the gateway, with the token of a user',
      { apiToken: '', serviceToken: '' },
      'gateway-scoped',
      'gateway-mistyped',
    ],
    [
      'at the gateway, with that of a service account',
      { apiToken: '', serviceToken },
      'gateway-bearer',
      'gateway-mistyped',
    ],
  ])('are sent %s', (_, identity, works, fails) => {
    expect(controlsOf(identity)).toEqual({
      works: { credential: works, operation: MYSELF },
      fails: { credential: fails, operation: MYSELF },
    });
  });

  it('are sent again soon enough that a site that cannot be judged gets fewer than 50 requests', () => {
    const { requests, alarms, failures } = LOOK_AFTER;
    expect(requests).toBeLessThanOrEqual(25);
    expect(alarms).toBeLessThanOrEqual(requests);
    expect(failures).toBeLessThanOrEqual(alarms);
  });
});

describe('a site can be judged', () => {
  it('if the token is accepted and a request without one is refused, whatever the answers before', () => {
    expect(controlFailure(histories([ACCOUNT], [REFUSED]), SITE)).toBeUndefined();
    expect(controlFault(histories([ACCOUNT], [REFUSED]), SITE)).toBeUndefined();
    const late = histories([SERVER_ERROR, ACCOUNT], [NOTHING, REFUSED]);
    expect(controlFailure(late, SITE)).toBeUndefined();
  });

  it('by the given controls only', () => {
    const gateway = controlsOf({ apiToken: '', serviceToken: '' });
    const asked = histories([ACCOUNT], [REFUSED], gateway);
    expect(controlFailure(asked, SITE, gateway)).toBeUndefined();
    expect(controlFailure(asked, SITE)).toMatchObject({ code: 'unreachable' });
    expect(controlFault(asked, SITE, gateway)).toBeUndefined();
    expect(controlFault(asked, SITE)).toMatchObject({ code: 'unreachable' });
  });
});

const likeOf = (works: RecordedResponse, fails: RecordedResponse): string | undefined =>
  controlFailure(histories([works], [fails]), SITE)?.signature;

const statuses = (works: RecordedResponse, fails: RecordedResponse): string[] =>
  controlFailure(histories([works], [fails]), SITE)?.says.match(/\b[1-5]\d\d\b/g) ?? [];

describe('a site cannot be judged', () => {
  it.each<[string, RecordedResponse, RecordedResponse, string]>([
    ['a dead token', REFUSED, REFUSED, 'token'],
    ['a 200 without a credential', ACCOUNT, NOTHING, 'adds-one'],
    ['a 200 with an account, without a credential', ACCOUNT, ACCOUNT, 'adds-one'],
    ['a 200 without an account for every request', NOTHING, NOTHING, 'alike'],
    ['a token without effect', NOTHING, REFUSED, 'token'],
    ['trouble with the token', SERVER_ERROR, REFUSED, 'server-error'],
    ['trouble without one', ACCOUNT, SERVER_ERROR, 'server-error'],
    ['a status that says nothing, with the token', UNEXPLAINED, REFUSED, 'unexpected'],
    ['a status that says nothing, without one', ACCOUNT, UNEXPLAINED, 'adds-one'],
    ['a refusal with the token, and none without', REFUSED, NOTHING, 'not-refused'],
  ])('after %s', (_, works, fails, cause) => {
    const failure = controlFailure(histories([ACCOUNT, works], [REFUSED, fails]), SITE);
    expect(failure).toMatchObject({ code: 'controls-failed', cause });
    expect(failure?.says).toContain(SITE);
    for (const { status } of [works, fails]) expect(failure?.says).toContain(String(status));
    const fault = controlFault(histories([works], [fails]), SITE);
    expect(fault).toMatchObject({ code: 'controls-failed' });
    expect(fault?.message).toContain(failure?.says);
  });

  const RESET = 'the connection was reset';
  const worked = historyOf(answersOf(CONTROLS.works, [ACCOUNT]), undefined, CONTROLS.works);
  const refused = historyOf(answersOf(CONTROLS.fails, [REFUSED]), undefined, CONTROLS.fails);

  it.each<[string, ProbeAttempts[], string]>([
    ['nothing was asked', [], ''],
    ['the token was not asked', [refused], ''],
    ['the request without a credential was not sent', [worked], ''],
    ['the token got no answer', [historyOf([], RESET, CONTROLS.works), refused], RESET],
    ['the request without a credential got no answer', [worked, historyOf([], RESET, CONTROLS.fails)], RESET],
    ['the token got none the last time', [{ ...worked, failure: RESET }, refused], RESET],
    [
      'the request without a credential got no answer the last time',
      [worked, { ...refused, failure: RESET }],
      RESET,
    ],
    ['the token has no answer left', [historyOf([], undefined, CONTROLS.works), refused], ''],
  ])('if %s', (_, asked, failure) => {
    const like = { code: 'unreachable', cause: 'unreachable', signature: 'unreachable' };
    const found = controlFailure(asked, SITE);
    expect(found).toMatchObject(like);
    expect(found?.says).toContain(SITE);
    expect(found?.says).toContain(failure);
    expect(controlFault(asked, SITE)).toMatchObject({ code: 'unreachable', exitCode: 3 });
  });

  it('for the reason of the token, if both got no answer', () => {
    const both = [historyOf([], RESET, CONTROLS.works), historyOf([], 'another', CONTROLS.fails)];
    expect(controlFailure(both, SITE)?.says).toContain(RESET);
  });

  it('while the own account must solve a CAPTCHA, whatever its name', () => {
    const fault = captchaFault(SITE, 'a CAPTCHA stands before it');
    expect(fault).toMatchObject({ code: 'controls-failed', exitCode: 3 });
    expect(fault.message).toContain(SITE);
    expect(fault.message).toContain('a CAPTCHA stands before it');
  });

  it('for the same reason only if the cause and both statuses are equal', () => {
    expect(likeOf(REFUSED, REFUSED)).toBe(likeOf(REFUSED, { ...REFUSED, body: { shape: 'text' } }));
    const others = [
      likeOf(REFUSED, REFUSED),
      likeOf(SERVER_ERROR, SERVER_ERROR),
      likeOf({ status: 500 }, SERVER_ERROR),
      likeOf(SERVER_ERROR, { status: 500 }),
    ];
    expect(new Set(others).size).toBe(others.length);
  });

  it('and equal answers are described once', () => {
    expect(statuses(SERVER_ERROR, SERVER_ERROR)).toEqual(['503']);
    expect(statuses(SERVER_ERROR, REFUSED)).toEqual(['503', '401']);
  });

  it('and the message says what was sent instead of a credential, by place', () => {
    const gateway = controlsOf({ apiToken: '', serviceToken: '' });
    const atSite = controlFailure(histories([ACCOUNT], [ACCOUNT]), SITE);
    const there = controlFailure(histories([ACCOUNT], [ACCOUNT], gateway), SITE, gateway);
    expect(there?.cause).toBe(atSite?.cause);
    expect(there?.says).not.toBe(atSite?.says);
    expect(controlFailure(histories([REFUSED], [REFUSED]), SITE)?.says).toContain('JIRA_EMAIL');
    expect(controlFailure(histories([REFUSED], [REFUSED], gateway), SITE, gateway)?.says).toContain(
      'JIRA_SCOPED_EMAIL',
    );
  });
});
